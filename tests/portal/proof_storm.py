"""The long runs of `test_storm.py`: 100,000 reads while 1,000 publishes run."""

import sqlite3
import statistics
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests import machine, postgres, redis, varnish
from tests.portal.storm import Storm, storm
from tests.processes import SECRET, free_port, manage, serving

LONG = {"reads": 100_000, "publishes": 1_000, "pause": 0.02}


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_two_processes_show_nothing_old_in_a_hundred_thousand_reads(tmp_path, vendor, judge):
    var, port = tmp_path / "var", free_port()
    there = f"sqlite:///{var}/portal.sqlite3"
    with postgres.server() if vendor == "postgresql" else nullcontext(there) as database:
        manage("setup", "--no-demo", VAR_DIR=var, DATABASE_URL=database)
        with serving(var, port, WORKERS=2, DATABASE_URL=database):
            seen = storm(var, [port], **LONG, DATABASE_URL=database)

    judge(vendor, seen, [var])


@pytest.mark.skipif(not machine.program("redis-server"), reason="Redis is not installed")
def test_two_hosts_show_nothing_older_than_a_second_in_a_hundred_thousand_reads(tmp_path, judge):
    var, other, port, there = tmp_path / "var", tmp_path / "other", free_port(), free_port()
    with redis.server() as (url, _):
        shared = {
            "DATABASE_URL": f"sqlite:///{var}/portal.sqlite3",
            "DELIVERY_ENGINES": url,
            "SECRET_KEY": SECRET,
        }
        for folder in (var, other):
            assert manage("setup", "--no-demo", VAR_DIR=folder, **shared).returncode == 0
        with serving(var, port, **shared), serving(other, there, **shared):
            seen = storm(var, [port, there], **LONG, **shared)

    judge("two machines", seen, [var, other], grace=1.0)


@pytest.mark.skipif(not machine.varnish(), reason="Varnish with xkey is not installed")
def test_varnish_shows_nothing_older_than_its_purge_in_a_hundred_thousand_reads(tmp_path, judge):
    var, port, front = tmp_path / "var", free_port(), free_port()
    told = {"DELIVERY_ENGINES": f"xkey+http://127.0.0.1:{front}"}
    assert manage("setup", "--no-demo", VAR_DIR=var, **told).returncode == 0
    with serving(var, port, **told), varnish.server(front, port):
        seen = storm(var, [front], **LONG, **told)

    # As in `test_storm`: a page that was on its way during its purge may be stored after it.
    judge("Varnish", seen, [var], grace=0.25, step_back=0.25)


@pytest.fixture
def judge(capsys) -> Callable[..., None]:
    """Call it with what a storm has seen: it prints the figures, and fails if a read was wrong."""

    def judge(
        name: str, seen: Storm, folders: list[Path], grace: float = 0.0, step_back: float = 0.0
    ) -> None:
        took = sorted((each.answered - each.asked) * 1000 for each in seen.reads)
        made = sum(map(kept_anew, folders)) / len(seen.published)
        stale, backwards = seen.stale(grace), seen.backwards(step_back)
        with capsys.disabled():
            sys.stdout.write(
                f"\n{name}: {len(seen.reads):,} reads, {len(seen.published):,} publishes,"
                f" {len(stale)} stale{f' after {grace} s' if grace else ''},"
                f" {len(backwards)} backwards{f' after {step_back} s' if step_back else ''},"
                f" {len(seen.errors())} errors; {made:.1f} pages kept anew for each publish;"
                f" {statistics.median(took):.1f} ms, 99th percentile"
                f" {took[len(took) * 99 // 100]:.1f} ms\n"
            )
        assert (seen.errors(), stale, backwards) == ([], [], [])
        assert len(seen.reads) >= LONG["reads"]
        assert len(seen.published) == LONG["publishes"]

    return judge


def kept_anew(var: Path) -> int:
    """How many pages the processes have put on disk. A page that is replaced gets a new number."""
    with sqlite3.connect(var / "pages-2.sqlite3") as database:
        return database.execute("SELECT max(rowid) FROM page").fetchone()[0]
