"""The order of search results: tiers of tokens for which the index is searched, the best first.

Within a tier the newest articles come first. If accents were typed, texts with these accents come
before others; words side by side before words apart; the title before the text.
"""

from .query import Query
from .tokens import pairs

# So many words side by side have the same meaning whatever their accents.
LONG_QUERY_WORDS = 6

# The tokens that a row must have, all of them.
Tier = tuple[str, ...]


def is_long_query(query: Query) -> bool:
    """Whether the query is so long that the reader probably looks for a text with exactly these
    words, and has no quoted phrase."""
    return len(query.words) >= LONG_QUERY_WORDS and not query.phrases


def words_in_title(query: Query) -> Tier:
    """The tier of texts whose title has all words of the query, in any order, with any accents."""
    return _tier(query, "^", accents=False, side_by_side=False)


def tiers_of(query: Query) -> list[Tier]:
    """The tiers of the query, the best first."""
    exact = any(word.accented for word in query.words)
    if is_long_query(query):
        return [
            *(_tier(query, place, accents=False, side_by_side=True) for place in ("^", "")),
            _tier(query, "", exact, side_by_side=False),
        ]
    found = dict.fromkeys(
        _tier(query, place, accents, side_by_side)
        for accents in ((True, False) if exact else (False,))
        for place, side_by_side in (("^", True), ("^", False), ("", True), ("", False))
        # Words anywhere in the text are searched for only once, with accents if any were typed.
        if place or side_by_side or accents == exact
    )
    return list(found)


def _tier(query: Query, place: str, accents: bool, side_by_side: bool) -> Tier:
    found: list[str] = []
    for unit, quoted in query.units:
        joined = (side_by_side or quoted) and len(unit) > 1
        if joined:
            found += pairs(unit)
        for word in unit:
            if (accents or quoted) and word.accented:
                found.append(f"={word.exact}")
            # If the words are joined, their pairs imply them.
            elif not joined:
                found.append(word.folded)
    return tuple(dict.fromkeys(place + token for token in found))
