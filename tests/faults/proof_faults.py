"""`make faults`: each fault under a portal at work, into docs/reliability.md."""

import itertools
import re
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import machine
from tests.processes import ROOT

from .databases import Postgresql, Sqlite
from .faults import FAULTS, why_not
from .trial import RECOVERY_SECONDS, Outcome, tried, tried_without_protection

PAGE = ROOT / "docs" / "reliability.md"
MARKS = "<!-- written by `make faults` -->", "<!-- end -->"
HEAD = """
Written on {day}, one serving process.
"""
DATABASE_HEAD = """
## {database}

| fault | reads | failed | saves | refused | photos | refused | lost | well again after |
|---|---:|---|---:|---|---:|---|---:|---:|
"""
HARM_HEAD = """
## Without its protection

The same on SQLite, with a copy of the code from which one protection was taken.

| fault | what is taken away | harm |
|---|---|---|
"""

pytestmark = [
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "-"),
    pytest.mark.skipif(not machine.faketime(), reason="faketime is not installed"),
]


@pytest.fixture
def place():
    """A folder that PostgreSQL's account can enter."""
    with TemporaryDirectory(prefix="cong-tin-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        numbers = itertools.count()

        def new() -> Path:
            made = Path(folder) / str(next(numbers))
            made.mkdir()
            return made

        yield new


def words(counts: dict[str, int]) -> str:
    """Counted by what they met: `13 × 503`."""
    met: Counter[str] = Counter()
    for fault, number in counts.items():
        found = re.search(
            r"(?:: |HTTP Error )(\d{3}\b|[A-Za-z]+Error|RemoteDisconnected|.*in the form)", fault
        )
        met[found[1] if found else fault] += number
    return ", ".join(f"{number} × {fault}" for fault, number in met.items()) or "0"


def row(name: str, found: Outcome) -> str:
    lost = len(found.missing) + len(found.lost)
    after = f"{found.recovery_seconds} s" if found.recovery_seconds is not None else "never"
    cells = [name, found.reads, words(found.failed), found.saves, words(found.refused)]
    cells += [found.uploads, words(found.refused_uploads), lost, after]
    return f"| {' | '.join(map(str, cells))} |\n"


def harm(found: Outcome, with_it: Outcome) -> str:
    """What was worse than with the protection; empty if nothing was."""
    parts = []
    if lost := len(found.missing) + len(found.lost):
        parts.append(f"{lost} texts or photos lost")
    if sum(found.failed.values()) > 2 * sum(with_it.failed.values()) + 2:
        parts.append(f"of {found.reads} pages failed {words(found.failed)}")
    if sum(found.refused.values()) > 2 * sum(with_it.refused.values()) + 2:
        parts.append(f"of {found.saves} saves refused {words(found.refused)}")
    if found.recovery_seconds is None:
        parts.append(f"not well after {RECOVERY_SECONDS:.0f} s")
    return ", ".join(parts)


def test_no_fault_costs_a_reader_a_page_or_an_editor_a_word(portal, place):
    found = {
        kind.name: {name: tried(portal, place(), name, kind=kind) for name in FAULTS}
        for kind in (Sqlite, Postgresql)
    }
    harms = {
        name: harm(tried_without_protection(portal, place(), name), found["SQLite"][name])
        for name in FAULTS
    }

    table = HEAD.format(day=f"{date.today():%d/%m/%Y}")
    for database, outcomes in found.items():
        table += DATABASE_HEAD.format(database=database)
        table += "".join(row(name, each) for name, each in outcomes.items())
    table += HARM_HEAD + "".join(
        f"| {name} | {FAULTS[name].protection.what} | {each or '-'} |\n"
        for name, each in harms.items()
    )
    before, _, rest = PAGE.read_text().partition(MARKS[0])
    PAGE.write_text(f"{before}{MARKS[0]}\n{table}{MARKS[1]}{rest.partition(MARKS[1])[2]}")
    all_found = [pair for outcomes in found.values() for pair in outcomes.items()]
    assert [name for name, each in all_found if each.missing or each.lost] == []
    assert [name for name, each in all_found if each.recovery_seconds is None] == []
    assert [name for name, each in harms.items() if not each] == []
