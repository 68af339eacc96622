"""Rules that the database itself keeps, whatever writes to it.

SQLite has no exclusion constraints. And Django alters a table of SQLite by making it anew, which
drops triggers that `RunSQL` made. A `TriggerConstraint` stands in `Meta.constraints`, so it is part
of the migration state, and Django makes it again with the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import BaseConstraint


class TriggerConstraint(BaseConstraint):
    """A rule as SQL: for each vendor the statements that create it and those that remove it.

    ValueError for a per cent sign in the first, because Django formats deferred SQL with `%`.
    """

    def __init__(
        self,
        *,
        name: str,
        sqlite: list[str],
        sqlite_end: list[str],
        postgresql: list[str],
        postgresql_end: list[str],
    ) -> None:
        super().__init__(name=name)
        self.statements = {"sqlite": sqlite, "postgresql": postgresql}
        self.ends = {"sqlite": sqlite_end, "postgresql": postgresql_end}
        if any("%" in sql for sqls in self.statements.values() for sql in sqls):
            raise ValueError(f"constraint {name}: no per cent sign may stand in its SQL")

    def constraint_sql(self, model, schema_editor) -> None:
        """Called for each CREATE TABLE; the statements run once the table exists."""
        schema_editor.deferred_sql.extend(self.statements[schema_editor.connection.vendor])

    def create_sql(self, model, schema_editor) -> str:
        return ";\n".join(self.statements[schema_editor.connection.vendor])

    def remove_sql(self, model, schema_editor) -> str:
        return ";\n".join(self.ends[schema_editor.connection.vendor])

    def validate(self, model, instance, exclude=None, using="default") -> None:
        """Check nothing: steps check before they write, and the database keeps the rule."""

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs.update(
            sqlite=self.statements["sqlite"],
            sqlite_end=self.ends["sqlite"],
            postgresql=self.statements["postgresql"],
            postgresql_end=self.ends["postgresql"],
        )
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TriggerConstraint) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


@contextmanager
def without_constraint(constraint: TriggerConstraint) -> Iterator[None]:
    """A transaction in which this rule does not hold, for what no step may do: to remove the demo
    content. No other transaction sees the database without the rule."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in constraint.ends[connection.vendor]:
            cursor.execute(statement)
        yield
        for statement in constraint.statements[connection.vendor]:
            cursor.execute(statement)
