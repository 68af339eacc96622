"""Compiles the Vietnamese catalogues with Babel, so that nobody needs the tools of gettext.

`manage.py messages` brings `django.po` up to date with the code. The other two are written by hand:
`extra.po` translates what the catalogues of other packages leave in English, and `djangojs.po` does
so for the scripts of Django's admin.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation import trans_real

# By compiled file: its sources. If two sources have the same message, the first wins.
SOURCES = {"django.mo": ("django.po", "extra.po"), "djangojs.mo": ("djangojs.po",)}


FOLDER = Path(__file__).parent.parent / "locale" / "vi" / "LC_MESSAGES"


def read_po_file(name: str) -> Catalog:
    """The catalogue in one of the `.po` files."""
    with (FOLDER / name).open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def compile_stale() -> None:
    """Write every compiled catalogue that is older than its sources, and let Django read them
    again."""
    for name, sources in SOURCES.items():
        target = FOLDER / name
        newest = max((FOLDER / source).stat().st_mtime_ns for source in sources)
        if not target.exists() or target.stat().st_mtime_ns < newest:
            write_mo_file(target, sources)
    # Empties Django's cache of translations, as its reloader does.
    trans_real._translations, trans_real._default = {}, None


def write_mo_file(target: Path, sources: Iterable[str]) -> None:
    """Merge the sources into one compiled catalogue."""
    merged, *others = map(read_po_file, sources)
    for other in others:
        for message in other:
            if message.id and merged.get(message.id, message.context) is None:
                merged[message.id] = message
    # Written under another name first, so that no process reads an incomplete file.
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)
