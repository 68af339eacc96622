"""Compares two texts for an editor, paragraph by paragraph, and word by word inside changed ones;
merges two changed versions of one text.

Time is bounded for any input. The longest common subsequence is found with each row of the table as
the bits of one integer (H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004): 2,000
paragraphs are 2,000 additions. A table of more than MAX_TABLE_BITS (two different paragraphs of ten
thousand words) is not made: all between their common beginning and end is then shown as changed.
Changed paragraphs are matched among at most MAX_PAIRS pairs, at similar places in both texts.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

MAX_TABLE_BITS = 32_000_000
MAX_PAIRS = 200_000
# Share of common words from which two paragraphs count as one that was edited.
MIN_SIMILARITY = 0.4

# Every space is a token, so that a plain space replaced by a no-break space is shown as a change.
_TOKEN = re.compile(r"\w+|\s|[^\w\s]")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A stretch of one side's text."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One line of the comparison; the spans of a side, joined, are the exact text of that side.

    `before` is empty in an `added` row, `after` in a `removed` one.
    """

    kind: Literal["same", "changed", "removed", "added"]
    before: tuple[DiffSpan, ...]
    after: tuple[DiffSpan, ...]


def compare(before: list[str], after: list[str]) -> list[DiffRow]:
    """The paragraphs of both texts in order, equal and similar ones beside each other.

    A paragraph that moved is removed at one place and added at the other.
    """
    rows: list[DiffRow] = []
    old = new = 0
    for i, j in [*common_subsequence(before, after), (len(before), len(after))]:
        rows += _changed_rows(before[old:i], after[new:j])
        if i < len(before):
            span = (DiffSpan("same", before[i]),)
            rows.append(DiffRow("same", span, span))
        old, new = i + 1, j + 1
    return rows


def _changed_rows(before: list[str], after: list[str]) -> Iterator[DiffRow]:
    """The rows of a stretch in which no paragraph is the same on both sides."""
    old = new = 0
    for i, j in [*_similar(before, after), (len(before), len(after))]:
        for text in before[old:i]:
            yield DiffRow("removed", (DiffSpan("removed", text),), ())
        for text in after[new:j]:
            yield DiffRow("added", (), (DiffSpan("added", text),))
        if i < len(before):
            yield DiffRow("changed", *_words(before[i], after[j]))
        old, new = i + 1, j + 1


def _words(before: str, after: str) -> tuple[tuple[DiffSpan, ...], tuple[DiffSpan, ...]]:
    """Both sides of a changed paragraph with their different words marked."""
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    pairs = _without_lone_spaces(common_subsequence(a, b), a, b)
    return (
        _spans(a, {i for i, _ in pairs}, "removed"),
        _spans(b, {j for _, j in pairs}, "added"),
    )


def _without_lone_spaces(pairs: list[Pair], a: list[str], b: list[str]) -> list[Pair]:
    """The pairs without single spaces between two changes, so that a phrase is marked as one."""
    paired = set(pairs)
    return [
        (i, j)
        for i, j in pairs
        if not a[i].isspace()
        or not paired.isdisjoint(((i - 1, j - 1), (i + 1, j + 1)))
        or not (0 < i < len(a) - 1 and 0 < j < len(b) - 1)
    ]


def _spans(
    tokens: list[str], same: set[int], otherwise: Literal["removed", "added"]
) -> tuple[DiffSpan, ...]:
    return tuple(
        DiffSpan("same" if is_same else otherwise, "".join(tokens[at] for at in places))
        for is_same, places in groupby(range(len(tokens)), key=same.__contains__)
    )


