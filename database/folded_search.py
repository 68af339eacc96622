"""Search in folded text: an index, and a queryset that uses it."""

from typing import Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q
from django.db.models.sql.compiler import SQLCompiler

from text.fold import search_words


class FoldedIndex(models.Index):
    """For `folded__contains`: trigrams on PostgreSQL (extension `pg_trgm`); on SQLite an index that
    is narrower to scan than the table."""

    def __init__(self, *, fields: list[str], name: str, **kwargs) -> None:
        super().__init__(fields=fields, name=name, opclasses=["gin_trgm_ops"] * len(fields))

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs.pop("opclasses", None)
        return path, args, kwargs

    def create_sql(self, model, schema_editor, using="", **kwargs):
        if schema_editor.connection.vendor == "postgresql":
            using = " USING gin"
        return super().create_sql(model, schema_editor, using=using, **kwargs)


class ForcedSort(Func):
    """Orders by an expression that no index serves, so that SQLite sorts what the narrow index
    gave. Otherwise it would walk the wide rows in their order, for a rare word all of them. It
    keeps no more rows than the limit while it sorts."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        return self.as_sql(compiler, connection, template="+%(expressions)s")


class FoldedQuerySet(models.QuerySet):
    """For a model whose words stand in `folded`."""

    def holding(self, words: str) -> Self:
        """Rows that contain each of these words, whatever their accents and capitals."""
        return self.filter(*(Q(folded__contains=word) for word in search_words(words)))

    def matching(self, words: str) -> Self:
        """The same, by a `FoldedIndex`; the newest first when the queryset has no filters."""
        if not search_words(words):
            return self
        if not self.query.has_filters():
            return self.holding(words).order_by(ForcedSort("pk").desc())
        # A subquery, so that the narrow index is scanned and not the wide rows.
        return self.filter(pk__in=self.model.objects.holding(words).values("pk"))
