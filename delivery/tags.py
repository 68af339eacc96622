"""Tags name what a page shows. A change names the same tags, and pages with them are stale."""

import re
from collections.abc import Iterable

_TAG = re.compile(r"[a-z][a-z0-9-]*")

# On every page: for the header and the footer.
SITE = "site"
# On answers for an address without a page: 404, or a redirect.
MISSING = "missing"


def tag(kind: str, target: object) -> str:
    """The tag of one thing that pages show: `article-42`, `section-5`, `photo-7`."""
    return f"{kind}-{target}"


def valid_tags(tags: Iterable[str]) -> list[str]:
    """These tags in their order, each once. ValueError for one that is not made of small letters,
    digits and hyphens."""
    seen = list(dict.fromkeys(tags))
    if wrong := [name for name in seen if not _TAG.fullmatch(name)]:
        raise ValueError(f"not a tag: {wrong[0]!r}")
    return seen
