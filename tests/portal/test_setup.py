"""`manage.py setup` sets up a portal the first time, and changes nothing after that."""

import io
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from portal.management.commands import setup
from sections.models import Section
from tests.factories import make_section
from tests.processes import manage, production

User = get_user_model()


@pytest.fixture
def command(settings, tmp_path) -> setup.Command:
    """The command with a folder of its own; what it prints goes into a string."""
    settings.VAR_DIR = tmp_path
    return setup.Command(stdout=io.StringIO())


def said(command: setup.Command) -> str:
    """What the command has printed since the last call."""
    text = command.stdout.getvalue()
    command.stdout._out = io.StringIO()
    return text


def state(folder: Path) -> dict[str, object]:
    """The time and content of each file in the folder. For the database only its rows, because
    reading it can change its file and its log."""
    found: dict[str, object] = {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        # Shared memory is made by the first process that looks into it.
        if path.is_file() and not path.name.startswith(("portal.sqlite3", "marks-"))
    }
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        return {**found, "portal.sqlite3": list(database.iterdump())}


def test_the_second_time_changes_nothing_and_names_the_password_file(portal):
    before = state(portal)
    again = manage("setup", "--no-demo", VAR_DIR=portal)
    after = state(portal)

    account = f"Staff account: admin, its password is in {portal}/admin-password.txt\n"
    assert (again.returncode, again.stderr, again.stdout) == (0, "", account)
    assert {"admin-password.txt", "portal.sqlite3", "static/admin/css/base.css"} <= set(after)
    assert {name for name in after if after[name] != before.get(name)} == set()


def test_production_gets_its_tables_but_no_account(portal, tmp_path):
    # The folder is the same, so its static files are collected already; the database is another
    # one.
    answer = manage("setup", **{**production(tmp_path), "VAR_DIR": portal})

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "Preparing the database …\n"
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM auth_user").fetchone() == (0,)


def test_what_it_makes_is_for_the_owners_eyes(portal):
    with closing(sqlite3.connect(portal / "portal.sqlite3")) as database:
        # The query makes the files of SQLite's log.
        database.execute("SELECT count(*) FROM auth_user").fetchone()
        secret = ["admin-password.txt", "secret-key", *(p.name for p in portal.glob("portal.*"))]
        found = {name: stat.S_IMODE((portal / name).stat().st_mode) for name in secret}

    assert {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"} <= set(found)
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(portal.stat().st_mode) == 0o700


def test_what_readers_get_stays_readable_to_a_server_of_the_portals_group(portal):
    style = portal / "static" / "admin" / "css" / "base.css"

    for path in (style, *style.parents[:3]):
        needed = 0o050 if path.is_dir() else 0o040
        assert path.stat().st_mode & needed == needed


def test_a_database_from_a_backup_is_closed_to_others_and_keeps_what_it_holds(tmp_path):
    paths = [tmp_path / f"portal.sqlite3{end}" for end in ("", "-wal", "-shm")]
    for path in paths:
        path.write_bytes(b"held")
        path.chmod(0o644)

    setup.keep_private(paths[0])

    assert [path.read_bytes() for path in paths] == [b"held"] * 3
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600] * 3


def test_the_password_opens_the_account_and_is_for_the_owners_eyes(db, command, tmp_path):
    command.make_account()

    path = tmp_path / "admin-password.txt"
    admin = User.objects.get()
    assert (admin.username, admin.is_staff, admin.is_superuser) == ("admin", True, True)
    assert admin.check_password(path.read_text().strip())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_start_names_the_file_until_the_password_is_changed(db, command, tmp_path):
    path = tmp_path / "admin-password.txt"
    command.make_account()

    command.show_or_delete_password_file()
    command.show_or_delete_password_file()
    line = f"Staff account: admin, its password is in {path}\n"
    assert said(command) == line * 2

    admin = User.objects.get()
    admin.set_password("another one")
    admin.save()
    command.show_or_delete_password_file()

    assert said(command) == ""
    assert not path.exists()


def test_the_password_of_a_removed_account_goes_too(db, command, tmp_path):
    command.make_account()
    User.objects.all().delete()

    command.show_or_delete_password_file()

    assert said(command) == ""
    assert not (tmp_path / "admin-password.txt").exists()


def test_a_reader_called_admin_is_not_made_staff(db, command, tmp_path):
    User.objects.create_user("admin")

    command.make_account()

    assert said(command).startswith("There is no staff account")
    assert not (tmp_path / "admin-password.txt").exists()


def test_a_password_replaces_what_anybody_could_read(db, command, tmp_path):
    path = tmp_path / "admin-password.txt"
    path.write_text("old")
    path.chmod(0o644)

    command.make_account()

    assert User.objects.get().check_password(path.read_text().strip())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_written_static_file_is_noticed(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    script = tmp_path / "a.js"
    script.write_text("1")
    before = setup.static_signature()

    os.utime(script, (1, 1))

    assert setup.static_signature() != before


def test_files_that_are_no_longer_left_out_are_collected(monkeypatch):
    before = setup.static_signature()

    monkeypatch.setattr(apps.get_app_config("staticfiles"), "ignore_patterns", [])

    assert setup.static_signature() != before


def test_a_section_that_a_page_of_the_portal_hides_is_named(db, command, settings):
    settings.ADMIN_URL = "https://quan-tri.hailam.example"
    hidden, below = make_section("Dữ liệu"), make_section("Mục")
    Section.objects.filter(pk=hidden.pk).update(slug="du-lieu-ca-nhan", path="du-lieu-ca-nhan")
    make_section("Dưới", slug="du-lieu-ca-nhan", parent=below)

    command.name_hidden_sections()

    assert said(command) == (
        "Readers do not find “Dữ liệu”: /du-lieu-ca-nhan/ is a page of the portal now. Give it "
        f"another address: https://quan-tri.hailam.example/admin/sections/section/{hidden.pk}/change/\n"
    )
