"""`make proof`: for an editor with 1,500 sections, the dashboard and the list cost among 100,000
articles at most 1.5 times as much as among 1,000, in at most 20 queries."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conftest import OURS
from tests import postgres

from .desk import BEATS, SIZES
from .proof_measurements import say

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT, QUERIES = 1.5, 20


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_the_desk_among_many(vendor: str, capfd: pytest.CaptureFixture[str]) -> None:
    if vendor == "sqlite":
        found = measured("")
    elif postgres.binaries() and postgres.has_extensions():
        with postgres.server() as url:
            found = measured(url)
    else:
        pytest.skip("PostgreSQL is not installed")
    few, many = found["sizes"]
    total = {
        name: [each[name]["cpu"] + each[name]["database"] for each in (few, many)] for name in few
    }
    with capfd.disabled():
        say(f"\n{vendor}, {BEATS} sections looked after, ms of CPU at {SIZES}:")
        for name, (before, after) in total.items():
            queries = many[name]["queries"]
            say(f"  {name}: {before:.1f}, {after:.1f} = {after / before:.2f} ×, {queries} queries")
    assert {name: pair for name, pair in total.items() if pair[1] > LIMIT * pair[0]} == {}
    assert {n: c["queries"] for n, c in many.items() if c["queries"] > QUERIES} == {}


def measured(database: str) -> dict:
    left_out = {*OURS, "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    with TemporaryDirectory(prefix="cong-tin-desk-") as folder:
        result = Path(folder) / "result.json"
        subprocess.run(
            [sys.executable, "-m", "tests.proofs.desk", result],
            cwd=ROOT,
            env={
                **environment,
                "VAR_DIR": folder,
                "PGOPTIONS": "-c max_parallel_workers_per_gather=0",
            }
            | ({"DATABASE_URL": database} if database else {}),
            check=True,
        )
        return json.loads(result.read_text())
