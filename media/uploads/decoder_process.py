"""Runs the child processes that read files of strangers, few at a time on this host."""

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
# Seconds after which nobody works in a folder of scratch any more: an upload takes minutes.
SCRATCH_LIFETIME_SECONDS = 24 * 3600


def run_decoder(make: str, **order: Any) -> dict[str, Any]:
    """Have a child process make a `master` or the `renditions` of a picture.

    FileFault when it cannot, when it ran into its limits, or when too many others are at work.
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
    """What a program of ours answers to an order, both in JSON, as one of few on this host.

    FileFault with the code that it answers, `busy` where no place is free, `heavy` where it ran
    into its limits, and `broken` (else also `heavy`) where it failed.
    """
    with decoder_slot():
        try:
            done = subprocess.run(
                # -I: nothing of the environment or of the folder we run in is imported.
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
        except ValueError:  # nothing printed: it was killed by its limits, or failed
            raise FileFault((done.returncode >= 0 and broken) or heavy) from None
    if "fault" in answer:
        raise FileFault(answer["fault"])
    return answer


@contextmanager
def decoder_slot() -> Iterator[None]:
    """A slot for a child process. All processes of this host share a few, since each child takes
    much memory. FileFault `busy` if none is free within `conf("CHILD_WAIT")` seconds."""
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
    """The folder for files being worked on; `sweep_scratch` removes what a crash leaves in it."""
    folder = Path(settings.VAR_DIR) / "scratch"
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    return folder


def sweep_scratch() -> int:
    """Remove the folders that a crash left behind; how many. The files of the slots stay: a slot
    whose file is removed while it is held could be taken twice."""
    folder, gone = scratch(), 0
    # The times of files are by the clock of the kernel or of another machine; ours may be ahead.
    os.utime(folder)
    long_ago = folder.stat().st_ctime - SCRATCH_LIFETIME_SECONDS
    for left in folder.iterdir():
        with suppress(FileNotFoundError):  # its owner has just finished
            found = left.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_mtime < long_ago:
                shutil.rmtree(left, ignore_errors=True)
                gone += not left.exists()
    return gone
