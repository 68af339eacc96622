"""The table of the search index, which has no model, and the row that tells how far it is built."""

from django.db import models
from django.db.migrations.operations.base import Operation


class SearchIndex(models.Model):
    """One row: how far the index is built, and for which version of the tokens."""

    version = models.PositiveIntegerField(default=0)
    # The last edition that the rebuild has indexed. What is published meanwhile is indexed too.
    last = models.BigIntegerField(default=0)
    whole = models.BooleanField(default=False)
    # Editions that could not be indexed; a search does not find them.
    left_out = models.JSONField(default=list)

    class Meta:
        default_permissions = ()


_CREATE = {
    # Contentless and without positions: it stores the tokens of an edition once, and nothing else.
    "sqlite": """
CREATE VIRTUAL TABLE news_search USING fts5(
    tokens, content='', detail='none', tokenize="ascii tokenchars '_=^@'"
)
""",
    # Without fastupdate, so that no search has to read the list of rows that are not in the index
    # yet.
    "postgresql": """
CREATE TABLE news_search (id bigint PRIMARY KEY, tokens tsvector NOT NULL);
CREATE INDEX news_search_tokens ON news_search USING gin (tokens) WITH (fastupdate = off);
ALTER TABLE news_search ALTER COLUMN tokens SET STATISTICS 1000
""",
}


class CreateSearchTable(Operation):
    """Creates the table of the index in the way of each database. The state of migrations does not
    know the table."""

    def state_forwards(self, app_label, state) -> None:
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        schema_editor.execute(_CREATE[schema_editor.connection.vendor], params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        schema_editor.execute("DROP TABLE news_search")

    def describe(self) -> str:
        return "Create the table of the search index"
