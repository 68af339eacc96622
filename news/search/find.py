"""Finds the articles that match a query, the best first, among those that readers see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from django.db import connection
from django.utils import timezone

from text.dates import HANOI, midnight
from text.fold import Word

from ..editions.document import Document
from ..editions.hidden_words import hidden_files, without_words
from ..editions.lists import to_db
from ..editions.live import LIVE
from ..models import Edition
from . import tokens
from .query import Query, match_expression, parse, phrase
from .relevance import Tier, is_long_query, tiers_of, words_in_title

# Articles in an answer; nobody turns more pages than that.
MAX_HITS = 1000

# Articles of which the text is searched for a phrase; each takes 0.4 ms.
MAX_PHRASE_CHECKS = 200

# Articles by their row numbers in the index, in the order of the answer.
Rows = dict[int, int]

_LAST_ROW = 2**63 - 1
_DOCUMENTS_PER_QUERY = 25


@dataclass(frozen=True, slots=True)
class Filters:
    """The limits that a reader sets for a search; None and empty mean no limit."""

    sections: Sequence[int] = ()
    authors: Sequence[int] = ()
    since: date | None = None
    # The last day, included.
    until: date | None = None


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a search. `hits` are the articles, the best first, at most as many as were
    asked for; `count` is how many are known, and `more` whether there may be others."""

    hits: list[int]
    count: int
    more: bool


def find(
    query: Query, filters: Filters = NO_FILTERS, upto: int = MAX_HITS, at: datetime | None = None
) -> Answer:
    """The articles that match the query and that readers see at that moment: tier by tier, and in
    each tier the newest first.

    At most `upto` hits. A later tier is read only if the earlier ones have at most MAX_HITS. The
    last tier of a long query (`is_long_query`) is read only if the earlier ones found nothing.
    """
    at = at or timezone.now()
    rows: Rows = {}
    tiers = tiers_of(query) if query else []
    for tier in tiers:
        if len(rows) > MAX_HITS or (rows and is_long_query(query) and tier == tiers[-1]):
            break
        # An article that an earlier tier found keeps its place.
        rows |= _scan(tier, filters, at)
    if phrases := [phrase for phrase in query.phrases if not _proved_by_tokens(phrase)]:
        # One article beyond `upto` is counted, so that the next page is offered. A second one tells
        # that there are more.
        looked_at = dict(islice(rows.items(), MAX_PHRASE_CHECKS))
        read = list(islice(_with_phrases(phrases, looked_at), upto + 2))
        count = min(len(read), upto + 1)
        return Answer(read[:upto], count, len(read) > count or len(rows) > MAX_PHRASE_CHECKS)
    hits = list(rows.values())[:MAX_HITS]
    return Answer(hits[:upto], len(hits), len(rows) > MAX_HITS)


def find_by_title(
    typed: str, sections: Sequence[int] = (), at: datetime | None = None
) -> list[int]:
    """The newest articles, at most MAX_HITS, whose published title has all these words, whatever
    their accents. `sections` limits them to these sections."""
    query = parse(typed)
    if not query:
        return []
    rows = _scan(words_in_title(query), Filters(sections=sections), at or timezone.now())
    return list(rows.values())[:MAX_HITS]


def _scan(tier: Tier, filters: Filters, at: datetime) -> Rows:
    """The newest rows, at most MAX_HITS + 1, that have all tokens of the tier, pass the filters and
    are seen by readers, with their articles."""
    vendor, groups = connection.vendor, _groups(filters)
    limits = [*_range(filters), to_db(at), to_db(at)]
    if vendor == "sqlite":
        return _run(_SQLITE, [match_expression(tier, vendor, groups), *limits])
    windows = _date_windows(filters, at)
    values: list[object] = []
    for before, window in pairwise([[], *windows]):
        any_of = [*groups, window] if window else groups
        values += [match_expression(tier, vendor, any_of, before), *limits]
    return _run(_POSTGRESQL.format(" UNION ALL ".join([_WINDOW] * len(windows))), values)


