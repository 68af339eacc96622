"""A form comes back with what was typed if its session has ended, or if another tab has signed in
again."""

import re

import pytest

from accounts import form_recovery, roles
from news.models import Article
from sections.models import Section
from staff.base_admin import REOPEN
from tests.factories import make_article, make_user
from tests.news.desk.form_data import ADD, change, faults, sent
from tests.staff.forms import LOGIN, PASSWORD, browser, form_of, sign_in, token, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user(roles.PUBLISHERS, username="nguoi-viet")


@pytest.mark.parametrize("ended", ["signed out", "session gone"])
def test_after_signing_in_again_every_field_stands_in_the_form_and_is_not_saved(writer, ended):
    client = browser(writer)
    client.get(ADD)
    if ended == "signed out":
        client.logout()
    else:
        client.session.flush()
    form = typed(_step="publish")

    asked = client.post(ADD, form)
    opened = sign_in(client, asked)
    action, fields = form_of(opened)
    shown = client.post(action, fields)

    assert (asked.status_code, opened.status_code, action) == (403, 200, ADD)
    (sentence,) = faults(shown)["__all__"]
    assert "chưa được lưu" in sentence
    bound = shown.context["adminform"].form
    expected = {
        name: value
        for name, value in form.items()
        if name in bound.fields and name not in {"body", "extra_sections"}
    }
    assert {name: str(bound[name].value() or "") for name in expected} == {
        name: str(value).replace("\r\n", "\n") if name == "lead" else str(value)
        for name, value in expected.items()
    } | {"lead": bound["lead"].value()}
    assert bound["lead"].value().replace("\r\n", "\n") == "\nDòng một\nDòng hai"
    assert bound["extra_sections"].value() == [str(pk) for pk in form["extra_sections"]]
    assert "Thân bài\u00a0dài" in bound["body"].value() + shown.content.decode()
    (row,) = shown.context["inline_admin_formsets"][0].formset.forms
    assert [row[name].value() for name in ("role", "order")] == ["photo", "2"]
    assert not Article.objects.exists()


def test_the_text_is_saved_once_it_was_looked_over(writer):
    client = browser()
    opened = sign_in(client, client.post(ADD, typed()))
    action, fields = form_of(opened)
    client.post(action, fields)

    again = {name: value for name, value in fields.items() if name != REOPEN}
    response = client.post(action, {**again, "_save": ""})

    assert response.status_code == 302
    assert Article.objects.get().title == 'Tên có "ngoặc" & <dấu>'


@pytest.mark.parametrize("button", ["_save", "_step", "_continue", "_addanother"])
def test_opening_again_never_saves_whatever_button_comes_along(writer, button):
    client = browser(writer)
    article = make_article("Tên đang có")

    for address in (ADD, change(article)):
        client.post(address, {**typed(seen_version=0), REOPEN: "1", button: "publish"})

    assert list(Article.objects.values_list("title", flat=True)) == ["Tên đang có"]


def test_a_wrong_password_keeps_the_text_and_asks_again(writer):
    client = browser()
    asked = client.post(ADD, typed())

    wrong = sign_in(client, asked, password="sai")
    right = sign_in(client, wrong)

    assert wrong.status_code == 403
    assert (
        form_of(wrong)[1][form_recovery.RECOVERED_FIELD]
        == form_of(asked)[1][form_recovery.RECOVERED_FIELD]
    )
    assert form_of(right)[1]["title"] == ['Tên có "ngoặc" & <dấu>']


def test_a_wrong_password_says_no_more_than_an_unknown_name(writer):
    client = browser()
    asked = client.post(ADD, typed())

    answers = [
        re.sub(r'value="[^"]*"|csrf\S+', "", page.content.decode())
        for page in (
            sign_in(client, asked, password="sai"),
            sign_in(client, asked, username="khong-co", password="sai"),
        )
    ]

    assert answers[0] == answers[1]


