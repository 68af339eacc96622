"""`tests.postgres` starts a real PostgreSQL, and leaves nothing of it afterwards."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psycopg2
import pytest

from tests import machine, postgres


@pytest.fixture(autouse=True)
def installed() -> None:
    if postgres.binaries() is None:
        (pytest.fail if machine.CI else pytest.skip)("PostgreSQL is not installed")


def folder_of(url: str) -> Path:
    """The folder of the server. Its URL names the folder of the socket."""
    return Path(url.partition("@/")[2]).parent


def test_it_takes_the_extensions_of_the_portal_and_leaves_nothing():
    with postgres.server() as url:
        folder = folder_of(url)
        connection = psycopg2.connect(host=folder, user=postgres.NAME, dbname=postgres.NAME)
        with connection.cursor() as cursor:
            for name in postgres.EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION {name}")
        connection.close()

    assert not folder.exists()


def test_its_command_gets_the_address_and_gives_the_status():
    command = [
        sys.executable,
        "-c",
        "import os; print(os.environ['DATABASE_URL']); raise SystemExit(3)",
    ]

    answer = subprocess.run(
        [sys.executable, "-m", "tests.postgres", "--", *command], capture_output=True, text=True
    )

    assert answer.returncode == 3
    assert not folder_of(answer.stdout.strip()).exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_still_tidies_up(number):
    command = [
        sys.executable,
        "-c",
        "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", "--", *command],
        stdout=subprocess.PIPE,
        text=True,
        # A shell starts background processes like this: they ignore SIGINT.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_IGN),
    )
    with process:
        folder = folder_of(process.stdout.readline().strip())
        assert (folder / "data").is_dir()
        started = time.monotonic()
        os.kill(process.pid, number)
        process.wait(30)

    assert not folder.exists()
    assert time.monotonic() - started < 30
