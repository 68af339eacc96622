"""Writes the figures of a run as a page of documentation."""

import os
import platform
from datetime import date
from pathlib import Path

from . import goals
from .editing import KEPT, Edited, Felt
from .load import Cost
from .reader import RATE
from .results import BROWSER, GZIP, Results
from .run import READERS


def document(found: Results) -> str:
    """The page, in Markdown."""
    parts = [
        _head(found),
        _goals(goals.rows(found)),
        _cached(found),
        _uncached(found),
        _edited(found.edited),
        _published(found),
        _rest(found),
        _versions(found.versions),
    ]
    return "\n\n".join(parts) + "\n"


def bars(found: Results) -> list[tuple[str, list[tuple[str, float]]]]:
    """The groups of bars for the plot, in microseconds of CPU."""

    def told(costs: dict[str, Cost]) -> list[tuple[str, float]]:
        return [(name, cost.whole) for name, cost in costs.items()]

    return [
        ("A cached article", told(found.cached)),
        ("Not cached, PostgreSQL included", told(found.uncached)),
    ]


def _head(found: Results) -> str:
    return f"""# Benchmarks

Written by `make bench`, {date.today():%d/%m/%Y}, in {found.minutes:.0f} minutes, on
{os.cpu_count()} shared cores ({_processor()}), with {found.articles:,} articles
besides the demo's. What the database and the admin cost at 100,000 stands in
[measurements.md](measurements.md).

It installs what it lacks where it runs as root and there is apt-get (wrk, nginx, Varnish, Redis,
PostgreSQL); elsewhere what wants them is counted as skipped. It builds a Wagtail site
(`tests/bench/peer/`) outside of the checkout, fills it with the same articles, starts everything on
free ports of 127.0.0.1 and ends it again. Nothing in `var/` is touched.

| variable | default | what it is |
| --- | --- | --- |
| `BENCH_ARTICLES` | 10000 | articles besides the demo's, in the portal and in Wagtail |
| `BENCH_ROUNDS`, `BENCH_SECONDS` | 5, 2 | how often a case is asked, and how long each time |
| `BENCH_PUBLISHES` | 50 | articles that are published |
| `BENCH_CACHE` | `~/.cache/cong-tin-bench` | where the environment with Wagtail is kept |

CPU is judged, by ratios: seconds, user's and system's, of all processes of a server before and
after, divided by the requests that wrk counted. It rises when others use the machine, if less than
the clock's time does: {found.load:.1f} processes were running when this began. The cases of a table
were asked in turn, {found.seconds} s each, {found.rounds} times over, so that a slow moment falls
on all alike; each figure is the median."""


def _goals(rows: list[goals.Row]) -> str:
    lines = [[row.what, row.goal, row.found, row.ratio, row.verdict] for row in rows]
    return f"""## The goals

{_table(["what", "goal", "found", "ratio", ""], lines)}

{goals.summary(rows)}.

![CPU a request: nginx, Varnish, the portal, Wagtail](benchmarks.svg)"""


def _cached(found: Results) -> str:
    nginx = found.cached.get(f"nginx, {GZIP}")
    lines = [
        [
            name,
            f"{cost.whole:.1f}",
            f"{cost.whole / nginx.whole:.2f}" if nginx else "",
            f"{cost.rate:,.0f}",
            f"{cost.p50:.2f}",
            f"{cost.p99:.2f}",
            f"{cost.bytes:,.0f}",
        ]
        for name, cost in found.cached.items()
    ]
    head = ["server", "CPU, µs", "× nginx", "requests/s", "p50, ms", "p99, ms", "bytes"]
    return f"""## A cached article

`wrk --latency -t1 -c16`: one article, over kept connections. nginx serves the portal's very bytes,
a file packed beforehand, with one worker. Varnish stands before a portal of its own, as `deploy/`
has both. Wagtail keeps its pages, packed, with wagtail-cache in Redis
behind a socket, and is served by Granian: a hit costs it a quarter less than under gunicorn with
threads, an uncached page the same. The others are asked with one head all the time, the portal with
{READERS:,} in turn, as readers send them. Bytes are those of a whole answer, head included;
Wagtail's page has less around the same article.

{_table(head, lines)}"""


