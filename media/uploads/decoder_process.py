"""Runs the child process (`media.uploads.picture_decoder`) on a picture, few at a time."""

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

RETRY_SECONDS = 0.05
# Seconds after which nobody works in a folder of scratch any more: an upload takes minutes.
SCRATCH_LIFETIME_SECONDS = 24 * 3600


class PictureFault(Exception):
    """A picture could not be processed; the argument is a code of `faults.FAULTS`."""


def run_decoder(make: str, **order: Any) -> dict[str, Any]:
    """Have a bounded child process make a `master` or the `renditions`.

    PictureFault when it cannot, when it ran into its limits, or when too many others are at work.
    """
    command = {
        "make": make,
        "pixels": conf("PHOTO_PIXELS"),
        "side": conf("MASTER_SIDE"),
        "seconds": conf("CHILD_SECONDS"),
        "memory": conf("CHILD_MEMORY"),
        **{key: str(value) if isinstance(value, Path) else value for key, value in order.items()},
    }
    with decoder_slot():
        try:
            done = subprocess.run(
                # -I: nothing of the environment or of the folder we run in is imported.
                [sys.executable, "-I", program.__file__, json.dumps(command)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"OMP_NUM_THREADS": "1"},
                timeout=conf("CHILD_SECONDS") * 2,
            )
            answer = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):  # killed by its limits: nothing printed
            raise PictureFault("too-heavy") from None
    if "fault" in answer:
        raise PictureFault(answer["fault"])
    return answer


@contextmanager
def decoder_slot() -> Iterator[None]:
    """One of the few places that all processes of this host share: each child takes memory."""
    folder = scratch()
    files = [(folder / f"child-{number}").open("w") for number in range(conf("CHILDREN"))]
    try:
        end = time.monotonic() + conf("CHILD_WAIT")
        while not any(_locked(file) for file in files):
            if time.monotonic() > end:
                raise PictureFault("busy")
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
    """A folder for what is being worked on; what a crash leaves in it goes after a day."""
    folder = Path(settings.VAR_DIR) / "scratch"
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    return folder


def sweep_scratch() -> int:
    """Remove the folders that a crash left behind; how many. The places' files stay: one that is
    removed while somebody holds it could be taken twice."""
    folder, gone = scratch(), 0
    # Its files are timed by the kernel's clock, or that of another machine: ours may be ahead.
    os.utime(folder)
    long_ago = folder.stat().st_ctime - SCRATCH_LIFETIME_SECONDS
    for left in folder.iterdir():
        with suppress(FileNotFoundError):  # its owner has just finished
            found = left.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_mtime < long_ago:
                shutil.rmtree(left, ignore_errors=True)
                gone += not left.exists()
    return gone