def _run(sql: str, values: list[object]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


# FTS5 reads rows from the newest on and stops at the limit.
_SQLITE = f"""
SELECT s.rowid AS row, e.article_id FROM news_search s
JOIN news_edition e ON e.id = (s.rowid & {tokens.EDITION_MASK})
WHERE news_search MATCH %s AND s.rowid BETWEEN %s AND %s AND {LIVE}
ORDER BY s.rowid DESC LIMIT {MAX_HITS + 1}
"""
# The rows are short, because their tokens are stored apart (TOAST). So the planner believes that it
# is cheap to read all of them; it takes 0.3 s for 10,000. Both statements are sent as one message,
# which is one transaction. The windows are read one after the other until there are enough rows.
_POSTGRESQL = f"SET LOCAL enable_seqscan = off; {{}} LIMIT {MAX_HITS + 1}"
# MATERIALIZED hides the LIMIT from the planner. When it saw it, PostgreSQL scanned a million
# rows by date for a word that no text has (9 s). The LIMIT has 200 rows to spare, because ended
# editions stay in the index until they are swept.
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
    """The windows of time that are searched one after the other, the newest first. Each is a list
    of tokens of which a row must have one; an empty list means all time. Each window contains the
    one before.

    PostgreSQL takes seconds to collect a word that is in half of a million articles, but 6 ms
    within the last two months, which already have more of them than anyone reads.
    """
    today = at.astimezone(HANOI).date()
    last = min(filters.until or today, today)
    before = last.replace(day=1) - timedelta(days=1)
    months = [tokens.filter_token("m", day.year * 100 + day.month) for day in (last, before)]
    years = [tokens.filter_token("y", year) for year in (last.year, last.year - 1)]
    if not (filters.since or filters.until):
        return [months, years, []]
    first = filters.since.year if filters.since else max(1900, last.year - 100)
    all_years = [tokens.filter_token("y", year) for year in range(first, last.year + 1)]
    return [months, years, all_years]


def _groups(filters: Filters) -> list[list[str]]:
    return [
        [tokens.filter_token(kind, number) for number in chosen]
        for kind, chosen in (("s", filters.sections), ("a", filters.authors))
        if chosen
    ]


def _range(filters: Filters) -> tuple[int, int]:
    """The first and the last row number of the days of the filters, in Hà Nội's time."""
    after = filters.until and midnight(filters.until + timedelta(days=1))
    first = tokens.row_number(midnight(filters.since), 0) if filters.since else 0
    return first, tokens.row_number(after, 0) - 1 if after else _LAST_ROW


def _proved_by_tokens(phrase: tuple[Word, ...]) -> bool:
    """Whether the tokens alone prove that a text contains the phrase. They do not for three words
    or more, whose pairs may be in different places, nor for a pair with accents, because tokens of
    pairs have none."""
    return len(phrase) == 1 or (len(phrase) == 2 and not any(word.accented for word in phrase))


def _with_phrases(wanted: list[tuple[Word, ...]], rows: Rows) -> Iterator[int]:
    """The articles whose texts contain each phrase word by word, with the accents that were
    typed."""
    phrases = [phrase(each) for each in wanted]
    hits = [(tokens.edition_of(row), article) for row, article in rows.items()]
    for start in range(0, len(hits), _DOCUMENTS_PER_QUERY):
        batch = dict(hits[start : start + _DOCUMENTS_PER_QUERY])
        documents = dict(Edition.objects.filter(pk__in=batch).values_list("pk", "document"))
        hidden = hidden_files(batch)
        for edition, article in batch.items():
            content = Document.from_json(documents[edition])
            texts = tokens.texts(without_words(content, hidden.get(edition, ())))
            if all(any(each.stands_in(text) for text in texts) for each in phrases):
                yield article
