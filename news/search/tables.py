"""The index's one table, which is no model: FTS5's on SQLite, a GIN index on PostgreSQL."""

from django.db.migrations.operations.base import Operation

# Contentless and without positions: of an edition only its tokens are stored, and only once.
_SQLITE = """
CREATE VIRTUAL TABLE news_search USING fts5(
    tokens, content='', detail='none', tokenize="ascii tokenchars '_=^@'"
)
"""
# Without fastupdate: no reader has to walk a list of what is not yet in the index.
_POSTGRESQL = """
CREATE TABLE news_search (id bigint PRIMARY KEY, tokens tsvector NOT NULL);
CREATE INDEX news_search_tokens ON news_search USING gin (tokens) WITH (fastupdate = off);
ALTER TABLE news_search ALTER COLUMN tokens SET STATISTICS 1000
"""


class CreateSearchTable(Operation):
    """Creates the table of the index; each vendor's own. Outside the migration state."""

    reversible = True

    def state_forwards(self, app_label, state) -> None:
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(_SQLITE if sqlite else _POSTGRESQL, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        schema_editor.execute("DROP TABLE news_search")

    def describe(self) -> str:
        return "Create the table of the search index"
