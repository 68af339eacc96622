"""The long run of `test_storm.py`: 100,000 reads while 1,000 publishes run."""

import sqlite3
import statistics
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests import postgres
from tests.portal.processes import free_port, manage, serving
from tests.portal.storm import storm


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_two_processes_show_nothing_old_in_a_hundred_thousand_reads(tmp_path, vendor, capsys):
    var, port = tmp_path / "var", free_port()
    there = f"sqlite:///{var}/portal.sqlite3"
    with postgres.server() if vendor == "postgresql" else nullcontext(there) as database:
        manage("setup", "--no-demo", VAR_DIR=var, DATABASE_URL=database)
        with serving(var, port, WORKERS=2, DATABASE_URL=database):
            seen = storm(
                var, [port], reads=100_000, publishes=1_000, pause=0.02, DATABASE_URL=database
            )
        took = sorted((each.answered - each.asked) * 1000 for each in seen.reads)
        made = kept_anew(var) / len(seen.published)

    with capsys.disabled():
        sys.stdout.write(
            f"\n{vendor}: {len(seen.reads):,} reads, {len(seen.published):,} publishes,"
            f" {len(seen.stale())} stale, {len(seen.backwards())} backwards,"
            f" {len(seen.errors())} errors; {made:.1f} pages kept anew for each publish;"
            f" {statistics.median(took):.1f} ms, 99th percentile"
            f" {took[len(took) * 99 // 100]:.1f} ms\n"
        )
    assert (seen.errors(), seen.stale(), seen.backwards()) == ([], [], [])
    assert len(seen.reads) >= 100_000
    assert len(seen.published) == 1_000


def kept_anew(var: Path) -> int:
    """How many pages the processes have put on disk: a page that is replaced gets a new number."""
    with sqlite3.connect(var / "pages-2.sqlite3") as database:
        return database.execute("SELECT max(rowid) FROM page").fetchone()[0]
