"""What is told with a page to those who keep copies of it in front of us: Varnish, a network of
copies. They may keep it for seconds only, and drop it sooner by its tags.
"""

from functools import cache

from .. import stale_marks
from ..conf import conf, engine_urls

# Seconds for which a copy is good, should no purge reach whoever has it.
MAX_COPY_SECONDS = 60
# Seconds for which it may be shown after that, while we are away.
STALE_IF_ERROR_SECONDS = 24 * 3600
# Characters of tags in a header: Varnish takes 8 kB. A page with more is kept by us alone.
MAX_TAG_HEADER_CHARACTERS = 7_000


@cache
def is_enabled() -> bool:
    """Whether there is anybody: nobody else is told which tags a page has."""
    return bool(conf("EDGE_HEADERS") or engine_urls("xkey+http"))


def headers(tags: str, slots: tuple[int, ...], seen: int, until: int) -> list[tuple[str, str]]:
    """Of a page made when the sequence was `seen` and true until then (milliseconds; 0: without an
    end); none if it must not be kept now. Asked for at the moment of the answer: a page that was
    made before a change may be answered after it."""
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
