"""Writes the figures as a page of documentation."""

import os
import platform
from datetime import date
from typing import Any

import django

from .library import DJANGO, PHOTOS
from .searching import EACH as SEARCHES

# Milliseconds of CPU that a list, a search or a form of the admin may take.
LIMIT = 100

Found = dict[str, Any]


def document(databases: list[Found]) -> str:
    """The page in Markdown; `databases` are the results of `python -m tests.proofs`."""
    parts = [
        _head(databases),
        _demo(databases),
        _scale(databases),
        _search(databases),
        _library(databases),
        _plans(databases),
    ]
    return "\n\n".join(parts) + "\n"


def _head(databases: list[Found]) -> str:
    names = ", ".join(found["database"] for found in databases)
    return f"""# Measurements

Written by `make proof`, {date.today():%d/%m/%Y}: {os.cpu_count()} shared cores, \
Python {platform.python_version()}, Django {django.__version__}, {names}.

Each figure is the median of milliseconds of CPU for one request, from the WSGI environ to the last
byte; for PostgreSQL the portal's process + the database's, which works beside it. The pages of a
table are asked in turn, so that a slow moment of a shared machine falls on all alike. Navigation,
templates and plans are warm; nothing is answered from a page cache. Judge by ratios: another
machine has other milliseconds.{_missing(databases)}"""


def _missing(databases: list[Found]) -> str:
    if len(databases) > 1:
        return ""
    return "\n\nPostgreSQL was not installed where this was written: its columns are left out."


def _demo(databases: list[Found]) -> str:
    head = ["page", "queries", "bytes", "gzip", *map(_short, databases)]
    rows = []
    for costs in zip(*(found["demo"] for found in databases), strict=True):
        row = [costs[0]["name"], _same(costs, "queries")]
        row += [f"{costs[0]['size']:,}", f"{costs[0]['zipped']:,}"]
        rows.append([*row, *(_figure(cost, 1) for cost in costs)])
    return f"""## Public pages of the demo city

Queries are those of a request once navigation and agency are in memory.

{_table(head, rows)}"""


def _scale(databases: list[Found]) -> str:
    sizes = [scale["articles"] for scale in databases[0]["scales"]]
    written = _table(
        ["articles until then", *map(_short, databases)],
        [
            [
                f"{size:,}",
                *(f"{found['scales'][place]['seconds']:.0f} s" for found in databases),
            ]
            for place, size in enumerate(sizes)
        ],
    )
    return f"""## Many articles

`demo.seeding.seed` writes them in bulk, each published once:

{written}

Besides those, a few hundred stand in every other state (drafts, scheduled, cancelled, withdrawn,
archived, expired), and the statistics of the database are fresh.

### Public pages

{_compared(databases, "public", 1)}

### The admin

As a publisher. The limit is {LIMIT} ms of CPU; what is over it stands in bold. kB is the size of
the page, unpacked.

{_compared(databases, "admin", 0)}

{_over(databases)}"""


def _search(databases: list[Found]) -> str:
    """A row for each kind of query: finding, then the whole page, as median / 95th percentile."""
    scales = [(found, scale) for found in databases for scale in found["scales"]]
    head = ["queries"]
    for found, scale in scales:
        where = f"{_short(found)}, {scale['articles']:,}"
        head += [f"{where}: finding", "page"]
    rows = []
    for kinds in zip(*(scale["search"] for _, scale in scales), strict=True):
        row = [kinds[0]["name"]]
        for kind in kinds:
            row += [f"{kind[of]['median']:.0f} / {kind[of]['p95']:.0f}" for of in ("find", "page")]
        rows.append(row)
    return f"""### Readers' search

{SEARCHES} queries of each kind, taken from the articles at random, each asked once after the
database has been warmed by others; CPU, the database's included, median / 95th percentile. Finding
is what the index takes; the page reads the found articles besides and cuts excerpts from them.

{_table(head, rows)}"""


def _compared(databases: list[Found], which: str, digits: int) -> str:
    """A row for each page, with a column for each database and size."""
    scales = [(found, scale) for found in databases for scale in found["scales"]]
    head = [f"{_short(found)}, {scale['articles']:,}" for found, scale in scales]
    rows = []
    for costs in zip(*(scale[which] for _, scale in scales), strict=True):
        row = [costs[0]["name"], _same(costs, "queries"), f"{costs[-1]['size'] / 1000:.0f}"]
        rows.append([*row, *(_figure(cost, digits) for cost in costs)])
    return _table(["page", "queries", "kB", *head], rows)


def _library(databases: list[Found]) -> str:
    """Our pages beside Django's; a page that Django does not have stands alone."""
    rows = []
    for costs in zip(*(found["library"] for found in databases), strict=True):
        if costs[0]["name"].endswith(DJANGO):
            continue
        row = [costs[0]["name"]]
        for found, cost in zip(databases, costs, strict=True):
            theirs = [each for each in found["library"] if each["name"] == cost["name"] + DJANGO]
            row.append(_figure(cost, 0))
            row += [_figure(theirs[0], 0), _ratio(theirs[0], cost)] if theirs else ["", ""]
        rows.append(row)
    head = [name for found in databases for name in (_short(found), "Django's", "ratio")]
    sent = databases[0]["upload"]
    return f"""## {PHOTOS:,} photos

As a publisher, among all those articles; the limit is {LIMIT} ms here too. Beside each page stands
what Django has for it by itself, on the same rows in the same run: a `ModelAdmin` with a date
hierarchy and `search_fields` (which tell accents apart), `autocomplete_fields` for the chooser.

{_table(["page", *head], rows)}

A JPEG of 24 megapixels ({sent["megabytes"]:.1f} MB) is taken in within {sent["seconds"]:.1f} s
({sent["cpu"]:.1f} s of CPU in a process of {sent["memory"]:.0f} MB); the worker makes its
renditions in {sent["renditions"]:.1f} s."""


def _ratio(theirs: Found, ours: Found) -> str:
    return f"{_spent(theirs) / _spent(ours):.1f}"


def _figure(cost: Found, digits: int) -> str:
    text = f"{cost['cpu']:.{digits}f}"
    if cost["database"]:
        text += f" + {cost['database']:.{digits}f}"
    return f"**{text}**" if _spent(cost) > LIMIT else text


def _spent(cost: Found) -> float:
    return cost["cpu"] + cost["database"]


def _over(databases: list[Found]) -> str:
    names = {
        cost["name"]
        for found in databases
        for scale in found["scales"]
        for cost in scale["admin"]
        if _spent(cost) > LIMIT
    }
    if not names:
        return f"No page of the admin took more than {LIMIT} ms of CPU."
    return f"Over {LIMIT} ms of CPU: {', '.join(sorted(names))}."


def _plans(databases: list[Found]) -> str:
    parts = [
        "## How a section is read",
        "The scans of the statement behind a section's page among the most articles; the run fails "
        "when one of them reads a whole table.",
    ]
    for found in databases:
        for name, lines in found["scales"][-1]["plans"].items():
            parts.append(f"{found['database']}, {name}:")
            parts.append("```\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(parts)


def _short(found: Found) -> str:
    return found["database"].partition(" ")[0]


def _same(costs: tuple[Found, ...], name: str) -> str:
    """The number of all databases, or each number if they differ."""
    return "–".join(str(each) for each in sorted({cost[name] for cost in costs}))


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
