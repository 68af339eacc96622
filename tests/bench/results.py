"""All that a run found."""

from dataclasses import dataclass

from .editing import Edited
from .load import Cost
from .publishing import Publishes
from .starting import Filled, Start

PAGES = ("article", "home", "section")
GZIP = "gzip"
# Of the portal's kept pages: every reader's head is another one.
EACH_HEAD = "portal, each head another"
# What browsers take today; each server answers with the best it has.
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
    # By whom readers ask, `portal` or `Varnish`, as the next one.
    edited: dict[str, Edited]
    published: dict[str, Publishes]
    filled: Filled
    versions: dict[str, str]
    # What could not be had, and was left out.
    lacks: list[str]
    # What others had the machine do before: the average number of processes that ran.
    load: float
    minutes: float = 0
