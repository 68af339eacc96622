"""Our own word lists, in text files beside this module. Each is read at its first use, so a process
that never proofs a text does not load them.

Lines that begin with `#` say what a file contains.
"""

from functools import cache
from pathlib import Path

Syllables = tuple[str, ...]


@cache
def compounds() -> frozenset[tuple[str, str]]:
    """Words of two syllables as pairs, in lower case and in the old tone style.

    If two syllables are one slip away from such a word, it was surely meant
    (`text.proof.confusions`). The words also decide between corrections (`text.proof.corrections`).
    """
    return frozenset(
        (first.strip(), second)
        for first, _, rest in (group.partition(":") for group in _entries("compounds"))
        for second in rest.split()
    )


@cache
def compounds_by_part() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """All second syllables by the first one, and all first syllables by the second one."""
    seconds: dict[str, list[str]] = {}
    firsts: dict[str, list[str]] = {}
    for first, second in sorted(compounds()):
        seconds.setdefault(first, []).append(second)
        firsts.setdefault(second, []).append(first)
    return seconds, firsts


@cache
def compound_syllables() -> frozenset[str]:
    return frozenset(syllable for pair in compounds() for syllable in pair)


@cache
def confusions() -> dict[str, list[tuple[Syllables, Syllables]]]:
    """Pairs of wrong and right syllables, by the first of the wrong syllables."""
    found: dict[str, list[tuple[Syllables, Syllables]]] = {}
    for entry in _entries("confusions"):
        wrong, right = (tuple(side.split()) for side in entry.split(">"))
        found.setdefault(wrong[0], []).append((wrong, right))
    return found


@cache
def syllable_list(name: str) -> frozenset[str]:
    """The list `standalone_syllables` (they stand alone in sentences) or `bound_syllables`."""
    return frozenset(" ".join(_entries(name)).split())


def _entries(name: str) -> list[str]:
    """The entries of a list; the signs `|` separate them."""
    lines = Path(__file__).with_name(f"{name}.txt").read_text("utf-8").splitlines()
    return "|".join(line for line in lines if not line.startswith("#")).split("|")
