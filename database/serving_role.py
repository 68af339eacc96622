"""The second role of PostgreSQL: it serves the portal, and owns nothing.

The role that owns the tables runs `manage.py setup --serving-role`. Whoever takes over a serving
process then cannot change tables, drop the triggers that freeze editions and the audit log, or make
functions.
"""

from django.db import connection, transaction
from psycopg2 import sql

# Tables that only migrations write.
_READ_ONLY = ("django_migrations",)
# `news.search.index` empties it when the index is made anew.
_EMPTIED = ("news_search",)


def grant_to_serving_role(role: str) -> None:
    """Give this role what serving takes, and nothing else: its earlier rights on the tables are
    taken away first. Run it as the owner of the tables. Raises ProgrammingError if there is no such
    role."""
    to = sql.Identifier(role)
    rights = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {to}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {to}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {to}",
        # SELECT is for pg_dump: this role makes the backups.
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}",
        *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {{to}}" for table in _READ_ONLY),
        *(f"GRANT TRUNCATE ON {table} TO {{to}}" for table in _EMPTIED),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        for each in rights:
            cursor.execute(sql.SQL(each).format(to=to))
