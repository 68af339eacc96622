"""Two changed texts and what both began with, made one, block by block (diff3: S. Khanna,
K. Kunal, B. Pierce, "A Formal Investigation of Diff3", 2007).

Blocks that neither touched part the texts into stretches. A stretch that one side changed is taken
from that side; one that both changed alike is taken once. Where both changed it, and all three have
as many blocks, each block is judged by itself, so that two people may edit neighbouring paragraphs;
what is left is where they meet. A block that was moved, or put in by both, has no place that both
know: where it would be lost or doubled, the texts meet as wholes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from text.diff import common_subsequence


@dataclass
class Merged:
    """The same text twice but where both changed it: there once as mine, once as theirs."""

    mine: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    # Whether there is such a place.
    meets: bool = False


def merge(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> Merged:
    """All that either side changed of `base`. Costs are bounded as those of a comparison are."""
    found = Merged()
    for before, their, own in _stretches(base, theirs, mine):
        if their == before:
            their = own
        elif own == before:
            own = their
        found.mine += own
        found.theirs += their
        found.meets |= own != their
    if all(_is_whole(merged, theirs, mine) for merged in (found.mine, found.theirs)):
        return found
    return Merged(list(mine), list(theirs), meets=True)


def _is_whole(merged: list[str], theirs: Sequence[str], mine: Sequence[str]) -> bool:
    """Whether each block is there as often as in one of both texts, or between."""
    found, their, own = Counter(merged), Counter(theirs), Counter(mine)
    return all(
        min(their[block], own[block]) <= found[block] <= max(their[block], own[block])
        for block in {*found, *their, *own}
    )


def _stretches(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    kept_by_them, kept_by_me = (
        dict(common_subsequence(base, theirs)),
        dict(common_subsequence(base, mine)),
    )
    both = [(at, kept_by_them[at], kept_by_me[at]) for at in kept_by_them if at in kept_by_me]
    last = (len(base), len(theirs), len(mine))
    i = j = k = 0
    for at, theirs_at, mine_at in [*both, last]:
        stretch = (list(base[i:at]), list(theirs[j:theirs_at]), list(mine[k:mine_at]))
        if len({len(side) for side in stretch}) == 1:
            yield from (([b], [t], [m]) for b, t, m in zip(*stretch, strict=True))
        else:
            yield stretch
        if at < len(base):
            block = [base[at]]
            yield block, block, block
        i, j, k = at + 1, theirs_at + 1, mine_at + 1
