"""The program of a child process that looks for what a PDF must not bring to readers: scripts,
commands that start programs, and files within it.

It is run by its path, with Python's `-I`, so it imports nothing of the portal. It takes its order
as JSON and prints its answer as JSON: `{}`, or `{"fault": code}` (a key of `DOCUMENT_FAULTS`). The
names of keys and actions are those of ISO 32000-2 (PDF 2.0).
"""

import json
import resource
import sys
from collections.abc import Iterator

import pikepdf

# Names of actions (12.6) and of annotations (12.5.6), by the code of the fault.
ACTIONS = {"/JavaScript": "pdf-script", "/Launch": "pdf-launch", "/GoToE": "pdf-files"}
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
# Keys that have a script (12.6.4.17), or files within the document (7.11.4, 14.13).
KEYS = {"/JS": "pdf-script", "/JavaScript": "pdf-script", "/EmbeddedFiles": "pdf-files",
        "/EF": "pdf-files", "/Collection": "pdf-files"}  # fmt: skip
# Direct dictionaries and lists stand in each other no deeper than this in a real document.
MAX_DEPTH = 60


class Refused(Exception):
    """The PDF is refused. The argument is a code."""


def check(path: str) -> None:
    """Raises Refused for a PDF that readers must not be sent, that wants a password, or that cannot
    be read."""
    try:
        with pikepdf.open(path) as document:
            # The trailer is no object, and the catalogue may stand in it.
            for found in (document.trailer, *document.objects):
                _check_object(found)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except pikepdf.PdfError:
        raise Refused("cut-off") from None


def _check_object(found: pikepdf.Object) -> None:
    for each in _dictionaries(found, MAX_DEPTH):
        for key, value in each.items():
            if key in KEYS:
                raise Refused(KEYS[key])
            # A dynamic form (XFA) is XML with scripts of its own.
            if key == "/XFA":
                raise Refused("pdf-script")
            if key == "/S" and str(value) in ACTIONS:
                raise Refused(ACTIONS[str(value)])
            if key == "/Subtype" and str(value) in ANNOTATIONS:
                raise Refused("pdf-files")
            if key == "/Type" and str(value) == "/EmbeddedFile":
                raise Refused("pdf-files")


def _dictionaries(found: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The dictionaries in this object, without those of other objects to which it refers."""
    if depth == 0:
        raise Refused("cut-off")
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        yield found
        inner = [value for _key, value in found.items()]
    elif isinstance(found, pikepdf.Array):
        inner = list(found)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth - 1)


def main() -> None:
    order = json.loads(sys.argv[1])
    seconds, memory = order["seconds"], order["memory"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        check(order["source"])
        answer = {}
    except Refused as refusal:
        answer = {"fault": refusal.args[0]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
