"""Our own word lists, in text files beside this module, each read when it is first asked for.

A process that never proofs a text does not hold them. Lines that begin with `#` say what a file is.
"""

from functools import cache
from pathlib import Path

Syllables = tuple[str, ...]


@cache
def compounds() -> frozenset[tuple[str, str]]:
    """Words of two syllables as pairs, in lower case and in the old tone style.

    They are what was surely meant when two syllables are one slip away from one of them
    (`text.proof.confusions`), and decide between corrections (`text.proof.corrections`).
    """
    return frozenset(
        (first.strip(), second)
        for first, _, rest in (group.partition(":") for group in _entries("compounds"))
        for second in rest.split()
    )


@cache
def compounds_by_part() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The second syllables of each first one, and the first syllables of each second one."""
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
    """What is wrong and what is right, as syllables, by the first syllable of what is wrong."""
    found: dict[str, list[tuple[Syllables, Syllables]]] = {}
    for entry in _entries("confusions"):
        wrong, right = (tuple(side.split()) for side in entry.split(">"))
        found.setdefault(wrong[0], []).append((wrong, right))
    return found


@cache
def syllable_list(name: str) -> frozenset[str]:
    """`standalone_syllables` or `bound_syllables`."""
    return frozenset(" ".join(_entries(name)).split())


def _entries(name: str) -> list[str]:
    """What stands on the lines of a list, between the signs `|`."""
    lines = Path(__file__).with_name(f"{name}.txt").read_text("utf-8").splitlines()
    return "|".join(line for line in lines if not line.startswith("#")).split("|")
