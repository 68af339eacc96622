"""Headers for a cache in front of the portal (Varnish, a CDN). They say for how many seconds a copy
of the page is good, and by which tags it is dropped sooner.
"""

from functools import cache

from .. import stale_marks
from ..conf import conf, engine_urls

# How long a copy is good if no purge reaches it.
MAX_COPY_SECONDS = 60
# How long it may be shown after that while the portal is away.
STALE_IF_ERROR_SECONDS = 24 * 3600
# Varnish allows 8 kB for a header. A page with more tags is not copied.
MAX_TAG_HEADER_CHARACTERS = 7_000


@cache
def is_enabled() -> bool:
    """Whether there is a cache in front; otherwise pages are sent without their tags."""
    return bool(conf("EDGE_HEADERS") or engine_urls("xkey+http"))


def headers(tags: str, slots: tuple[int, ...], seen: int, until: int) -> list[tuple[str, str]]:
    """The headers of a page that was made when the sequence was `seen`. The page expires at
    `until`, in milliseconds since 1970; 0 means never. Empty if no copy may be made now. Called for
    each answer, because a page may be made before a change and sent after it."""
    now = stale_marks.milliseconds()
    ends = until or now + 1000 * (MAX_COPY_SECONDS + STALE_IF_ERROR_SECONDS)
    seconds = min((min(stale_marks.next_moment(), ends) - now) // 1000, MAX_COPY_SECONDS)
    if (
        seconds < 1
        or len(tags) > MAX_TAG_HEADER_CHARACTERS
        or not stale_marks.trusted()
        or not stale_marks.is_cacheable(slots, seen)
    ):
        return []
    in_need = min((ends - now) // 1000 - seconds, STALE_IF_ERROR_SECONDS)
    return [
        ("Surrogate-Key", tags),
        ("Cache-Tag", tags.replace(" ", ",")),
        ("Surrogate-Control", f"max-age={seconds}, stale-if-error={in_need}"),
    ]
