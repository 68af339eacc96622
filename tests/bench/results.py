"""The results of a run."""

from dataclasses import dataclass

from .editing import Edited
from .load import Cost
from .publishing import Publishes
from .starting import Filled, Start

PAGES = ("article", "home", "section")
GZIP = "gzip"
# The name of the case in which the portal gets another head with each request.
EACH_HEAD = "portal, each head another"
# The Accept-Encoding of today's browsers; each server answers with the best coding that it has.
BROWSER = "gzip, deflate, br, zstd"


@dataclass
class Results:
    """`cached` is by server and coding (`nginx, gzip`; the portal's is EACH_HEAD), `uncached` by
    server and page (`portal, home`)."""

    articles: int
    seconds: int
    rounds: int
    starts: list[Start]
    cached: dict[str, Cost]
    uncached: dict[str, Cost]
    # Both by the server that readers ask, `portal` or `Varnish`.
    edited: dict[str, Edited]
    published: dict[str, Publishes]
    filled: Filled
    versions: dict[str, str]
    # The programs that were missing, whose measurements were left out.
    lacks: list[str]
    # The machine's load average before the run.
    load: float
    minutes: float = 0
