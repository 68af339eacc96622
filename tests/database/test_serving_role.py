"""The portal serves by a role that owns nothing."""

import re
import urllib.request
from contextlib import contextmanager

import psycopg2
import pytest

from tests.processes import POSTGRESQL, empty_database, free_port, manage, serving

pytestmark = [
    pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no roles"),
]
ROLE = "portal_serving"

PUBLISH = """
from news.desk import steps
from news.models import Article, Edition
from tests import factories
by = factories.make_publisher()
article = factories.make_article("Cầu mới thông xe", section=factories.make_section("Kinh tế"))
steps.publish(article, by=by)
steps.withdraw(article, by=by, reason="Thử")
steps.bring_back(article, by=by)
print(Edition.objects.public().get().slug)
"""


@contextmanager
def connected(url: str, user: str):
    server, _, name = url.partition("@/")[2].rpartition("/")
    connection = psycopg2.connect(host="/" + server.strip("/"), user=user, dbname=name)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def portal_of_two_roles(tmp_path_factory):
    """The folder of a portal that the owner has set up, and the variables of the serving role."""
    folder = tmp_path_factory.mktemp("two-roles") / "var"
    with empty_database() as where:
        url = where["DATABASE_URL"]
        with connected(url, "portal") as cursor:
            cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
        serving = {"DATABASE_URL": url.replace("postgres://portal@", f"postgres://{ROLE}@")}
        owned = manage("setup", "--serving-role", ROLE, VAR_DIR=folder, DATABASE_URL=url)
        made = manage("setup", "--no-demo", VAR_DIR=folder, **serving)
        assert (owned.returncode, owned.stderr) == (made.returncode, made.stderr) == (0, "")
        yield folder, serving
        with connected(url, "portal") as cursor:
            cursor.execute(f"DROP OWNED BY {ROLE}")
            cursor.execute(f"DROP ROLE {ROLE}")


def test_it_publishes_serves_and_makes_the_index_anew(portal_of_two_roles):
    folder, where = portal_of_two_roles
    published = manage("shell", "-v0", "-c", PUBLISH, VAR_DIR=folder, **where)
    assert (published.returncode, published.stderr) == (0, "")

    with connected(where["DATABASE_URL"], ROLE) as cursor:
        cursor.execute("UPDATE news_searchindex SET version = 0")
        worked = manage("work", "--once", VAR_DIR=folder, **where)
        cursor.execute("SELECT count(*) FROM news_search")
        indexed = cursor.fetchone()
    port = free_port()
    with serving(folder, port, **where):
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/tim-kiem/?q=cau").read().decode()

    assert (worked.returncode, worked.stderr) == (0, "")
    assert indexed[0] > 0
    assert "Cầu mới thông xe" in re.sub("</?mark>", "", page)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE news_article",
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_frozen",
        "DROP TRIGGER edition_frozen ON news_edition",
        "CREATE OR REPLACE FUNCTION edition_frozen() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$",
        "TRUNCATE audit_entry",
        "DELETE FROM django_migrations",
        "SET session_replication_role = replica",
    ],
)
def test_it_changes_no_table_and_no_trigger(portal_of_two_roles, statement):
    _folder, where = portal_of_two_roles

    with (
        connected(where["DATABASE_URL"], ROLE) as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(statement)
