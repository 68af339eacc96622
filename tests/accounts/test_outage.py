"""While the database is locked or away, pages answer with 503, and what was typed can be sent
again."""

import sqlite3
from contextlib import contextmanager

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from accounts import form_recovery
from database.connections import is_temporary
from news.models import Article
from staff.base_admin import REOPEN
from tests.factories import PASSWORD, make_article, make_section, make_user, picture_bytes
from tests.news.desk.form_data import ADD, change, sent
from tests.staff.forms import form_of

pytestmark = pytest.mark.django_db(transaction=True)

SQLITE = connection.vendor == "sqlite"


@contextmanager
def locked(table="news_article"):
    """Another connection holds a lock on the database (on PostgreSQL: on this table), for longer
    than the portal waits."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if SQLITE else "SET lock_timeout = '50ms'")
    if SQLITE:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg2.connect(**connection.get_connection_params())
        other.cursor().execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextmanager
def away(file="/nowhere/portal.sqlite3"):
    """The portal cannot reach its database: its settings name this file on SQLite, or a closed port
    on PostgreSQL."""
    there = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        {"NAME": str(file)} if SQLITE else {"HOST": "127.0.0.1", "PORT": "1"}
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(there)


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(make_user(is_superuser=True, username="nguoi-viet"))
    return client


TYPED = {
    "title": 'Tên có "ngoặc" & <dấu>',
    "lead": "\nDòng một\r\nDòng hai",
    "body": "<p>Thân bài</p></textarea><script>alert(1)</script>",
}


def as_form_of(form):
    """The fields of the form, in the format of `form_of`."""
    return {name: [str(value)] for name, value in form.items()}


def fields_of(response):
    action, fields = form_of(response)
    fields.pop("csrfmiddlewaretoken")
    return action, fields


@pytest.mark.parametrize("trouble", [locked, away])
@pytest.mark.parametrize("button", ["_save", "_step"])
def test_a_new_article_comes_back_whole_and_is_saved_when_sent_again(client, trouble, button):
    section = make_section()
    form = sent(**TYPED, section=section.pk, **{button: "publish"})
    client.get(ADD)

    with trouble():
        answer = client.post(ADD, form)
    action, fields = fields_of(answer)

    assert (answer.status_code, answer["Retry-After"], action) == (503, "30", ADD)
    assert "<script>" not in answer.content.decode().partition("<form")[2]
    normal = {
        name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()
    }
    assert normal == as_form_of({**form, "lead": "\nDòng một\nDòng hai"})
    assert not Article.objects.exists()

    again = client.post(action, fields)
    assert again.status_code == 302
    assert Article.objects.get().title == TYPED["title"]


@pytest.mark.parametrize("trouble", [locked, away])
def test_a_changed_article_comes_back_whole(client, trouble):
    article = make_article("Tên đang có")
    form = sent(**TYPED, seen_version=0)

    with trouble():
        answer = client.post(change(article) + "?_changelist_filters=q%3Dx", form)

    assert answer.status_code == 503
    action, fields = fields_of(answer)
    assert action == change(article) + "?_changelist_filters=q%3Dx"
    assert fields["title"] == [TYPED["title"]]
    assert Article.objects.get().title == "Tên đang có"


def test_the_reason_of_a_step_comes_back_too(client):
    article = make_article()
    with locked():
        answer = client.post(
            f"/admin/news/article/{article.pk}/step/send_back/", {"reason": "Thiếu số liệu"}
        )

    assert fields_of(answer)[1]["reason"] == ["Thiếu số liệu"]


def test_files_have_to_be_chosen_again_and_their_words_come_back_to_be_looked_over(client):
    picture = SimpleUploadedFile("a.jpg", picture_bytes(), content_type="image/jpeg")
    with away():
        answer = client.post(
            "/admin/media/photo/add/", {"file": picture, "alt": "Cầu mới", "_save": ""}
        )

    action, fields = fields_of(answer)
    assert (answer.status_code, action) == (503, "/admin/media/photo/add/")
    assert fields == {REOPEN: ["1"], "alt": ["Cầu mới"]}


def test_a_password_is_never_written_into_a_page(client):
    secrets = {"username": "moi", "password1": "rất-bí-mật", "password2": "rất-bí-mật"}
    with away():
        for address in ("/admin/auth/user/add/", "/admin/login/"):
            answer = client.post(address, {**secrets, "password": "rất-bí-mật"})
            assert (answer.status_code, "rất-bí-mật" in answer.content.decode()) == (503, False)


def test_who_was_signing_in_with_a_text_signs_in_once_it_is_back():
    make_user(is_superuser=True, username="nguoi-viet")
    client = Client(raise_request_exception=False)
    action, fields = form_of(client.post(ADD, sent(**TYPED)))
    credentials = {"username": "nguoi-viet", "password": PASSWORD}

    with away():
        answer = client.post(action, {**fields, **credentials})
    again_action, again = form_of(answer)

    assert (answer.status_code, again_action) == (503, action)
    assert again[form_recovery.RECOVERED_FIELD] == fields[form_recovery.RECOVERED_FIELD]
    opened = client.post(again_action, {**again, **credentials})
    assert form_of(opened)[1]["title"] == [TYPED["title"]]


def test_a_form_with_an_old_token_comes_back_to_be_looked_over():
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(make_user(is_superuser=True))
    with away():
        answer = client.post(ADD, {**sent(**TYPED), "csrfmiddlewaretoken": "x" * 64})

    fields = fields_of(answer)[1]
    assert (answer.status_code, fields["title"], fields[REOPEN]) == (503, [TYPED["title"]], ["1"])


def test_what_another_site_sends_is_not_echoed():
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(make_user(is_superuser=True))
    for data in (
        sent(title="Chữ của kẻ xấu"),
        {form_recovery.RECOVERED_FIELD: "kẻ xấu", form_recovery.RECOVERED_PATH_FIELD: ADD},
    ):
        with away():
            answer = client.post(ADD, data, headers={"Origin": "https://ke-xau.example"})
        assert "kẻ xấu" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/admin/", "/admin/news/article/", "/admin/login/"])
def test_a_page_of_the_staff_says_that_it_will_pass(client, address):
    with away():
        answer = client.get(address)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (
        503, "30", "no-store",
    )  # fmt: skip
    assert "Cơ sở dữ liệu đang bận" in answer.content.decode()


def test_a_public_page_is_a_503_too(client):
    with away():
        answer = client.get("/b/1")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.skipif(not SQLITE, reason="SQLite alone has a file that can be damaged")
def test_a_damaged_file_is_a_database_that_is_away(client, tmp_path):
    damaged = tmp_path / "portal.sqlite3"
    damaged.write_bytes(b"\xff" * 20_000)

    with away(damaged):
        answer = client.get("/b/1")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_a_mistake_of_ours_stays_a_500():
    with pytest.raises(Exception) as mistake, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    assert not is_temporary(mistake.value)
    assert not is_temporary(ValueError())
    assert is_temporary(OperationalError("server closed the connection"))


@pytest.mark.parametrize(("code", "temporary"), [(None, True), ("42P01", False)])
def test_a_server_that_dies_during_a_query_is_away(code, temporary):
    """psycopg2 then raises its general error, without a code of the server."""
    cause = psycopg2.DatabaseError("server closed the connection unexpectedly")
    cause.__setstate__({"pgcode": code})
    error = DatabaseError(str(cause))
    error.__cause__ = cause

    assert is_temporary(error) is temporary
