"""Search in folded text: an index, and a queryset that uses it."""

from typing import Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q
from django.db.models.sql.compiler import SQLCompiler

from text.fold import search_words


class FoldedIndex(models.Index):
    """An index for `folded__contains`. PostgreSQL uses trigrams (extension `pg_trgm`); SQLite scans
    the index, which is narrower than the table."""

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
    """Orders by an expression that no index serves, so that SQLite scans the narrow index and sorts
    what it finds. Otherwise it would walk the wide rows in order, all of them if the word is rare.
    While it sorts, it keeps no more rows than the limit."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        return self.as_sql(compiler, connection, template="+%(expressions)s")


class FoldedQuerySet(models.QuerySet):
    """For a model whose column `folded` holds its words in folded form."""

    def holding(self, words: str) -> Self:
        """Rows that contain each of these words, whatever their accents and capitals."""
        return self.filter(*(Q(folded__contains=word) for word in search_words(words)))

    def matching(self, words: str) -> Self:
        """Like `holding`, through the model's `FoldedIndex`. Without words, all rows. If the
        queryset has no filters, the newest rows come first."""
        if not search_words(words):
            return self
        if not self.query.has_filters():
            return self.holding(words).order_by(ForcedSort("pk").desc())
        # A subquery, so that the narrow index is scanned and not the wide rows.
        return self.filter(pk__in=self.model.objects.holding(words).values("pk"))
