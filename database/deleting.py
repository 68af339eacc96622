"""Deleting what has had its time, a little at a time."""

from django.db.models import QuerySet


def delete_some(rows: QuerySet, limit: int) -> int:
    """The first of these; how many. Looked up first: a DELETE takes SQLite's only write lock even
    when there is nothing to do."""
    keys = list(rows.values_list("pk", flat=True)[:limit])
    return rows.model.objects.filter(pk__in=keys).delete()[0] if keys else 0