def common_subsequence(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    """The indexes in `a` and `b` of a longest common subsequence; above MAX_TABLE_BITS, of the
    common beginning and end only."""
    end = min(len(a), len(b))
    head = next((at for at in range(end) if a[at] != b[at]), end)
    rest = end - head
    tail = next((at for at in range(rest) if a[-1 - at] != b[-1 - at]), rest)
    middle = _longest(a[head : len(a) - tail], b[head : len(b) - tail])
    return [
        *((at, at) for at in range(head)),
        *((i + head, j + head) for i, j in middle),
        *((len(a) - at, len(b) - at) for at in range(tail, 0, -1)),
    ]


def _longest(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    if not a or not b or len(a) * len(b) > MAX_TABLE_BITS:
        return []
    places: dict[Hashable, int] = {}
    for j, item in enumerate(b):
        places[item] = places.get(item, 0) | 1 << j
    full = (1 << len(b)) - 1
    row, rows = full, []
    for item in a:
        matching = row & places.get(item, 0)
        row = ((row + matching) | (row - matching)) & full
        rows.append(row)
    pairs = []
    i, j = len(a) - 1, len(b) - 1
    while i >= 0 and j >= 0:
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i - 1, j - 1
        # A set bit: the subsequence does not need b[j].
        elif rows[i] >> j & 1:
            j -= 1
        else:
            i -= 1
    return pairs[::-1]


def _similar(before: list[str], after: list[str]) -> list[Pair]:
    """Pairs of a paragraph and its edited form, in order, chosen for the greatest sum of
    likeness."""
    if not before or not after:
        return []
    old, new = [_bag(text) for text in before], [_bag(text) for text in after]
    reach = max(1, MAX_PAIRS // (2 * len(old)))
    scale = len(new) / len(old)
    likely: list[tuple[int, int, float]] = []
    for i, bag in enumerate(old):
        middle = int(i * scale)
        # From the right, so that a chain in `_best_chain` never holds two pairs of one `i`.
        for j in range(min(len(new), middle + reach) - 1, max(0, middle - reach) - 1, -1):
            likeness = _likeness(bag, new[j])
            if likeness >= MIN_SIMILARITY:
                likely.append((i, j, likeness))
    return _best_chain(likely)


def _bag(text: str) -> frozenset[tuple[str, int]]:
    """The text's words, each with a number, so that a repeated word counts each time."""
    return frozenset(
        (word, at)
        for word, count in Counter(text.lower().split() or [text]).items()
        for at in range(count)
    )


def _likeness(a: frozenset[tuple[str, int]], b: frozenset[tuple[str, int]]) -> float:
    """Twice the common words divided by all words: 1 for the same words, 0 for none in common, and
    also 0 if the lengths alone exclude MIN_SIMILARITY."""
    total = len(a) + len(b)
    if 2 * min(len(a), len(b)) < MIN_SIMILARITY * total:
        return 0.0
    return 2 * len(a & b) / total


def _best_chain(likely: list[tuple[int, int, float]]) -> list[Pair]:
    """The chain of pairs with the greatest weight in which both `i` and `j` rise.

    `likely` is sorted by rising `i`, then by falling `j`. `ends` has the last `j` of each of the
    best chains so far, `weights` has their weights. Both rise, so bisection finds a pair's place.
    """
    ends: list[int] = []
    weights: list[float] = []
    # The last link of each chain, as an index of `links`.
    chains: list[int] = []
    # Each link is i, j, and the index of the link before it (-1 for none).
    links: list[tuple[int, int, int]] = []
    for i, j, weight in likely:
        at = bisect_left(ends, j)
        total = weight + (weights[at - 1] if at else 0.0)
        if at < len(ends) and ends[at] == j and weights[at] >= total:
            continue
        links.append((i, j, chains[at - 1] if at else -1))
        beaten = at
        while beaten < len(ends) and weights[beaten] <= total:
            beaten += 1
        ends[at:beaten], weights[at:beaten] = [j], [total]
        chains[at:beaten] = [len(links) - 1]
    pairs = []
    link = chains[-1] if chains else -1
    while link >= 0:
        i, j, link = links[link]
        pairs.append((i, j))
    return pairs[::-1]


@dataclass
class Merged:
    """The merged text in two versions. They differ only where both sides changed the same place in
    different ways: there `mine` has my blocks, `theirs` those of the other person."""

    mine: list[str]
    theirs: list[str]
    # Whether there is such a place.
    has_conflict: bool = False


def merge(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> Merged:
    """The blocks of `base` with the changes of both sides; bounded in time as `compare` is.

    If that would lose or double a block, the result is both texts unmerged, as a conflict.
    """
    found = Merged([], [])
    for before, their, own in _stretches(base, theirs, mine):
        if their == before:
            their = own
        elif own == before:
            own = their
        found.mine += own
        found.theirs += their
        found.has_conflict |= own != their
    if all(_is_whole(merged, theirs, mine) for merged in (found.mine, found.theirs)):
        return found
    return Merged(list(mine), list(theirs), has_conflict=True)


def _is_whole(merged: list[str], theirs: Sequence[str], mine: Sequence[str]) -> bool:
    """Whether no block was lost or doubled: each occurs at least as often as in one of the two
    texts, and not more often than in both."""
    found, their, own = Counter(merged), Counter(theirs), Counter(mine)
    return all(
        min(their[block], own[block]) <= found[block] <= max(their[block], own[block])
        for block in {*found, *their, *own}
    )


def _stretches(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    kept = dict(common_subsequence(base, mine))
    both = [(at, to, kept[at]) for at, to in common_subsequence(base, theirs) if at in kept]
    i = j = k = 0
    for at, theirs_at, mine_at in [*both, (len(base), len(theirs), len(mine))]:
        stretch = (list(base[i:at]), list(theirs[j:theirs_at]), list(mine[k:mine_at]))
        if len({len(side) for side in stretch}) == 1:
            yield from (([b], [t], [m]) for b, t, m in zip(*stretch, strict=True))
        else:
            yield stretch
        if at < len(base):
            yield [base[at]], [base[at]], [base[at]]
        i, j, k = at + 1, theirs_at + 1, mine_at + 1
