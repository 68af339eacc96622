"""Whether the database fits this version of the code."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# An app that has had no migrations since the first release.
_BEFORE_FIRST_RELEASE = ("portal", "0001_initial")
TOO_OLD = (
    "This database was made before version 0.1.0, and no version brings it up to date: "
    "start with a new one, in another VAR_DIR or DATABASE_URL."
)


def lacks_migrations() -> bool:
    """Whether some migration of this version is not applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_too_old() -> bool:
    """Whether the database was made before the first release. The caller then shows `TOO_OLD` and
    stops."""
    return _BEFORE_FIRST_RELEASE in MigrationRecorder(connection).applied_migrations()
