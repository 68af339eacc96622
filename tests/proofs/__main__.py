"""Measures one database: `python -m tests.proofs RESULT.json`, with DATABASE_URL and VAR_DIR set.

`proof_measurements.py` runs it once for each kind of database, on an empty one.
"""

import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

# Numbers of articles, in rising order. PostgreSQL needs more than an hour to write a million.
SIZES = [int(size) for size in os.environ.get("PROOF_SIZES", "10000,100000").split(",")]

DEMO_ROUNDS, PUBLIC_ROUNDS, ADMIN_ROUNDS = 60, 25, 9


def main(result: Path) -> None:
    """Write all figures of this database as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    # No warning for each request of the 404 page.
    logging.disable(logging.WARNING)
    from django.db import connection

    found = measured(with_upload=connection.vendor == "sqlite")
    result.write_text(json.dumps({"database": name_of(connection), **found}))


def measured(with_upload: bool) -> dict[str, Any]:
    from tests.proofs import city, library, pages, scale, searching
    from tests.proofs.asking import costs, signed_in

    say("the demo city …")
    city.build()
    found: dict[str, Any] = {}
    say("its pages …")
    found["demo"] = told(costs(pages.of_demo(), rounds=DEMO_ROUNDS))
    scale.add_odd_ones()
    cookie = signed_in()
    found["scales"] = []
    for number in SIZES:
        say(f"{number:,} articles: writing …")
        seconds = scale.grow(number)
        say(f"{number:,} articles: pages, then the admin …")
        found["scales"].append(
            {
                "articles": number,
                "seconds": seconds,
                "public": told(costs(pages.at_scale(), rounds=PUBLIC_ROUNDS)),
                "admin": told(costs(scale.admin_addresses(), rounds=ADMIN_ROUNDS, cookie=cookie)),
                "search": searching.measured(),
                "plans": scale.plans(),
            }
        )
    say(f"{library.PHOTOS:,} photos …")
    library.grow()
    found["library"] = told(library.measured(rounds=ADMIN_ROUNDS, cookie=cookie))
    if with_upload:
        found["upload"] = library.upload()
    return found


def told(rows: list) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def name_of(connection: Any) -> str:
    if connection.vendor == "postgresql":
        return f"PostgreSQL {connection.pg_version // 10_000}.{connection.pg_version % 10_000}"
    return f"SQLite {connection.Database.sqlite_version}"


def say(words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