def test_who_is_no_staff_cannot_sign_in_here(writer):
    make_user(is_staff=False, username="ban-doc")
    client = browser()

    response = sign_in(client, client.post(ADD, typed()), username="ban-doc")

    assert (response.status_code, "_auth_user_id" in client.session) == (403, False)


def test_another_person_who_signs_in_still_may_not_save_what_is_not_theirs(writer):
    make_user(roles.CONTRIBUTORS, username="nguoi-khac")
    article = make_article("Tên đang có", created_by=writer)
    client = browser()

    opened = sign_in(client, client.post(change(article), typed()), username="nguoi-khac")
    action, fields = form_of(opened)
    reopened = client.post(action, fields)
    saved = client.post(action, {name: v for name, v in fields.items() if name != REOPEN})

    # For this person the article does not exist. test_form_recovery_refused tests how they get back
    # what they typed.
    assert [each.status_code for each in (reopened, saved)] == [403] * 2
    assert Article.objects.get().title == "Tên đang có"


# Another tab has signed in again: the token of the form is of the old session


def test_a_form_of_an_older_session_comes_back_with_its_text(writer):
    client = browser(writer, enforce_csrf_checks=True)
    old = token(client)
    # The other tab signs out and in again.
    client.logout()
    client.post(
        LOGIN,
        {"username": "nguoi-viet", "password": PASSWORD, "csrfmiddlewaretoken": token(client)},
    )

    refused = client.post(ADD, {**typed(), "csrfmiddlewaretoken": old[::-1]})
    action, fields = form_of(refused)
    shown = client.post(action, fields)

    assert (refused.status_code, action) == (403, ADD)
    assert list(faults(shown)) == ["__all__"]
    assert shown.context["adminform"].form["title"].value() == 'Tên có "ngoặc" & <dấu>'
    assert not Article.objects.exists()


def test_a_form_of_an_older_session_without_a_new_one_asks_to_sign_in(writer):
    client = browser(enforce_csrf_checks=True)

    asked = client.post(ADD, {**typed(), "csrfmiddlewaretoken": "x" * 64})
    opened = sign_in(client, asked)
    shown = client.post(*form_of(opened))

    assert (asked.status_code, opened.status_code) == (403, 200)
    assert list(faults(shown)) == ["__all__"]


def test_the_sign_in_form_itself_may_have_grown_old(writer):
    client = browser(enforce_csrf_checks=True)
    action, fields = form_of(client.post(ADD, {**typed(), "csrfmiddlewaretoken": "x" * 64}))
    old = {**fields, "csrfmiddlewaretoken": "y" * 64}

    again = client.post(action, {**old, "username": "nguoi-viet", "password": PASSWORD})

    assert again.status_code == 403
    assert form_of(again)[1][form_recovery.RECOVERED_FIELD] == fields[form_recovery.RECOVERED_FIELD]
    assert "_auth_user_id" not in client.session


def test_a_text_of_5_mb_comes_along(writer):
    client = browser()
    body = "<p>" + "x" * 5_000_000 + "</p>"

    opened = sign_in(client, client.post(ADD, sent(body=body)))

    assert form_of(opened)[1]["body"] == [body]


def test_no_page_with_a_text_is_kept(writer):
    client = browser()
    asked = client.post(ADD, typed())

    for page in (asked, sign_in(client, asked)):
        assert page.headers["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in page.headers


def test_a_section_comes_back_too_and_is_not_saved(writer):
    client = browser()
    form = {
        "title": "Kinh tế", "kind": "section", "order": "100", "language": "vi", "body": "",
        "description": "", "slug": "", "parent": "",
        "old_paths-TOTAL_FORMS": "0", "old_paths-INITIAL_FORMS": "0",
    }  # fmt: skip

    opened = sign_in(client, client.post("/admin/sections/section/add/", form))
    shown = client.post(*form_of(opened))

    assert list(faults(shown)) == ["__all__"]
    assert not Section.objects.exists()


def test_other_posts_without_a_session_are_answered_as_django_does():
    article = make_article()

    response = browser().post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert (response.status_code, response["Location"].startswith(LOGIN)) == (302, True)
    assert Article.objects.exists()
