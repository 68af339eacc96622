"""Lists of articles as readers see them. All lists of a page are read by one query.

It is plain SQL, because the ORM can neither merge limited scans on SQLite nor write a keyset so
that both databases walk the index (docs/editions.md, "Lists"). Each scan is an index range of
`Listing` with at most `limit` rows, so page 1 and page 5,000 cost the same. A parent section merges
the scans of its subtree.
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
from .live import LIVE_NOW

# There are few lists of these kinds, and they are read all the time, so their statements are
# prepared.
_ON_MANY_PAGES = {ListKind.ALL, ListKind.SECTION}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: a moment of release and an article's id. The article need not exist."""

    released_at: datetime
    article: int

    def __str__(self) -> str:
        """The cursor as an address has it: microseconds since 1970, a point, the article's id."""
        return f"{(self.released_at - _EPOCH) // timedelta(microseconds=1)}.{self.article}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor in an address. Raises ValueError if the text is no cursor, and OverflowError
        if its moment lies outside of the calendar."""
        found = _CURSOR.fullmatch(text)
        if not found:
            raise ValueError(f"not a place in a list: {text!r}")
        return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One list of a page: the newest articles of some lists (`targets`), or those before or after a
    place."""

    targets: Sequence[tuple[str, int]] = ()
    limit: int = 10
    older_than: Cursor | None = None
    newer_than: Cursor | None = None
    # Only articles that were released after that moment.
    since: datetime | None = None
    # These articles in this order, if readers see them. With `targets`, only those that are in one
    # of these lists.
    articles: Sequence[int] = ()
    # Leave out the articles that the page's earlier lists show, and take the next ones instead. Not
    # together with `newer_than`.
    unseen: bool = False
    # `limit` counts the articles of the earlier lists too. Only together with `unseen`.
    together: bool = False
    # Cards name the authors. This reads documents, so all lists of the page cost more.
    authors: bool = False


class Card(NamedTuple):
    """An article in a list. It is a tuple, because cards are made and compared all the time."""

    article: int
    title: str
    kicker: str
    lead: str
    url: str
    released_at: datetime
    section: Node
    picture: Picture | None = None
    # Empty unless the query asks for them.
    authors: tuple[str, ...] = ()

    @property
    def place(self) -> Cursor:
        return Cursor(self.released_at, self.article)

    @property
    def tags(self) -> list[str]:
        return [
            f"article-{self.article}",
            *([f"photo-{self.picture.photo}"] if self.picture else ()),
        ]


def section_targets(node: Node) -> list[tuple[str, int]]:
    """The targets of a section: itself and every section below it."""
    return [(ListKind.SECTION.value, each.pk) for each in node.sections]


def fetch_lists(queries: Iterable[ListQuery], at: datetime | None = None) -> list[list[Card]]:
    """The cards of each list, newest first. It takes one query, or two where it finds many more
    rows than it shows cards."""
    queries = list(queries)
    values = {"now": to_db(at or timezone.now())}
    arms, above = [], 0
    for number, query in enumerate(queries):
        if query.targets or query.articles:
            # So many rows may be left out later; with as many more the list is full all the same.
            more = above if query.unseen and not query.together else 0
            arm = _union_arm(query, query.limit + more, values)
            arms.append(f"SELECT {number} AS query, arm.* FROM ({arm}) AS arm")
            most = len(query.articles) or query.limit
            above = max(above, most) if query.together else above + most
    if not arms:
        return [[] for _ in queries]
    often = all(kind in _ON_MANY_PAGES for query in queries for kind, _ in query.targets)
    # Where there are many more rows than cards, a second query reads what the chosen cards show.
    apart = any(query.unseen for query in queries[2:])
    document = "e.document" if any(query.authors for query in queries) else "NULL"
    statement = (_ROWS_ONLY_SQL if apart else _CARDS).format(
        arms=" UNION ALL ".join(arms), document=document
    )
    rows: list[list[Row]] = [[] for _ in queries]
    for row in prepared_statements.rows(statement, values, often):
        rows[row[0]].append(row[1:])
    chosen = _chosen(queries, rows)
    if apart:
        shown = _shown({row[1] for found in chosen for row in found}, document)
        chosen = [[row + shown[row[1]] for row in found] for found in chosen]
    nodes = tree().by_id
    return [[_card(nodes, *row) for row in found] for found in chosen]


def _shown(editions: set[int], document: str) -> dict[int, tuple]:
    """The columns that cards show, by edition."""
    if not editions:
        return {}
    values: Values = {}
    statement = _SHOWN.format(
        chosen=prepared_statements.in_list(values, editions), document=document
    )
    return {row[0]: row[1:] for row in prepared_statements.rows(statement, values)}


