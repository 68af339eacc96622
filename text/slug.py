"""Slugs for addresses: `Đảng viên` → `dang-vien` (Django's own slugify makes it `ang-vien`)."""

import re
import unicodedata

from text.fold import fold
from text.unicode import nfc

_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "þ": "th"})
_OTHER = re.compile(r"[^a-z0-9]+")


def slugify(value: str, max_length: int = 160) -> str:
    """The text as `[a-z0-9-]`, at most `max_length` characters, cut at the end of a word.

    A first word that is longer is cut inside. A text without letters and digits gives "".
    """
    # NFKC makes m² m2, and full-width letters plain ones.
    folded = fold(unicodedata.normalize("NFKC", nfc(value)))
    slug = _OTHER.sub("-", folded.translate(_LATIN)).strip("-")
    if len(slug) <= max_length:
        return slug
    head, dash, _ = slug[: max_length + 1].rpartition("-")
    return head if dash else slug[:max_length]
