"""Writes the search index: editions are added and removed in the caller's transaction, and the
worker rebuilds the whole index when its version changes.

A row is changed only when words are hidden (`reindexed`): else an edition and its tokens are
immutable. The index does not know what readers see: `find` checks that for every row that it finds.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from delivery.worker_status import MAX_SET_ASIDE_SHOWN, SetAside, WorkerTask
from media.usage import PHOTO, FileRef

from ..editions.hidden_words import hidden_files, without_words
from ..models import Edition, SearchIndex
from ..rights import permissions
from . import tokens

log = logging.getLogger(__name__)

# Raise it when `tokens` changes; the worker then rebuilds the index.
INDEX_VERSION = 1

# In one transaction. It takes about 0.1 s; on SQLite nobody can publish meanwhile.
EDITIONS_PER_BATCH = 50


def add(
    editions: Iterable[Edition], of_text: Callable[[str], Iterable[str]] = tokens.text_tokens
) -> None:
    """Index these editions; none of them may be indexed already. Give an `of_text` that caches
    tokens if many texts repeat."""
    rows = [(_row(edition), found) for edition, found in _with_tokens(editions, of_text)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO news_search (rowid, tokens) VALUES (%s, %s)",
                [(row, " ".join(found)) for row, found in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO news_search (id, tokens) VALUES (%s, array_to_tsvector(%s))",
                rows,
            )


def add_missing(editions: Iterable[Edition]) -> None:
    """Index these editions, except those that are indexed already."""
    editions = list(editions)
    there = _there([_row(each) for each in editions])
    add([each for each in editions if _row(each) not in there])


def remove(editions: Iterable[Edition]) -> None:
    """Remove these editions from the index; those that are not in it are ignored."""
    wanted = {_row(each): each for each in editions}
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("DELETE FROM news_search WHERE id = ANY(%s)", [list(wanted)])
            return
        there = _there(list(wanted))
        # A contentless table of FTS5 deletes a row only if it is given the row's tokens again.
        cursor.executemany(
            "INSERT INTO news_search (news_search, rowid, tokens) VALUES ('delete', %s, %s)",
            [
                (_row(edition), " ".join(found))
                for edition, found in _with_tokens(wanted[row] for row in sorted(there))
            ],
        )


@contextmanager
def reindexed(file: FileRef) -> Iterator[None]:
    """Within the block the words of this file are hidden. The editions that have words of it leave
    the index before that, and are indexed again after it, with the tokens that are left."""
    kind, pk = file
    # A rebuild has perhaps read the words already, and not written them yet.
    list(SearchIndex.objects.select_for_update().filter(pk=1))
    editions = Edition.objects.filter(**{f"{kind}_rows__{kind}": pk})
    if kind == PHOTO:
        # Of the logo of a source, which may stand in each edition, no document has words.
        editions = editions.filter(Q(photo=pk) | Q(document__contains=f'"{pk}":{{'))
    keys = list(editions.order_by("pk").values_list("pk", flat=True))
    starts = range(0, len(keys), EDITIONS_PER_BATCH)
    batches = [keys[start : start + EDITIONS_PER_BATCH] for start in starts]
    indexed = []
    for batch in batches:
        found = list(Edition.objects.filter(pk__in=batch))
        there = _there([_row(each) for each in found])
        remove([each for each in found if _row(each) in there])
        indexed.append([tokens.edition_of(row) for row in there])
    yield
    for batch in indexed:
        add(Edition.objects.filter(pk__in=batch))


def is_complete() -> bool:
    """Whether the index has all editions that it should have, by the present INDEX_VERSION."""
    return SearchIndex.objects.filter(pk=1, version=INDEX_VERSION, whole=True).exists()


def rebuild_next_batch(limit: int = EDITIONS_PER_BATCH) -> int:
    """If the index is incomplete, index its next editions. Returns how many; 0 if it is complete.

    The worker calls it again and again, each time with a small transaction, so that the newsroom
    can publish meanwhile. Until the index is complete, a search finds less.
    """
    if is_complete():
        return 0
    SearchIndex.objects.get_or_create(pk=1)
    with transaction.atomic():
        made = SearchIndex.objects.select_for_update().get(pk=1)
        if made.version != INDEX_VERSION:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO news_search (news_search) VALUES ('delete-all')"
                    if connection.vendor == "sqlite"
                    else "TRUNCATE news_search"
                )
            made.version, made.last, made.whole, made.left_out = INDEX_VERSION, 0, False, []
        ahead = Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=timezone.now()))
        batch = list(ahead.filter(pk__gt=made.last).order_by("pk")[:limit])
        # Editions that were published since the rebuild began are indexed already.
        there = _there([_row(edition) for edition in batch])
        made.left_out += _added([each for each in batch if _row(each) not in there])
        made.last = batch[-1].pk if batch else made.last
        made.whole = len(batch) < limit
        made.save()
    return len(batch)


def _added(editions: list[Edition]) -> list[int]:
    """Index these editions. Returns the ids of those that cannot be indexed; they do not keep the
    others from being indexed."""
    try:
        with transaction.atomic():
            add(editions)
        return []
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(editions) > 1:
            return [pk for each in editions for pk in _added([each])]
        log.exception("edition %s is left out of the search index", editions[0].pk)
        return [editions[0].pk]


def _with_tokens(
    editions: Iterable[Edition], of_text: Callable[[str], Iterable[str]] = tokens.text_tokens
) -> Iterator[tuple[Edition, list[str]]]:
    """Each of these editions with its tokens, those of hidden words left out."""
    editions = list(editions)
    hidden = hidden_files(each.pk for each in editions)
    for each in editions:
        content = without_words(each.content, hidden.get(each.pk, ()))
        yield each, tokens.edition_tokens(content, each.released_at, of_text)


def _row(edition: Edition) -> int:
    return tokens.row_number(edition.released_at, edition.pk)


def _there(rows: list[int]) -> set[int]:
    """Those of these row numbers that the index has."""
    table = "news_search_docsize" if connection.vendor == "sqlite" else "news_search"
    marks = ", ".join(["%s"] * len(rows)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE id IN ({marks})", rows)
        return {row for (row,) in cursor.fetchall()}


def _set_aside(user: Any) -> list[SetAside]:
    made = SearchIndex.objects.filter(pk=1).only("left_out").first()
    editions = Edition.objects.filter(pk__in=made.left_out[:MAX_SET_ASIDE_SHOWN] if made else [])
    if user is not None:
        editions = editions.filter(permissions.visible_q(user, "article__"))
    return [
        SetAside(
            edition.title,
            reverse("admin:news_article_history", args=[edition.article_id]),
            gettext("A search does not find it."),
        )
        for edition in editions.defer("document")
    ]


WORK = WorkerTask(
    "search",
    lambda _count: gettext("The search index is being made anew: a search finds less."),
    lambda: (int(not is_complete()), None),
    timedelta(minutes=10),
    _set_aside,
)
