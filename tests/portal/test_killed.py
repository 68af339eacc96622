"""A server that is killed in the middle of what people do; `proof_killed.py` has the long run."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from tests.portal.killed.killing import kill_and_look
from tests.portal.processes import manage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres:")


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """Where this run's portal keeps its own."""
    if not POSTGRESQL:
        yield {}
        return
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"killed_{os.getpid()}"
    main = psycopg2.connect(host="/" + server.partition("@/")[2].strip("/"), user="portal")
    main.autocommit = True
    main.cursor().execute(f"CREATE DATABASE {name}")
    url = {"DATABASE_URL": f"{server}/{name}"}
    answer = manage("setup", "--no-demo", VAR_DIR=folder, **url)
    assert answer.returncode == 0, answer.stderr
    yield url
    main.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_acknowledged_outlives_kill_9_and_nothing_is_half_there(portal, tmp_path):
    var = shutil.copytree(portal, tmp_path / "var")
    with database(var) as url:
        report = kill_and_look(var, 5, seed=9, **url)

    assert (report.kills, report.wrong) == (5, []), report
