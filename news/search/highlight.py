"""The title and the excerpt of a search result, with the words that were found marked."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from text.body.read import paragraphs
from text.fold import Word, fold, words
from text.unicode import nfc

from ..editions.document import Document
from .query import Query, pattern_of, phrase, whole_words

# The length of an excerpt.
EXCERPT_WORDS = 36


@dataclass(frozen=True, slots=True)
class HighlightedPart:
    text: str
    marked: bool


def highlight(text: str, query: Query) -> list[HighlightedPart]:
    """The whole text, split where marks begin and end."""
    text = nfc(text)
    found = words(text)
    matches = _quoted_positions(found, query) | _unquoted_positions(found, query)
    return _parts(text, found, matches, 0, len(text))


def excerpt(document: Document, query: Query) -> list[HighlightedPart]:
    """The words around the best match in the document's texts; the beginning of the lead if only
    the title matches."""
    text = nfc(_best(_candidates(document), query))
    found = words(text)
    quoted = _quoted_positions(found, query)
    matches = quoted | _unquoted_positions(found, query)
    first = _best_window(found, matches, quoted)
    last = min(first + EXCERPT_WORDS, len(found)) - 1
    start = 0 if first == 0 else found[first].start
    end = len(text) if last >= len(found) - 1 else found[last].end
    return [
        *([HighlightedPart("… ", False)] if start else []),
        *_parts(text, found, matches, start, end),
        *([HighlightedPart(" …", False)] if end < len(text) else []),
    ]


def _candidates(document: Document) -> list[str]:
    photo = document.lead_photo or {}
    texts = [document.lead, *paragraphs(document.body), photo.get("caption", "")]
    return [" ".join(text.split()) for text in texts if text] or [document.title]


def _best(texts: Sequence[str], query: Query) -> str:
    """The text with the most phrases of the query; of several the one with the most of its words.

    It uses patterns, because to split every paragraph into words takes as long as the search.
    """
    phrases = [phrase(each) for each in query.phrases]
    any_word = whole_words("|".join(pattern_of(word) for word in query.words))

    def worth(text: str) -> tuple[int, int]:
        folded = fold(text)
        return (
            sum(each.stands_in(text, folded) for each in phrases),
            len(set(any_word.findall(folded))),
        )

    return max(texts, key=worth)


def _quoted_positions(found: Sequence[Word], query: Query) -> set[int]:
    """The positions of words that belong to a phrase of the query. The same words are not marked
    elsewhere."""
    return {
        place
        for each in query.phrases
        for at in phrase(each).places(found)
        for place in range(at, at + len(each))
    }


def _unquoted_positions(found: Sequence[Word], query: Query) -> set[int]:
    """The positions of the query's words that are not quoted. If any of them occurs with the typed
    accents, only such words are marked; if any two stand side by side as typed, only such pairs. So
    `đảng viên` does not mark every `đang` and `viện`."""
    wanted = [word for unit, quoted in query.units if not quoted for word in unit]
    exact = {word.exact for word in wanted if word.accented}
    plain = {word.folded for word in wanted if not word.accented}
    places = {i for i, word in enumerate(found) if word.exact in exact or word.folded in plain}
    if not places:
        folded = {word.folded for word in wanted}
        places = {i for i, word in enumerate(found) if word.folded in folded}
    pairs = {(one.folded, two.folded) for one, two in itertools.pairwise(wanted)}
    joined = {
        place
        for i in places
        if i + 1 in places and (found[i].folded, found[i + 1].folded) in pairs
        for place in (i, i + 1)
    }
    return joined or places


def _best_window(found: Sequence[Word], matches: set[int], quoted: set[int]) -> int:
    """The position at which the excerpt begins: a few words before a match. The excerpt begins with
    a phrase if the text has one, and has the most different matches."""
    if not matches or len(found) <= EXCERPT_WORDS:
        return 0
    places = sorted(matches)

    def worth(first: int) -> tuple[bool, int]:
        held = {found[i].exact for i in places if first <= i < first + EXCERPT_WORDS - 6}
        return first in quoted, len(held)

    return max(0, min(max(places, key=worth) - 6, len(found) - EXCERPT_WORDS))


def _parts(
    text: str, found: Sequence[Word], matches: set[int], start: int, end: int
) -> list[HighlightedPart]:
    parts: list[HighlightedPart] = []
    at = start
    for first, last in _runs(sorted(i for i in matches if start <= found[i].start < end)):
        marked = slice(found[first].start, found[last].end)
        parts += [
            HighlightedPart(text[at : marked.start], False),
            HighlightedPart(text[marked], True),
        ]
        at = marked.stop
    return [part for part in (*parts, HighlightedPart(text[at:end], False)) if part.text]


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last position of each run of neighbours: `đảng viên` gets one mark, not two."""
    # Within a run, a position minus its index in the list stays the same.
    groups = itertools.groupby(enumerate(places), key=lambda each: each[1] - each[0])
    runs = ([place for _, place in group] for _, group in groups)
    return [(run[0], run[-1]) for run in runs]
