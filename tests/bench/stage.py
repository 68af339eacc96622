"""Everything that is measured, set up anew for each run: two PostgreSQL servers, the portal with
its articles, the Wagtail site with the same ones."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests import postgres

from . import wagtail_site
from .processes import run
from .servers import ROOT, environment, manage

DURABLE: dict[str, str] = {}
"""Of PostgreSQL: as it comes, so that what was published has reached the disk."""


@dataclass(frozen=True)
class Stage:
    folder: Path
    var: Path
    database: str
    """The portal's, as DATABASE_URL."""
    addresses: dict[str, Any]
    wagtail: wagtail_site.Site | None

    @property
    def password(self) -> str:
        return (self.var / "admin-password.txt").read_text().strip()


@contextmanager
def stage(articles: int, *, with_wagtail: bool, say) -> Iterator[Stage]:
    """Set up, with that many articles besides the demo's; gone afterwards."""
    with TemporaryDirectory(prefix="cong-tin-bench-") as name, postgres.server(DURABLE) as database:
        folder = Path(name)
        var = folder / "var"
        say(f"the portal: demo city and {articles:,} articles …")
        began = time.monotonic()
        for command in (
            manage("setup"),
            manage("seed_demo", "--articles", str(articles)),
            manage("work", "--once"),
            [sys.executable, "-m", "tests.bench.content", folder],
        ):
            run(command, cwd=ROOT, env=environment(var, database))
        say(f"  in {time.monotonic() - began:.0f} s")
        addresses = json.loads((folder / "addresses.json").read_text())
        if not with_wagtail:
            yield Stage(folder, var, database, addresses, None)
            return
        say("the Wagtail site with the same articles …")
        began = time.monotonic()
        with (
            postgres.server(DURABLE) as theirs,
            wagtail_site.built(folder / "wagtail", theirs, folder / "articles.json") as site,
        ):
            say(f"  in {time.monotonic() - began:.0f} s")
            yield Stage(folder, var, database, addresses, site)