def _uncached(found: Results) -> str:
    lines = [
        [
            name,
            f"{cost.cpu / 1000:.2f} + {cost.database / 1000:.2f}",
            f"{cost.rate:,.0f}",
            f"{cost.p50:.1f}",
            f"{cost.p99:.1f}",
        ]
        for name, cost in found.uncached.items()
    ]
    once = found.filled
    return f"""## Pages that are not cached

`wrk --latency -t1 -c4`, to four threads of Wagtail's and three of the portal's: articles are
different ones, the home page and the section the same again. Both are told what browsers take
(`{BROWSER}`), and both answer in gzip. The portal keeps to a core
(`server/cpu_affinity.py`); Wagtail is kept to one by `taskset`, and stands here once more as it
comes. `manage.py serve` is started with settings under which the portal keeps no page
(`tests/bench/uncached.py`): each is made, packed as for whoever waits for it, and let go.
Marking pages stale between the requests would have charged each with reading the navigation anew,
which only the first page after a change does. As a check, articles asked once each of the portal as
it is, on their way into its cache and over a connection each:
{once.cpu / 1000:.2f} + {once.database / 1000:.2f} ms. Wagtail runs without wagtail-cache; its site
roots and renditions stay in Redis.

{_table(["page", "server + PostgreSQL, ms", "requests/s", "p50, ms", "p99, ms"], lines)}"""


def _edited(edited: dict[str, Edited]) -> str:
    def told(felt: Felt) -> list[str]:
        return [f"{felt.p50:.2f}", f"{felt.p99:.2f}", f"{felt.worst:.1f}"]

    lines = [
        [name, *told(each.quiet[name]), *told(felt)]
        for each in edited.values()
        for name, felt in each.busy.items()
    ]
    saves = sum(each.saves for each in edited.values())
    uploads = sum(each.uploads for each in edited.values())
    head = ["server", "quiet: p50, ms", "p99", "worst", "busy: p50, ms", "p99", "worst"]
    return f"""## While staff work

{RATE} requests a second to each server for {KEPT} pages that it keeps, first with nobody at work,
then during saves of an article in the admin ({saves} in all) and photos of 24 megapixels, sent,
taken in and rendered ({uploads}): first to the portal by itself, then to the one behind Varnish.
Readers, staff, encoders and database share the cores: nginx, asked in the same moments, tells what
that alone adds.

{_table(head, lines)}"""


def _published(found: Results) -> str:
    lines = []
    for name, each in found.published.items():
        pairs = (each.pressed, each.seen, each.whole)
        told = [f"{middle:.0f} / {late:.0f}" for middle, late in pairs]
        lines.append([name, *told, str(each.old)])
    head = ["", "press to answer", "answer to all seen", "both", "old pages"]
    number = found.published["portal"].number
    return f"""## Publish to visible

{number} new articles, published with the admin's form, on either portal. All pages were asked for
just before, so that old ones were kept. Once the admin has answered, the article (by its short
address), home, section, both feeds and the month's sitemap are asked for, one after the other,
until each shows it: every one has to be made anew. Milliseconds, median / 99th percentile; what is
published has reached the disk.

{_table(head, lines)}"""


def _rest(found: Results) -> str:
    filled, memory = found.filled, found.filled.memory
    much = "more than" if filled.full else "less than"
    starts = ", ".join(f"{each.seconds:.1f} s and {each.first:.0f} ms" for each in found.starts)
    return f"""## Memory and start

After all of the above and {filled.pages:,} pages asked for once each, {much} the page cache holds,
the serving process has {memory["Rss"]:.0f} MB resident ({memory["Pss"]:.0f} with shared pages
divided); with `serve` and the worker {filled.whole:.0f} MB.

`manage.py setup && manage.py serve` until the address is named, then the home page: {starts}."""


def _versions(versions: dict[str, str]) -> str:
    told = {"Linux": platform.release(), "Python": platform.python_version(), **versions}
    return f"## Versions\n\n{', '.join(f'{name} {version}' for name, version in told.items())}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _table(head: list[str], lines: list[list[str]]) -> str:
    parts = [head, ["---", *["---:"] * (len(head) - 1)], *lines]
    return "\n".join(f"| {' | '.join(part)} |" for part in parts)
