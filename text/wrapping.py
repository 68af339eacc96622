"""Where a headline should not break: between a number and what it counts."""

import re

_NUMBER = r"\d+(?:[.,]\d+)*%?"
_TOGETHER = re.compile(
    # `2,3 km`, `22 giờ 30`, `18.000 – 18.500 đảng`; a long word would leave a hole before it.
    rf"(?<![\w.,]){_NUMBER}(?: [–-] {_NUMBER})? [^\W\d_]{{1,7}}(?!\w)(?: \d{{1,2}}(?!\w|[.,]\d))?"
)


def together(text: str) -> list[tuple[int, int]]:
    """Where each stretch that belongs on one line begins and ends."""
    return [found.span() for found in _TOGETHER.finditer(text)]
