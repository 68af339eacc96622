"""`make drawing` draws the floors from the imports, between two marks in docs/architecture.md."""

import sys

from tests.imports import FLOORS, ROOT, dependencies, modules

DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by `make drawing` -->\n", "<!-- end of the drawing -->\n"


def floors() -> str:
    """The drawing: which floor imports which. Arrows that follow from others are left out."""
    below: dict[str, set[str]] = {floor: set() for floor in FLOORS}
    for name, needed in dependencies(modules()).items():
        floor = name.split(".")[0]
        below[floor] |= {each.split(".")[0] for each in needed} - {floor}
    reached: dict[str, set[str]] = {}
    for floor in reversed(FLOORS):
        reached[floor] = below[floor].union(*(reached[each] for each in below[floor]))
    lines = []
    for floor in FLOORS:
        implied = set().union(*(reached[each] for each in below[floor]))
        direct = sorted(below[floor] - implied, key=FLOORS.index)
        if direct:
            lines.append(f"    {floor} --> {' & '.join(direct)}\n")
    return "```mermaid\nflowchart TD\n" + "".join(lines) + "```\n"


def in_document() -> str:
    return DOCUMENT.read_text().partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    text = DOCUMENT.read_text()
    before, begin, rest = text.partition(BEGIN)
    _drawn, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{DOCUMENT.name} lacks the marks of the drawing")
    DOCUMENT.write_text(before + begin + floors() + end + after)


if __name__ == "__main__":
    main()
