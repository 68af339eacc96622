"""`make proof`: measures what pages cost on each database, and writes it into
docs/measurements.md."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conftest import OURS
from tests import postgres

from . import report

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = ROOT / "docs" / "measurements.md"
# The heading above the results of `tests.web_fonts`, at the end of the document.
BY_HAND = "\n## Faces on slow lines\n"
WITHOUT_HELPERS = "-c max_parallel_workers_per_gather=0"


def test_what_pages_cost(capfd: pytest.CaptureFixture[str]) -> None:
    """It does not fail because something is slow. It fails if a page is wrong, or if a query plan
    scans a table."""
    with capfd.disabled():
        say("\nSQLite:")
        found = [measure("")]
        if postgres.binaries() and postgres.has_extensions():
            say("PostgreSQL:")
            with postgres.server() as url:
                found.append(measure(url))
        else:
            say("PostgreSQL is not installed: its columns are left out.")
        by_hand = DOCUMENT.read_text().partition(BY_HAND)[1:]
        DOCUMENT.write_text(report.document(found) + "".join(by_hand))
        say(f"Written: {DOCUMENT.relative_to(ROOT)}")


def measure(database: str) -> dict:
    """The figures of one database, measured in a process with a folder of its own."""
    left_out = {*OURS, "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    with TemporaryDirectory(prefix="cong-tin-proof-") as folder:
        result = Path(folder) / "result.json"
        subprocess.run(
            [sys.executable, "-m", "tests.proofs", result],
            cwd=ROOT,
            # Without parallel workers, all CPU time of a query is spent in the process whose time
            # is counted.
            env={**environment, "VAR_DIR": folder, "PGOPTIONS": WITHOUT_HELPERS}
            | ({"DATABASE_URL": database} if database else {}),
            check=True,
        )
        return json.loads(result.read_text())


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
