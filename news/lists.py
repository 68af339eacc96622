"""Lists of articles as readers see them: one statement for all the lists of a page.

Plain SQL, because the ORM can neither merge sliced scans on SQLite nor say a keyset so that both
databases walk the index (docs/architecture.md, "Lists"). Each scan is an index range of `Listing`
of at most `limit` rows, so page 1 and page 5,000 cost the same; a parent section merges the scans
of its subtree.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from media.pictures import Picture, picture
from sections.tree import Node, tree

from .addresses import article_path
from .enums import ListKind

LIVE = "live_from <= %s AND (live_until IS NULL OR live_until > %s)"
"""The gate in plain SQL: takes the moment twice. Proved equal to `querysets.live` by a test."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: just past the article released at that moment."""

    released_at: datetime
    article: int

    def __str__(self) -> str:
        """As it stands in an address: microseconds and the article's id."""
        return f"{(self.released_at - _EPOCH) // timedelta(microseconds=1)}.{self.article}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """From an address. ValueError when it is not one."""
        found = _CURSOR.fullmatch(text)
        if not found:
            raise ValueError(f"not a place in a list: {text!r}")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
        except OverflowError:
            raise ValueError(f"not a place in a list: {text!r}") from None


@dataclass(frozen=True, slots=True)
class Wish:
    """One list that a page wants: the newest of these targets, or those around a place."""

    targets: Sequence[tuple[str, int]] = ()
    limit: int = 10
    older_than: Place | None = None
    newer_than: Place | None = None
    articles: Sequence[int] = ()
    """Instead of targets: just these articles, as far as readers see them."""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    article: int
    title: str
    kicker: str
    lead: str
    url: str
    released_at: datetime
    section: Node
    picture: Picture | None = field(default=None)

    @property
    def place(self) -> Place:
        return Place(self.released_at, self.article)

    @property
    def tags(self) -> list[str]:
        mine = [f"article-{self.article}"]
        return [*mine, f"photo-{self.picture.photo}"] if self.picture else mine


def section_targets(node: Node) -> list[tuple[str, int]]:
    """A section lists what stands in it and in everything below it."""
    return [(ListKind.SECTION.value, each.pk) for each in node.subtree() if each.lists_articles]


def fetch(wishes: Iterable[Wish], at: datetime | None = None) -> list[list[Card]]:
    """The cards of each list wished for, newest first, in one query."""
    wishes = list(wishes)
    at = at or timezone.now()
    arms, values = [], []
    for number, wish in enumerate(wishes):
        if wish.targets or wish.articles:
            sql, parameters = _arm(wish, _moment(at))
            arms.append(f"SELECT {number} AS wish, arm.* FROM ({sql}) AS arm")
            values += parameters
    found: list[list[Card]] = [[] for _ in wishes]
    if not arms:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(arms=" UNION ALL ".join(arms)), values)
        for row in cursor:
            found[row[0]].append(_card(row))
    for wish, cards in zip(wishes, found, strict=True):
        if wish.articles:
            order = {article: place for place, article in enumerate(wish.articles)}
            cards.sort(key=lambda card: order[card.article])
    return found


_PAGE = """
SELECT rows.wish, rows.article_id, e.title, e.kicker, e.lead, e.slug, e.section_id,
       rows.released_at, p.id, p.key, p.format, p.width, p.height, p.widths
FROM ({arms}) AS rows
JOIN news_edition e ON e.id = rows.edition_id
LEFT JOIN media_photo p ON p.id = e.photo_id
ORDER BY rows.wish, rows.released_at DESC, rows.article_id DESC
"""


def _arm(wish: Wish, at: Any) -> tuple[str, list[Any]]:
    if wish.articles:
        marks = ", ".join(["%s"] * len(wish.articles))
        return (
            "SELECT released_at, article_id, id AS edition_id FROM news_edition "
            f"WHERE article_id IN ({marks}) AND {LIVE}",
            [*wish.articles, at, at],
        )
    scans, values = [], []
    order = "ASC" if wish.newer_than else "DESC"
    for kind, target in wish.targets:
        sql, parameters = _scan(kind, target, wish, at)
        scans.append(f"SELECT * FROM ({sql}) AS scan")
        values += parameters
    # UNION, not UNION ALL: an article may stand in two sections of one subtree.
    return (
        f"SELECT * FROM ({' UNION '.join(scans)}) AS merged "
        f"ORDER BY released_at {order}, article_id {order} LIMIT {int(wish.limit)}",
        values,
    )


def _scan(kind: str, target: int, wish: Wish, at: Any) -> tuple[str, list[Any]]:
    where, values, order = "", [kind, target, at, at], "DESC"
    if wish.older_than:
        where, place = (
            " AND released_at <= %s AND (released_at < %s OR article_id < %s)",
            wish.older_than,
        )
    elif wish.newer_than:
        where, place = (
            " AND released_at >= %s AND (released_at > %s OR article_id > %s)",
            wish.newer_than,
        )
        order = "ASC"
    if where:
        moment = _moment(place.released_at)
        values += [moment, moment, place.article]
    return (
        "SELECT released_at, article_id, edition_id FROM news_listing "
        f"WHERE kind = %s AND target = %s AND {LIVE}{where} "
        f"ORDER BY released_at {order}, article_id {order} LIMIT {int(wish.limit)}",
        values,
    )


def _moment(value: datetime) -> Any:
    """As this database writes it, so that both sides of a comparison are of one kind."""
    return connection.ops.adapt_datetimefield_value(value)


def _card(row: Sequence[Any]) -> Card:
    (_, article, title, kicker, lead, slug, section, released_at, photo, *rest) = row
    if released_at.tzinfo is None:  # SQLite
        released_at = released_at.replace(tzinfo=UTC)
    shown = None
    if photo is not None:
        names = ("key", "format", "width", "height", "widths")
        values = dict(zip(names, rest, strict=True), pk=photo)
        if isinstance(values["widths"], str):
            values["widths"] = json.loads(values["widths"])
        shown = picture(values)
    url = article_path(section, slug, article)
    return Card(article, title, kicker, lead, url, released_at, tree().by_id[section], shown)
