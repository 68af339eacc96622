"""Several counts at once."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(queries: Iterable[QuerySet], user) -> tuple[int, ...]:
    """How many rows each has, in one query, asked beside the row of whoever asks."""
    own = get_user_model().objects.filter(pk=user.pk)
    return own.values_list(*map(_Counted, queries)).get()


def delete_some(rows: QuerySet, limit: int) -> int:
    """The first of these; how many. Looked up first: a DELETE takes SQLite's only write lock even
    when there is nothing to do."""
    keys = list(rows.values_list("pk", flat=True)[:limit])
    return rows.model.objects.filter(pk__in=keys).delete()[0] if keys else 0


def refresh_sqlite_statistics() -> int:
    """Look at a sample of each table that was never looked at or has grown tenfold since; some
    hundredths of a second. PostgreSQL does that by itself.

    Connections that are open go by what was known when they were opened.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("PRAGMA optimize = 0x10002")
    return 0
