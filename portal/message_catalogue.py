"""Compiles the Vietnamese catalogue with Babel, so that nobody needs the tools of gettext.

`manage.py messages` makes `django.po` from the code. People write the two beside it, with what the
catalogues of other packages leave in English: `extra.po`, and `djangojs.po` for the scripts of
Django's admin.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import trans_real

# Where two sources have the same message, the first wins.
SOURCES = {"django.mo": ("django.po", "extra.po"), "djangojs.mo": ("djangojs.po",)}


def locale_folders() -> Iterator[Path]:
    """Each folder that holds catalogues of ours."""
    for root in settings.LOCALE_PATHS:
        yield from sorted(Path(root).glob("*/LC_MESSAGES"))


def read_po_file(path: Path) -> Catalog:
    """The catalogue in that file, or an empty one of its language if there is no such file."""
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compile_stale() -> bool:
    """Write every compiled catalogue that is older than its sources; True when one was written."""
    written = False
    for folder in locale_folders():
        for name, sources in SOURCES.items():
            target = folder / name
            found = [folder / source for source in sources if (folder / source).exists()]
            newest = max((path.stat().st_mtime_ns for path in found), default=None)
            if newest and not (target.exists() and target.stat().st_mtime_ns >= newest):
                write_mo_file(target, found)
                written = True
    if written:
        reload_translations()
    return written


def write_mo_file(target: Path, sources: list[Path]) -> None:
    """Merge the sources into one compiled catalogue."""
    merged, *others = [read_po_file(path) for path in sources]
    for other in others:
        for message in other:
            if message.id and merged.get(message.id, message.context) is None:
                merged[message.id] = message
    # Written under another name first, so that no process ever reads half a file.
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)


def reload_translations() -> None:
    """Make this process read the catalogues again, as Django's reloader does."""
    trans_real._translations = {}
    trans_real._default = None
