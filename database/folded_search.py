"""An index for search in folded text, and how to read by it."""

from typing import Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler

from text.fold import search_words


class FoldedIndex(models.Index):
    """For `folded__contains`: trigrams on PostgreSQL; on SQLite a narrow table to scan instead of
    the wide one. PostgreSQL wants the `pg_trgm` extension."""

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
    """What to order by when SQLite is to sort what the narrow index gave, instead of walking the
    wide rows in their order until enough have been found: a rare word would have it walk them all.
    Of what it sorts it keeps no more than the limit."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        return self.as_sql(compiler, connection, template="+%(expressions)s")


class FoldedQuerySet(models.QuerySet):
    """Of a model whose words stand in `folded`."""

    def holding(self, words: str) -> Self:
        """Rows that hold each of these words, accents and capitals aside."""
        found = self
        for word in search_words(words):
            found = found.filter(folded__contains=word)
        return found

    def matching(self, words: str) -> Self:
        """The same by a `FoldedIndex`; the newest first when asked of all rows."""
        if not search_words(words):
            return self
        if not self.query.has_filters():
            return self.holding(words).order_by(ForcedSort("pk").desc())
        # Apart, so that the narrow index is looked through and not the wide rows.
        return self.filter(pk__in=self.model.objects.holding(words).values("pk"))
