"""Measures the time from pressing “Publish” until every page that should shows the article."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import Any

from .desk import Desk
from .load import get

ADD = "/admin/news/article/add/"
# Seconds that a page may take to show the article.
WAIT = 5.0


@dataclass(frozen=True)
class Published:
    """One publish; times in milliseconds."""

    # Until the admin answered.
    pressed: float
    # From then until all pages had been requested and showed the article.
    seen: float
    # Answers after that of the admin that did not show it.
    old: int


@dataclass(frozen=True)
class Publishes:
    number: int
    # Median and 99th percentile, like the next two.
    pressed: tuple[float, float]
    seen: tuple[float, float]
    whole: tuple[float, float]
    old: int

    @classmethod
    def of(cls, each: Sequence[Published]) -> "Publishes":
        def told(values: list[float]) -> tuple[float, float]:
            return median(values), quantiles(values, n=100, method="inclusive")[98]

        return cls(
            len(each),
            told([one.pressed for one in each]),
            told([one.seen for one in each]),
            told([one.pressed + one.seen for one in each]),
            sum(one.old for one in each),
        )


def published(desk: Desk, readers: str, section: dict[str, Any], number: int) -> Publishes:
    """Publish `number` new articles in this section, and read pages at the address `readers`."""
    key, path = section["pk"], section["path"]
    return Publishes.of([_publish(desk, readers, key, path, turn) for turn in range(number)])


def _publish(desk: Desk, readers: str, key: int, path: str, turn: int) -> Published:
    title = f"Tin đo lần {turn} lúc {time.time_ns()}"
    pages = ["/", path, "/rss.xml", f"{path}rss.xml", f"/sitemap-{date.today():%Y-%m}.xml"]
    # So that the old pages are cached.
    for each in pages:
        get(readers, each, "")
    filled = {"title": title, "lead": "Để đo.", "body": "<p>Để đo.</p>", "section": str(key)}
    fields = desk.form(ADD) | filled | {"_step": "publish"}
    began = time.perf_counter()
    led = desk.press(ADD, fields)
    answered = time.perf_counter()
    number = led.split("/article/")[1].split("/")[0]
    address = get(readers, f"/b/{number}").headers["location"]
    own = "/" + address.split("/", 3)[3]
    old = sum(_until(readers, each, (title, f"-{number}/")) for each in [own, *pages])
    return Published((answered - began) * 1000, (time.perf_counter() - answered) * 1000, old)


def _until(readers: str, path: str, words: tuple[str, ...]) -> int:
    """How many answers showed none of these words before one did. AssertionError if none does."""
    old, end = 0, time.perf_counter() + WAIT
    while not any(word in get(readers, path, "").body.decode() for word in words):
        old += 1
        if time.perf_counter() > end:
            raise AssertionError(f"{path} did not show it within {WAIT} s")
    return old
