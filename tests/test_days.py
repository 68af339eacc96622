"""Dates in tests are in 2020 or before, or in 2099, so that they stay past or future.

Any other date passes some day, and later a sweep may delete its row. Where the time matters, tests
count from now.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
# These tests are about texts only. `text` never asks for the time, which is tested below.
NO_CLOCK = TESTS / "text"
MOVING = range(2021, 2099)
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[/.-](?:\d{1,2}[/.-])?(?P<last>20\d\d)|(?P<first>20\d\d)[/.-]\d\d)(?!\d)"
)
_CLOCK = re.compile(r"\b(?:now|utcnow|today|localdate|localtime|time)\(\)")


def days(source: str) -> Iterator[tuple[int, str]]:
    """The line and the words of each date in a year of `MOVING`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _is_day(node.args):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in _DAY.finditer(node.value):
                if int(found["last"] or found["first"]) in MOVING:
                    yield node.lineno, found[0]


def _is_day(arguments: list[ast.expr]) -> bool:
    """Whether these are the arguments of a date in `MOVING`, as in `date(2026, 3, 5)`. The month
    may be a variable."""
    first, *more = [each.value if isinstance(each, ast.Constant) else 1 for each in arguments] or [
        0
    ]
    return first in MOVING and bool(more) and more[0] in range(1, 13)


def test_no_test_holds_a_day_that_passes():
    found = [
        f"{path.relative_to(TESTS)}:{line}: {words}"
        for path in sorted(TESTS.rglob("*.py"))
        if NO_CLOCK not in path.parents and path != Path(__file__)
        for line, words in days(path.read_text())
    ]

    assert found == []


def test_text_asks_no_clock():
    files = (TESTS.parent / "text").rglob("*.py")

    assert [str(path) for path in files if _CLOCK.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("row.update(opened_at=datetime(2026, 11, 26, 1, number, tzinfo=UTC))", 1),
        ("at = date(2027, month, 1)", 1),
        ("form = {'publish_at_0': '05/03/2026'}", 1),
        ("path = f'/theo-ngay/2026/03/{day}/'", 1),
        ("at = date(2020, 2, 29), '05/03/2099', datetime(2099, 1, 1)", 0),
        ("for year in range(2021, 2030): page.wait_for_timeout(2500)", 0),
        ("said = 'Bản án số 2026 của tòa, 1 000 2026'", 0),
    ],
)
def test_a_day_is_known_by_its_shape(source, found):
    assert len(list(days(source))) == found
