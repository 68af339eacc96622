"""`make faults`: each fault under a portal at work, into docs/reliability.md."""

import re
from collections import Counter
from datetime import date

import pytest

from tests import machine
from tests.processes import ROOT

from .faults import FAULTS, why_not
from .trial import Outcome, tried

PAGE = ROOT / "docs" / "reliability.md"
MARKS = "<!-- written by `make faults` -->", "<!-- end -->"
HEAD = """
Written on {day}, SQLite, one serving process.

| fault | reader's requests | failed | editor's saves | refused | words lost | well again after |
|---|---:|---|---:|---|---:|---:|
"""

pytestmark = [
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "-"),
    pytest.mark.skipif(not machine.faketime(), reason="faketime is not installed"),
]


def words(counts: dict[str, int]) -> str:
    """Counted by what they met: `13 × 503`."""
    met: Counter[str] = Counter()
    for fault, number in counts.items():
        met[
            re.sub(r".*?(?:HTTP Error )?(\d{3}|[A-Za-z]+Error|RemoteDisconnected).*", r"\1", fault)
        ] += number
    return ", ".join(f"{number} × {fault}" for fault, number in met.items()) or "0"


def row(name: str, found: Outcome) -> str:
    lost = len(found.missing) + len(found.lost)
    after = f"{found.recovery_seconds} s" if found.recovery_seconds is not None else "never"
    cells = [name, found.reads, words(found.failed), found.saves, words(found.refused), lost, after]
    return f"| {' | '.join(map(str, cells))} |\n"


def test_no_fault_costs_a_reader_a_page_or_an_editor_a_word(portal, tmp_path):
    found = {}
    for number, name in enumerate(FAULTS):
        (tmp_path / str(number)).mkdir()
        found[name] = tried(portal, tmp_path / str(number), name)

    before, _, rest = PAGE.read_text().partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    table = HEAD.format(day=f"{date.today():%d/%m/%Y}") + "".join(
        row(name, each) for name, each in found.items()
    )
    PAGE.write_text(f"{before}{MARKS[0]}\n{table}{MARKS[1]}{after}")
    assert [name for name, each in found.items() if each.missing or each.lost] == []
    assert [name for name, each in found.items() if each.recovery_seconds is None] == []
