"""The kept database of each release can be upgraded, and keeps its content."""

import json
import lzma
from pathlib import Path

import psycopg2
import pytest

from accounts.roles import RIGHTS
from tests.fixtures.portal import copy_static
from tests.processes import POSTGRESQL, empty_database, manage

HERE = Path(__file__).resolve().parent
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "portal.sql.xz").exists())
# Runs in a process of its own on this database, and asks the portal's code what is there.
READ = """
import json
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from news.addresses import article_path
from news.editions.document import Document, document_hash
from news.editions.lifecycle import files_of
from news.models import Edition
from django.utils import timezone

client = Client(SERVER_NAME="localhost")

def public(edition):
    path = article_path(edition.section_id, edition.slug, edition.article_id)
    return [client.get(path + end).status_code for end in ("", "ban-in/")]

editions = Edition.objects.order_by("pk")
shown = Edition.objects.public(timezone.now()).order_by("pk")
print(json.dumps({
    "empty": [m._meta.label for m in apps.get_models() if not m._base_manager.exists()],
    "rewritten": [e.pk for e in editions.filter(redacted_at=None)
                  if Document.from_json(e.document).to_json() != e.document
                  or document_hash(e.document) != e.digest],
    "pages": [public(edition) for edition in shown],
    "files": [e.pk for e in editions.filter(redacted_at=None) if set(files_of(e.content)) != {
        *(("photo", row.photo_id) for row in e.photo_rows.all()),
        *(("document", row.document_id) for row in e.document_rows.all()),
    }],
    "home": client.get("/").status_code,
    "groups": {g.name: g.permissions.count() for g in Group.objects.all()},
}))
"""


@pytest.fixture(scope="module", params=VERSIONS)
def brought_up(request, portal, tmp_path_factory):
    """What `READ` prints for the database of each release, after it was upgraded."""
    folder, kept = tmp_path_factory.mktemp("released"), HERE / request.param
    copy_static(portal, folder)
    with empty_database() as address:
        if POSTGRESQL:
            restore(address["DATABASE_URL"], lzma.decompress((kept / "portal.sql.xz").read_bytes()))
        else:
            content = lzma.decompress((kept / "portal.sqlite3.xz").read_bytes())
            (folder / "portal.sqlite3").write_bytes(content)
        where = {"VAR_DIR": folder, **address}
        for command in (["setup", "--no-demo"], ["migrate", "--check"]):
            done = manage(*command, **where)
            assert (done.returncode, done.stderr) == (0, "")
        read = manage("shell", "-v0", "-c", READ, **where)
        assert read.returncode == 0, read.stderr
        yield json.loads(read.stdout)


def restore(url: str, sql: bytes) -> None:
    server, _, name = url.partition("@/")[2].rpartition("/")
    with psycopg2.connect(host="/" + server.strip("/"), user="portal", dbname=name) as connection:
        connection.cursor().execute(sql.decode())
    connection.close()


def test_every_table_still_holds_something(brought_up):
    # A migration purges every page, which may empty the outbox. The others are tables of a later
    # release.
    later = {"backups.Removal", "news.FileReceipt", "otp_totp.TOTPDevice", "sessions.Session"}
    later |= {
        f"accounts.{name}"
        for name in "AccountMail Credentials FactorReset RecoveryCode StaffSession".split()
    }
    assert {*brought_up["empty"]} <= {"delivery.Purge", *later}


def test_documents_keep_their_bytes_and_their_hash(brought_up):
    assert brought_up["rewritten"] == []


def test_each_edition_has_a_row_for_every_file_that_it_names(brought_up):
    assert brought_up["files"] == []


def test_readers_get_what_was_published(brought_up):
    assert brought_up["pages"] != []
    assert (brought_up["home"], {*map(tuple, brought_up["pages"])}) == (200, {(200, 200)})


def test_groups_have_the_rights_of_every_version(brought_up):
    assert brought_up["groups"] == {
        group: len({right for each in RIGHTS.values() for right in each.get(group, ())})
        for group in {name for each in RIGHTS.values() for name in each}
    }
