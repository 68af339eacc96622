"""Runs the child processes that read files from outside, only a few at a time on this machine."""

import fcntl
import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from ..conf import conf
from . import picture_decoder as program
from .faults import FileFault

RETRY_SECONDS = 0.05
# No folder of scratch is in use after this time: an upload takes minutes.
SCRATCH_LIFETIME_SECONDS = 24 * 3600


def run_decoder(make: str, **order: Any) -> dict[str, Any]:
    """Let a child process make the `master` or the `renditions` of a picture; returns its answer.

    Raises FileFault if the child refuses the picture or reaches its limits, or if no slot is free.
    """
    limits = {
        "pixels": conf("PHOTO_PIXELS"),
        "side": conf("MASTER_SIDE"),
        "seconds": conf("CHILD_SECONDS"),
        "memory": conf("CHILD_MEMORY"),
    }
    order = {"make": make, **limits, **order}
    return run_child([program.__file__], order, limits["seconds"] * 2, "too-heavy")


def run_child(
    arguments: list[str], order: dict[str, Any], timeout: float, heavy: str, broken: str = ""
) -> dict[str, Any]:
    """The answer of a program of ours to `order`, both in JSON. `timeout` is in seconds.

    Raises FileFault: with the code that the program answers; `busy` if no slot is free; with the
    code `heavy` if the program reached its limits; with the code `broken` if it failed (`heavy` if
    `broken` is empty).
    """
    with decoder_slot():
        try:
            done = subprocess.run(
                # With -I, Python imports nothing from the environment or the current folder.
                [sys.executable, "-I", *arguments, json.dumps(order, default=str)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"OMP_NUM_THREADS": "1"},
                timeout=timeout,
            )
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            raise FileFault(heavy) from None
        except ValueError:
            # It printed no JSON: its limits killed it (by a signal), or it failed.
            raise FileFault((done.returncode >= 0 and broken) or heavy) from None
    if "fault" in answer:
        raise FileFault(answer["fault"])
    return answer


@contextmanager
def decoder_slot() -> Iterator[None]:
    """A slot for a child process. All processes of this machine share a few slots, because each
    child takes much memory. Raises FileFault `busy` if none is free within `conf("CHILD_WAIT")`
    seconds."""
    folder = scratch()
    files = [(folder / f"child-{number}").open("w") for number in range(conf("CHILDREN"))]
    try:
        end = time.monotonic() + conf("CHILD_WAIT")
        while not any(_locked(file) for file in files):
            if time.monotonic() > end:
                raise FileFault("busy")
            time.sleep(RETRY_SECONDS)
        yield
    finally:
        for file in files:
            file.close()


def _locked(file: Any) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def scratch() -> Path:
    """The folder for temporary files; `sweep_scratch` removes what a crash leaves in it."""
    folder = Path(settings.VAR_DIR) / "scratch"
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    return folder


def sweep_scratch() -> int:
    """Remove the folders that a crash left; returns how many. The files of the slots stay: if the
    file of a slot in use were removed, the slot could be taken twice."""
    folder, gone = scratch(), 0
    # The times of files come from the kernel's clock or another machine's, which may differ from
    # ours. So the time of a file that is touched now is the present.
    os.utime(folder)
    long_ago = folder.stat().st_ctime - SCRATCH_LIFETIME_SECONDS
    for left in folder.iterdir():
        # Another process may remove its folder at this moment.
        with suppress(FileNotFoundError):
            found = left.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_mtime < long_ago:
                shutil.rmtree(left, ignore_errors=True)
                gone += not left.exists()
    return gone
