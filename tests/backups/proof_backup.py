"""`make proof`: a large portal is backed up, wiped, restored and proven, on both databases; what it
took is printed for docs/measurements.md. BACKUP_ARTICLES and BACKUP_MEGABYTES make it smaller."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from random import Random

import pytest

from tests import postgres
from tests.backups.newsroom import Newsroom

ARTICLES = int(os.environ.get("BACKUP_ARTICLES", 100_000))
MEGABYTES = int(os.environ.get("BACKUP_MEGABYTES", 5_000))


def write_files(folder: Path) -> None:
    """Write random files of a photo's sizes, 2 MB on average."""
    random, left = Random(1), MEGABYTES * 10**6
    while left > 0:
        size = min(left, random.randrange(100_000, 3_900_000))
        path = folder / f"{left % 97:02}" / f"{left}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.randbytes(size))
        left -= size


def hashes(var: Path) -> dict[str, str]:
    found = {}
    for top in ("uploads", "library"):
        for path in sorted((var / top).rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                found[str(path.relative_to(var))] = digest
    return found


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_a_large_portal_comes_back_whole(vendor, portal, tmp_path, capfd):
    took = {}

    def timed(name: str, *arguments: str | Path) -> str:
        began = time.monotonic()
        said = city.do(*arguments)
        took[name] = round(time.monotonic() - began, 1)
        return said

    with postgres.server() as url:
        where = {"DATABASE_URL": url} if vendor == "postgresql" else {}
        city = Newsroom(tmp_path, portal, BACKUP_DIR=tmp_path / "backups", **where)
        city.var.mkdir()
        city.do("setup")
        timed("articles written", "seed_demo", "--articles", str(ARTICLES))
        write_files(city.var / "uploads" / "large")
        before = hashes(city.var)

        timed("first backup", "backup")
        timed("second backup", "backup")
        timed("trial", "prove_backup")
        trial = json.loads((city.var / "last-trial.json").read_text())["found"]
        shutil.move(city.var, tmp_path / "before")
        city.static = tmp_path / "before"
        if where:
            postgres.run_sql(
                postgres.binaries(), url.partition("@/")[2].rpartition("/")[0],
                f"DROP DATABASE {postgres.NAME}",
            )  # fmt: skip
            postgres.run_sql(
                postgres.binaries(), url.partition("@/")[2].rpartition("/")[0],
                f"CREATE DATABASE {postgres.NAME}",
            )  # fmt: skip
        city.var.mkdir()
        report = tmp_path / "report.json"
        timed("restore, examined", "restore", "--report", report)
        restored = json.loads(report.read_text())
        after = hashes(city.var)

    with capfd.disabled():
        print(f"\n{vendor}: {took}, {trial}")  # noqa: T201
    assert (trial["fault_count"], restored["fault_count"]) == (0, 0)
    assert restored["editions"] == trial["editions"] >= ARTICLES
    assert restored["pages"] == 100
    assert after == before