# The article, its edition, when it was released; then the columns that its card shows.
Row = tuple[Any, ...]


def _chosen(queries: list[ListQuery], rows: list[list[Row]]) -> list[list[Row]]:
    """The rows that each list shows, of those found for it."""
    found: list[list[Row]] = []
    seen: set[int] = set()
    for query, each in zip(queries, rows, strict=True):
        if query.articles:
            order = {article: place for place, article in enumerate(query.articles)}
            each.sort(key=lambda row: order[row[0]])
        if query.unseen:
            each = [row for row in each if row[0] not in seen]
            each = each[: max(0, query.limit - len(seen)) if query.together else query.limit]
        seen.update(row[0] for row in each)
        found.append(each)
    return found


_COLUMNS = (
    "e.title, e.kicker, e.lead, e.slug, e.section_id, {document}"
    ", p.id, p.key, p.format, p.width, p.height, p.widths, p.takedown"
)
_CARDS = f"""
SELECT rows.query, rows.article_id, rows.edition_id, rows.released_at, {_COLUMNS}
FROM ({{arms}}) AS rows
JOIN news_edition e ON e.id = rows.edition_id
LEFT JOIN media_photo p ON p.id = e.photo_id
ORDER BY rows.query, rows.released_at DESC, rows.article_id DESC
"""
_ROWS_ONLY_SQL = """
SELECT query, article_id, edition_id, released_at FROM ({arms}) AS rows
ORDER BY query, released_at DESC, article_id DESC
"""
_SHOWN = f"""
SELECT e.id, {_COLUMNS} FROM news_edition e LEFT JOIN media_photo p ON p.id = e.photo_id
WHERE e.id {{chosen}}
"""


# The parameters of a statement, by name.
Values = dict[str, Any]


def placeholder(values: Values, value: Any) -> str:
    """Add a value to the parameters; return its placeholder."""
    name = f"p{len(values)}"
    values[name] = value
    return f"%({name})s"


def _union_arm(query: ListQuery, limit: int, values: Values) -> str:
    if query.articles:
        marks = ", ".join(placeholder(values, article) for article in query.articles)
        if query.targets:
            return _chosen_articles(query, marks)
        return (
            "SELECT released_at, article_id, id AS edition_id FROM news_edition "
            f"WHERE article_id IN ({marks}) AND {LIVE_NOW}"
        )
    scans = (_index_scan(target, query, limit, values) for target in query.targets)
    order = "ASC" if query.newer_than else "DESC"
    # UNION, because an article may stand in two sections of one subtree.
    merged = " UNION ".join(f"SELECT * FROM ({scan}) AS scan" for scan in scans)
    return (
        f"SELECT * FROM ({merged}) AS merged "
        f"ORDER BY released_at {order}, article_id {order} LIMIT {int(limit)}"
    )


def _chosen_articles(query: ListQuery, marks: str) -> str:
    """SQL for those of the articles that are in one of the query's lists, each once."""
    listed = " OR ".join(f"({_of(target)})" for target in query.targets)
    return (
        f"SELECT {'DISTINCT ' if query.targets[1:] else ''}released_at, article_id, edition_id "
        f"FROM news_listing WHERE article_id IN ({marks}) AND ({listed}) AND {LIVE_NOW}"
    )


def _index_scan(target: tuple[str, int], query: ListQuery, limit: int, values: Values) -> str:
    where, order = keyset_condition("released_at", query.older_than, query.newer_than, values)
    if query.since:
        where += f" AND released_at > {placeholder(values, to_db(query.since))}"
    return (
        "SELECT released_at, article_id, edition_id FROM news_listing "
        f"WHERE {_of(target)} AND {LIVE_NOW}{where} "
        f"ORDER BY released_at {order}, article_id {order} LIMIT {int(limit)}"
    )


def keyset_condition(
    column: str, older_than: Cursor | None, newer_than: Cursor | None, values: Values
) -> tuple[str, str]:
    """The condition for the rows older or newer than a cursor, and the order (`ASC` or `DESC`) in
    which to read them. With both, the database walks the index of `column` and article from the
    place of the cursor. The condition is empty without a cursor; otherwise it begins with `AND`."""
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
    """The condition for a list. Its values are written into the SQL, so that the query planner
    knows how long the list is."""
    kind, number = target
    return f"kind = '{ListKind(kind).value}' AND target = {int(number)}"


def to_db(value: datetime) -> Any:
    """The moment as this database stores it, for comparisons in plain SQL."""
    return connection.ops.adapt_datetimefield_value(value)


def from_db(moment: datetime | None) -> datetime | None:
    """The moment with its time zone (UTC). On SQLite, plain SQL gives moments without one."""
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
