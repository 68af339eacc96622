from django.db import models


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
