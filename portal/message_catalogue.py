"""The Vietnamese catalogue, compiled by Babel: gettext's own tools are not needed.

`django.po` is made from the code by `manage.py messages`. Beside it two are kept by hand, with
what other packages' catalogues leave in English: `extra.po`, and `djangojs.po` for the scripts of
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

# What is compiled from which; where two have the same message, the first wins.
SOURCES = {"django.mo": ("django.po", "extra.po"), "djangojs.mo": ("djangojs.po",)}


def locale_folders() -> Iterator[Path]:
    """Each folder that holds catalogues of ours."""
    for root in settings.LOCALE_PATHS:
        yield from sorted(Path(root).glob("*/LC_MESSAGES"))


def read_po_file(path: Path) -> Catalog:
    """That catalogue, or an empty one of its language where there is no such file."""
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
    # Under a name of its own first: a reader, or a second process, never sees half a file.
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)


def reload_translations() -> None:
    """Have this process read the catalogues again, as Django's own reloader does."""
    trans_real._translations = {}
    trans_real._default = None
