"""All that a run found."""

from dataclasses import dataclass

from .editing import Edited
from .load import Cost
from .publishing import Publishes
from .starting import Filled, Start

PAGES = ("article", "home", "section")
GZIP, BR = "gzip", "br"
BROWSER = "gzip, deflate, br, zstd"
"""What browsers take today; each server answers with the best it has."""


@dataclass
class Results:
    """`cached` is by server and coding, `uncached` by server and page: `portal, gzip`."""

    articles: int
    seconds: int
    rounds: int
    starts: list[Start]
    cached: dict[str, Cost]
    uncached: dict[str, Cost]
    edited: dict[str, Edited]
    """By whom readers ask, `portal` or `Varnish`, as the next one."""
    published: dict[str, Publishes]
    filled: Filled
    versions: dict[str, str]
    lacks: list[str]
    """What could not be had, and was left out."""
    load: float
    """What others had the machine do before: the average number of processes that ran."""
    minutes: float = 0
