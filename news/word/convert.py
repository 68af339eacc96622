"""Having a child process read a Word file that may be anything."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from media.conf import conf
from media.uploads import documents
from media.uploads.decoder_process import PictureFault, decoder_slot

# Of CPU. A report of 100 pages takes a third of a second.
MAX_CPU_SECONDS = 5
MAX_MEMORY_BYTES = 300 * 2**20
MAX_PICTURES = 60
# Of all pictures of a file, unfolded.
MAX_PICTURES_BYTES = 200 * 2**20
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from text.word.convert import main; main()"


class WordFault(Exception):
    """The file cannot be taken; the argument is a code of `report.FAULTS`."""


def run_reader(source: Path, folder: Path) -> dict[str, Any]:
    """What `text.word.convert` makes of a file; its pictures are written into the folder.

    WordFault for whatever is no Word file, cannot be read or takes more than is allowed.
    """
    check_is_docx(source)
    order = {
        "path": str(source),
        "folder": str(folder),
        "seconds": MAX_CPU_SECONDS,
        "memory": MAX_MEMORY_BYTES,
        "pictures": MAX_PICTURES,
        "picture_bytes": conf("PHOTO_BYTES"),
        "all_bytes": MAX_PICTURES_BYTES,
    }
    try:
        with decoder_slot():
            done = subprocess.run(
                # -I, -S: nothing of the environment, of this folder or of packages is imported.
                [sys.executable, "-I", "-S", "-c", _PROGRAM, settings.BASE_DIR, json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=MAX_CPU_SECONDS * 3,
            )
        answer = json.loads(done.stdout)
    except PictureFault:  # every place is taken
        raise WordFault("busy") from None
    except subprocess.TimeoutExpired:
        raise WordFault("heavy") from None
    except ValueError:  # killed by its limits, or failed: nothing printed
        raise WordFault("heavy" if done.returncode < 0 else "broken") from None
    if "fault" in answer:
        raise WordFault(answer["fault"])
    return answer


def check_is_docx(source: Path) -> None:
    """WordFault for a file that is no `.docx` by its content, and for one that would unfold."""
    try:
        with source.open("rb") as file:
            kind = documents.detect_kind(file)
    except documents.DocumentFault as fault:
        raise WordFault(fault.args[0]) from None
    if kind != "docx":
        raise WordFault(kind if kind in ("doc", "odt") else "other")
