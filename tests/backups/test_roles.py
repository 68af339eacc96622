"""Where one role owns the tables and another one serves, the serving one makes the backup, and a
restored portal has both roles again."""

import psycopg2
import pytest

from tests.processes import POSTGRESQL, database  # noqa: F401

pytestmark = [
    pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no roles"),
    pytest.mark.long,
]
OWNER, SERVING = "backups_owner", "backups_serving"


def sql(url: str, *statements: str) -> list[tuple]:
    """Run statements as the administrator. Returns the rows of the last one."""
    server, _, name = url.partition("@/")[2].rpartition("/")
    connection = psycopg2.connect(host="/" + server.strip("/"), user="portal", dbname=name)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def give_to_owner(url: str) -> str:
    """An empty database becomes the owner's. Returns its address for the role that serves."""
    sql(url, f'ALTER DATABASE "{url.rpartition("/")[2]}" OWNER TO {OWNER}')
    return url.replace("portal@", f"{SERVING}@")


def test_the_role_that_serves_backs_up_and_the_owner_owns_what_comes_back(city):
    admin = city.variables["DATABASE_URL"]
    sql(admin, *(f"CREATE ROLE {role} LOGIN" for role in (OWNER, SERVING)))
    try:
        city.do("setup", "--serving-role", SERVING)
        city.do("backup", DATABASE_URL=admin.replace("portal@", f"{SERVING}@"))
        before = city.state()

        city.wipe()
        city.variables["DATABASE_URL"] = give_to_owner(admin)
        sql(admin, f"GRANT {OWNER} TO {SERVING}")
        city.do("restore", "--owner", OWNER)
        sql(admin, f"REVOKE {OWNER} FROM {SERVING}")

        owners = sql(admin, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert owners == [(OWNER,)]
        assert city.state() == before
        # It does not own the tables that it serves.
        refused = city.manage("migrate", "news", "zero")
        assert "must be owner" in refused.stderr
    finally:
        city.close()
        main = f"{admin.rpartition('/')[0]}/portal"
        sql(main, *(f"DROP ROLE IF EXISTS {role}" for role in (OWNER, SERVING)))
