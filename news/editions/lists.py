"""Lists of articles as readers see them: all the lists of a page are asked for at once.

Plain SQL, because the ORM can neither merge sliced scans on SQLite nor say a keyset so that both
databases walk the index (docs/editions.md, "Lists"). Each scan is an index range of `Listing`
of at most `limit` rows, so page 1 and page 5,000 cost the same; a parent section merges the scans
of its subtree.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from database import prepared_statements
from media.pictures import Picture, picture_from_columns
from sections.tree import Node, tree

from ..addresses import article_path_in
from ..enums import ListKind
from .document import Document

# The gate in plain SQL: takes the moment twice. Proved equal to `models.live` by a test.
LIVE = "live_from <= %s AND (live_until IS NULL OR live_until > %s)"
# The same, taking it by name.
LIVE_NOW = LIVE.replace("%s", "%(now)s")

# Kinds of lists that are few, and asked for all the time.
_ON_MANY_PAGES = {ListKind.ALL, ListKind.SECTION}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: just past the article released at that moment."""

    released_at: datetime
    article: int

    def __str__(self) -> str:
        """As it stands in an address: microseconds and the article's id."""
        return f"{(self.released_at - _EPOCH) // timedelta(microseconds=1)}.{self.article}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From an address. ValueError when it is not one."""
        found = _CURSOR.fullmatch(text)
        if not found:
            raise ValueError(f"not a place in a list: {text!r}")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
        except OverflowError:
            raise ValueError(f"not a place in a list: {text!r}") from None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One list that a page wants: the newest of these targets, or those around a place."""

    targets: Sequence[tuple[str, int]] = ()
    limit: int = 10
    older_than: Cursor | None = None
    newer_than: Cursor | None = None
    # Of targets only what was released after that moment.
    since: datetime | None = None
    # Instead of targets: just these articles, as far as readers see them, in this order. With
    # targets: as far as they stand there.
    articles: Sequence[int] = ()
    # Leave out what the wishes before this one have found, and take the next ones instead; not
    # beside `newer_than`.
    unseen: bool = False
    # The limit counts what the wishes before this one have found, too; with `unseen`.
    together: bool = False
    # Cards say who wrote the article: its document is read for it, by which all wishes cost more.
    authors: bool = False


class Card(NamedTuple):
    """An article in a list. A tuple, as the cards of a page are made and compared all the time."""

    article: int
    title: str
    kicker: str
    lead: str
    url: str
    released_at: datetime
    section: Node
    picture: Picture | None = None
    # Where they were wished for.
    authors: tuple[str, ...] = ()

    @property
    def place(self) -> Cursor:
        return Cursor(self.released_at, self.article)

    @property
    def tags(self) -> list[str]:
        mine = [f"article-{self.article}"]
        return [*mine, f"photo-{self.picture.photo}"] if self.picture else mine


def section_targets(node: Node) -> list[tuple[str, int]]:
    """A section lists what stands in it and in everything below it."""
    return [(ListKind.SECTION.value, each.pk) for each in node.sections]


def fetch_lists(wishes: Iterable[ListQuery], at: datetime | None = None) -> list[list[Card]]:
    """The cards of each list wished for, newest first: in one query, or in two where many rows
    are found for few cards."""
    wishes = list(wishes)
    values = {"now": to_db(at or timezone.now())}
    arms, above = [], 0
    for number, wish in enumerate(wishes):
        if wish.targets or wish.articles:
            # So many more as could be left out: then the list is full all the same.
            more = above if wish.unseen and not wish.together else 0
            arm = _union_arm(wish, wish.limit + more, values)
            arms.append(f"SELECT {number} AS wish, arm.* FROM ({arm}) AS arm")
            most = len(wish.articles) or wish.limit
            above = max(above, most) if wish.together else above + most
    if not arms:
        return [[] for _ in wishes]
    often = all(kind in _ON_MANY_PAGES for wish in wishes for kind, _ in wish.targets)
    # Many more rows than cards: then what cards show is read of those chosen, and not of all.
    apart = any(wish.unseen for wish in wishes[2:])
    document = "e.document" if any(wish.authors for wish in wishes) else "NULL"
    statement = (_ROWS_ONLY_SQL if apart else _CARDS).format(
        arms=" UNION ALL ".join(arms), document=document
    )
    rows: list[list[Row]] = [[] for _ in wishes]
    for row in prepared_statements.rows(statement, values, often):
        rows[row[0]].append(row[1:])
    chosen = _chosen(wishes, rows)
    if apart:
        shown = _shown({row[1] for found in chosen for row in found}, document)
        chosen = [[row + shown[row[1]] for row in found] for found in chosen]
    nodes = tree().by_id
    return [[_card(nodes, *row) for row in found] for found in chosen]


def _shown(editions: set[int], document: str) -> dict[int, tuple]:
    """What cards show of those editions."""
    if not editions:
        return {}
    values: Values = {}
    statement = _SHOWN.format(
        chosen=prepared_statements.in_list(values, editions), document=document
    )
    return {row[0]: row[1:] for row in prepared_statements.rows(statement, values)}


# The article, its edition, when it was released; then what its card shows.
Row = tuple[Any, ...]


def _chosen(wishes: list[ListQuery], rows: list[list[Row]]) -> list[list[Row]]:
    """Of what was found for each wish, what it shows."""
    found: list[list[Row]] = []
    seen: set[int] = set()
    for wish, each in zip(wishes, rows, strict=True):
        if wish.articles:
            order = {article: place for place, article in enumerate(wish.articles)}
            each.sort(key=lambda row: order[row[0]])
        if wish.unseen:
            each = [row for row in each if row[0] not in seen]
            each = each[: max(0, wish.limit - len(seen)) if wish.together else wish.limit]
        seen.update(row[0] for row in each)
        found.append(each)
    return found


_COLUMNS = "e.title, e.kicker, e.lead, e.slug, e.section_id, {document}"
_COLUMNS += ", p.id, p.key, p.format, p.width, p.height, p.widths"
_CARDS = f"""
SELECT rows.wish, rows.article_id, rows.edition_id, rows.released_at, {_COLUMNS}
FROM ({{arms}}) AS rows
JOIN news_edition e ON e.id = rows.edition_id
LEFT JOIN media_photo p ON p.id = e.photo_id
ORDER BY rows.wish, rows.released_at DESC, rows.article_id DESC
"""
_ROWS_ONLY_SQL = """
SELECT wish, article_id, edition_id, released_at FROM ({arms}) AS rows
ORDER BY wish, released_at DESC, article_id DESC
"""
_SHOWN = f"""
SELECT e.id, {_COLUMNS} FROM news_edition e LEFT JOIN media_photo p ON p.id = e.photo_id
WHERE e.id {{chosen}}
"""


# The parameters of a statement, by name.
Values = dict[str, Any]


def placeholder(values: Values, value: Any) -> str:
    """Where the statement takes that value."""
    name = f"p{len(values)}"
    values[name] = value
    return f"%({name})s"


def _union_arm(wish: ListQuery, limit: int, values: Values) -> str:
    if wish.articles:
        marks = ", ".join(placeholder(values, article) for article in wish.articles)
        if wish.targets:
            return _chosen_articles(wish, marks)
        return (
            "SELECT released_at, article_id, id AS edition_id FROM news_edition "
            f"WHERE article_id IN ({marks}) AND {LIVE_NOW}"
        )
    scans = (_index_scan(target, wish, limit, values) for target in wish.targets)
    order = "ASC" if wish.newer_than else "DESC"
    # UNION, not UNION ALL: an article may stand in two sections of one subtree.
    merged = " UNION ".join(f"SELECT * FROM ({scan}) AS scan" for scan in scans)
    return (
        f"SELECT * FROM ({merged}) AS merged "
        f"ORDER BY released_at {order}, article_id {order} LIMIT {int(limit)}"
    )


def _chosen_articles(wish: ListQuery, marks: str) -> str:
    """Those of the articles that stand in one of the lists, each once although it stand in two."""
    listed = " OR ".join(f"({_of(target)})" for target in wish.targets)
    once = "DISTINCT " if wish.targets[1:] else ""
    return (
        f"SELECT {once}released_at, article_id, edition_id FROM news_listing "
        f"WHERE article_id IN ({marks}) AND ({listed}) AND {LIVE_NOW}"
    )


def _index_scan(target: tuple[str, int], wish: ListQuery, limit: int, values: Values) -> str:
    where, order = keyset_condition("released_at", wish.older_than, wish.newer_than, values)
    if wish.since:
        where += f" AND released_at > {placeholder(values, to_db(wish.since))}"
    return (
        "SELECT released_at, article_id, edition_id FROM news_listing "
        f"WHERE {_of(target)} AND {LIVE_NOW}{where} "
        f"ORDER BY released_at {order}, article_id {order} LIMIT {int(limit)}"
    )


def keyset_condition(
    column: str, older_than: Cursor | None, newer_than: Cursor | None, values: Values
) -> tuple[str, str]:
    """What keeps rows to one side of a place, by that column and their article, so that an index is
    walked from there; and in which order."""
    sign, order = (">", "ASC") if newer_than else ("<", "DESC")
    place = newer_than or older_than
    if place is None:
        return "", order
    moment, article = (
        placeholder(values, to_db(place.released_at)),
        placeholder(values, place.article),
    )
    nearer = f"{column} {sign} {moment} OR article_id {sign} {article}"
    return f" AND {column} {sign}= {moment} AND ({nearer})", order


def _of(target: tuple[str, int]) -> str:
    """That list, in the statement itself, so that a plan knows how long it is."""
    kind, number = target
    return f"kind = '{ListKind(kind).value}' AND target = {int(number)}"


def to_db(value: datetime) -> Any:
    """As this database writes it, so that both sides of a comparison are of one kind."""
    return connection.ops.adapt_datetimefield_value(value)


def from_db(moment: datetime | None) -> datetime | None:
    """As a plain statement found it: SQLite's have no time zone."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _card(
    nodes: dict[int, Node], article: int, _edition: int, released_at: datetime, *row: Any
) -> Card:
    title, kicker, lead, slug, section, document, photo, *rest = row
    node = nodes[section]
    url = article_path_in(node.path, slug, article)
    shown = None if photo is None else picture_from_columns(photo, *rest)
    authors = tuple(Document.authors_in(document)) if document else ()
    return Card(article, title, kicker, lead, url, from_db(released_at), node, shown, authors)
