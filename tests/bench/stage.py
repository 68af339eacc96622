"""Sets up everything that is measured, anew for each run: two PostgreSQL servers, a portal with
articles, a copy of it to stand behind Varnish, and a Wagtail site with the same articles."""

import json
import shutil
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
from .servers import ROOT, Installation, environment, manage, socket_folder

# PostgreSQL's default settings, so that what was published has reached the disk.
DURABLE: dict[str, str] = {}


@dataclass(frozen=True)
class Stage:
    folder: Path
    embedded: Installation
    # A copy of it, to stand behind Varnish.
    fronted: Installation
    addresses: dict[str, Any]
    wagtail: wagtail_site.Site | None


@contextmanager
def stage(articles: int, *, with_wagtail: bool, say) -> Iterator[Stage]:
    """Set up everything, with so many articles besides the demo's; deleted after the block."""
    with TemporaryDirectory(prefix="cong-tin-bench-") as name, postgres.server(DURABLE) as database:
        folder = Path(name)
        embedded = Installation(folder / "var", database)
        say(f"the portal: demo city and {articles:,} articles …")
        began = time.monotonic()
        for command in (
            manage("setup"),
            manage("seed_demo", "--articles", str(articles)),
            manage("work", "--once"),
            [sys.executable, "-m", "tests.bench.content", folder],
        ):
            run(command, cwd=ROOT, env=environment(embedded))
        say(f"  in {time.monotonic() - began:.0f} s")
        fronted = _copied(embedded, folder / "fronted")
        addresses = json.loads((folder / "addresses.json").read_text())
        if not with_wagtail:
            yield Stage(folder, embedded, fronted, addresses, None)
            return
        say("the Wagtail site with the same articles …")
        began = time.monotonic()
        with (
            postgres.server(DURABLE) as theirs,
            wagtail_site.built(folder / "wagtail", theirs, folder / "articles.json") as site,
        ):
            say(f"  in {time.monotonic() - began:.0f} s")
            yield Stage(folder, embedded, fronted, addresses, site)


def _copied(installation: Installation, var: Path) -> Installation:
    """Copy a portal and its database, to which nobody may be connected."""
    shutil.copytree(installation.var, var)
    server, _, name = installation.database.rpartition("/")
    postgres.run_sql(
        postgres.binaries(),
        socket_folder(installation.database),
        f"CREATE DATABASE fronted TEMPLATE {name}",
    )
    return Installation(var, f"{server}/fronted")
