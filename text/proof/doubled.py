"""Finds words that stand twice by mistake: `của của`.

Vietnamese doubles words on purpose (`người người`, `luôn luôn`, `xanh xanh`). So this finds only
what nobody doubles: grammatical words, compounds, and the first syllable of a compound (`hội hội
nghị`).
"""

from collections.abc import Iterator

from text.proof.findings import Finding, ProofKind, ProofText, Word, capped
from text.proof.word_lists import compounds

_NEVER_DOUBLED = frozenset(
    """
bị bởi các cho cũng của do đã đang để đến được hoặc khi là mà nếu nên nhưng những rằng sẽ tại theo
thì thuộc trên trong tới và vẫn vào về vì với ở
""".split()
)
# After these words `là là` means “near the ground”: `bay là là`.
_LOW = frozenset("bay lượn sà khói sương mây rơi trôi".split())
# After these phrases the second word may be doubled: `ở cửa ra vào vào sáng hôm sau`.
_WHOLE = {("ra", "vào"), ("đi", "về")}
_FIRST_OF_REPEATS = frozenset("từng một mỗi ngày rất càng lại vừa cứ".split())


@capped
def check_doubled(reading: ProofText) -> Iterator[Finding]:
    """A finding for each doubled word or compound; the suggestion is the word once."""
    words = reading.words
    for at in range(1, len(words)):
        one, other = words[at - 1], words[at]
        if other.joined and one.lower == other.lower and one.plain:
            if _by_mistake(words, at):
                yield reading.finding(ProofKind.DOUBLED, one.start, other.end, one.text)
        elif other.joined and _pair_again(words, at):
            first = words[at - 3]
            yield reading.finding(
                ProofKind.DOUBLED,
                first.start,
                other.end,
                reading.text[first.start : words[at - 2].end],
            )


def _by_mistake(words: list[Word], at: int) -> bool:
    one, other = words[at - 1], words[at]
    before = words[at - 2].lower if at > 1 and one.joined else ""
    if other.lower in _NEVER_DOUBLED:
        return (before, one.lower) not in _WHOLE and not (other.lower == "là" and before in _LOW)
    after = words[at + 1].lower if at + 1 < len(words) and words[at + 1].joined else ""
    return (
        (other.lower, after) in compounds()
        and (before, one.lower) not in compounds()
        and (not other.capital or one.begins)
    )


def _pair_again(words: list[Word], at: int) -> bool:
    if at < 3 or not (words[at - 1].joined and words[at - 2].joined):
        return False
    first, second, third, fourth = (word.lower for word in words[at - 3 : at + 1])
    return (
        (first, second) == (third, fourth)
        and first != second
        and first not in _FIRST_OF_REPEATS
        and ((first, second) in compounds() or first in _NEVER_DOUBLED)
    )
