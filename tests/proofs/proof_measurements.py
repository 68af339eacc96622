"""`make proof`: what pages cost, on each database, written into docs/measurements.md."""

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
# Begins what `tests.web_fonts` measured, at the end of the document.
BY_HAND = "\n## Faces on slow lines\n"
WITHOUT_HELPERS = "-c max_parallel_workers_per_gather=0"


def test_what_pages_cost(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing here fails because it was slow; a page that is wrong or a plan that scans does."""
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
    """One database's figures, taken in a process and a folder of its own."""
    left_out = {*OURS, "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    with TemporaryDirectory(prefix="cong-tin-proof-") as folder:
        result = Path(folder) / "result.json"
        subprocess.run(
            [sys.executable, "-m", "tests.proofs", result],
            cwd=ROOT,
            # Without helpers of its own, all that PostgreSQL spends is spent where it is counted.
            env={**environment, "VAR_DIR": folder, "PGOPTIONS": WITHOUT_HELPERS}
            | ({"DATABASE_URL": database} if database else {}),
            check=True,
        )
        return json.loads(result.read_text())


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
