"""Reading the index: the articles that answer a query, best first, as far as readers see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection
from django.utils import timezone

from text.dates import HANOI, midnight
from text.fold import Word

from ..editions.document import Document
from ..editions.lists import LIVE, to_db
from ..models import Edition
from . import tokens
from .query import Query, Tier, match_expression, parse, phrase

# Articles of an answer that are listed: nobody reads on, they type another word.
MAX_HITS = 1000

# Articles that are read, 0.4 ms each, to see whether a phrase stands in them.
MAX_PHRASE_CHECKS = 200

# Rows of the index, in order, and their articles.
Rows = dict[int, int]
# The first and the last row to look at.
Limits = tuple[int, int]

_LAST_ROW = 2**63 - 1
_DOCUMENTS_PER_QUERY = 25


@dataclass(frozen=True, slots=True)
class Filters:
    """What an answer is limited to; all of it public knowledge."""

    sections: Sequence[int] = ()
    authors: Sequence[int] = ()
    since: date | None = None
    # The last day that counts.
    until: date | None = None


ALL = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    article: int
    edition: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best first; how many are known of, and whether there are more."""

    hits: list[Hit]
    count: int
    more: bool


def find(
    query: Query, filters: Filters = ALL, upto: int = MAX_HITS, at: datetime | None = None
) -> Found:
    """What answers the query, tier by tier, newest first within each; at most `upto` of them."""
    at = at or timezone.now()
    rows: Rows = {}
    tiers = query.tiers() if query else []
    for tier in tiers:
        if len(rows) > MAX_HITS or (rows and query.is_telling and tier == tiers[-1]):
            break
        rows |= _scan(tier, filters, at)  # one that an earlier tier found keeps its place
    hits = [Hit(article, tokens.edition_of(row)) for row, article in rows.items()][:MAX_HITS]
    phrases = [phrase for phrase in query.phrases if not _proved_by_tokens(phrase)]
    if phrases:
        # One beyond `upto` is counted, so that its page is known of; another tells of more.
        read = list(islice(_with_phrases(phrases, hits[:MAX_PHRASE_CHECKS]), upto + 2))
        count = min(len(read), upto + 1)
        return Found(read[:upto], count, len(read) > count or len(hits) > MAX_PHRASE_CHECKS)
    return Found(hits[:upto], len(hits), len(rows) > MAX_HITS)


def find_by_title(
    typed: str, sections: Sequence[int] = (), at: datetime | None = None
) -> list[int]:
    """The articles whose title, as readers see it, has all these words, accents aside: the newest,
    at most `MOST` of them."""
    query = parse(typed)
    if not query:
        return []
    rows = _scan(query.in_the_title, Filters(sections=sections), at or timezone.now())
    return list(rows.values())[:MAX_HITS]


def _scan(tier: Tier, filters: Filters, at: datetime) -> Rows:
    """The newest rows with all these tokens that readers see, and their articles."""
    vendor, groups = connection.vendor, _groups(filters)
    now = [to_db(at)] * 2
    if vendor == "sqlite":
        return _run(_SQLITE, [match_expression(tier, vendor, groups), *_range(filters), *now])
    values: list[object] = []
    before: list[str] = []
    windows = _date_windows(filters, at)
    for window in windows:
        expression = match_expression(tier, vendor, [*groups, window] if window else groups, before)
        values += [expression, *_range(filters), *now]
        before = window
    return _run(_POSTGRESQL.format(" UNION ALL ".join([_WINDOW] * len(windows))), values)


def _run(sql: str, values: list[object]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


# FTS5 walks its rows from the newest on and ends with the limit.
_SQLITE = f"""
SELECT s.rowid AS row, e.article_id FROM news_search s
JOIN news_edition e ON e.id = (s.rowid & {tokens.EDITION_MASK})
WHERE news_search MATCH %s AND s.rowid BETWEEN %s AND %s AND {LIVE}
ORDER BY s.rowid DESC LIMIT {MAX_HITS + 1}
"""
# Rows are short and their tokens stand elsewhere, so that the planner takes reading all of them for
# cheap (0.3 s for 10,000). The two statements go as one message, which is a transaction.
# One window after the other, until there are enough.
_POSTGRESQL = f"SET LOCAL enable_seqscan = off; {{}} LIMIT {MAX_HITS + 1}"
# Materialized, for the planner must not see the limit: taking a word that it does not know for a
# common one, it walked a million rows from the newest on (9 s). A few to spare, since what ended
# stays in the index until it is swept.
_WINDOW = f"""(
WITH matching AS MATERIALIZED (
    SELECT id FROM news_search WHERE tokens @@ %s::tsquery AND id BETWEEN %s AND %s
), newest AS MATERIALIZED (
    SELECT id FROM matching ORDER BY id DESC LIMIT {MAX_HITS + 200}
)
SELECT newest.id, e.article_id FROM newest
JOIN news_edition e ON e.id = (newest.id & {tokens.EDITION_MASK})
WHERE {LIVE} ORDER BY newest.id DESC)"""


def _date_windows(filters: Filters, at: datetime) -> list[list[str]]:
    """What to look through, the newest first, as tokens of which one must be there; empty for
    everything. Each holds the one before.

    A word that stands in half of a million articles takes PostgreSQL seconds to gather, and 6 ms
    in the last two months, which have more than anyone reads.
    """
    today = at.astimezone(HANOI).date()
    last = min(filters.until or today, today)
    before = last.replace(day=1) - timedelta(days=1)
    months = [tokens.month_token(day.year, day.month) for day in (last, before)]
    years = [tokens.year_token(year) for year in (last.year, last.year - 1)]
    if not (filters.since or filters.until):
        return [months, years, []]
    first = filters.since.year if filters.since else max(1900, last.year - 100)
    return [months, years, [tokens.year_token(year) for year in range(first, last.year + 1)]]


def _groups(filters: Filters) -> list[list[str]]:
    sections = [tokens.section_token(section) for section in filters.sections]
    authors = [tokens.author_token(author) for author in filters.authors]
    return [group for group in (sections, authors) if group]


def _range(filters: Filters) -> Limits:
    """The rows of those days, in Hà Nội's time."""
    after = filters.until and midnight(filters.until + timedelta(days=1))
    first = tokens.row_number(midnight(filters.since), 0) if filters.since else 0
    return first, tokens.row_number(after, 0) - 1 if after else _LAST_ROW


def _proved_by_tokens(phrase: tuple[Word, ...]) -> bool:
    """Pairs of a longer phrase may match scattered, and a pair knows no accents."""
    return len(phrase) == 1 or (len(phrase) == 2 and not any(word.accented for word in phrase))


def _with_phrases(wanted: list[tuple[Word, ...]], hits: list[Hit]) -> Iterator[Hit]:
    """Those in whose text each phrase stands as one, with the accents typed."""
    phrases = [phrase(each) for each in wanted]
    for start in range(0, len(hits), _DOCUMENTS_PER_QUERY):
        batch = hits[start : start + _DOCUMENTS_PER_QUERY]
        editions = Edition.objects.filter(pk__in=[hit.edition for hit in batch])
        documents = dict(editions.values_list("pk", "document"))
        for hit in batch:
            texts = tokens.texts(Document.from_json(documents[hit.edition]))
            if all(any(each.stands_in(text) for text in texts) for each in phrases):
                yield hit
