"""A form whose POST could not be taken: the session was over, or another tab had signed in anew."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from media.staff import REOPEN
from news import roles
from news.models import Article
from portal import kept
from sections.models import Section
from tests.factories import make_article, make_author, make_section, make_user
from tests.news.desk import ADD, change, faults, rows, sent

pytestmark = pytest.mark.django_db

PASSWORD = "mật khẩu của phép thử"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def passwords_cost_nothing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Fields(HTMLParser):
    """The forms of a page, as a browser would send them: where to, and [(name, value)]."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self._area: str | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append((attrs.get("action", ""), []))
        elif tag == "input" and self.forms and attrs.get("name"):
            self.forms[-1][1].append((attrs["name"], attrs.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = attrs["name"], ""

    def handle_data(self, data):
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the first line end of a text area.
            self.forms[-1][1].append((self._area, self._text.removeprefix("\n")))
            self._area = None


def form_of(response):
    """The only form of a page of `portal.kept`: its address, and its fields as lists."""
    found = [each for each in Fields(response.content.decode()).forms if "setlang" not in each[0]]
    forms = [each for each in found if not each[0].endswith("/logout/")]
    ((action, pairs),) = forms
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return action, data


def browser(user=None, **options):
    client = Client(**options)
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def writer():
    return make_user(roles.PUBLISHERS, username="nguoi-viet")


def typed(**fields):
    section, author = make_section(), make_author()
    return sent(
        title='Tên có "ngoặc" & <dấu>',
        lead="\nDòng một\r\nDòng hai",
        body="<p>Thân bài\u00a0dài</p></textarea><script>alert(1)</script>",
        section=section.pk,
        extra_sections=[make_section("Một").pk, make_section("Hai").pk],
        **rows("bylines", {"author": author.pk, "role": "photo", "order": 2}),
        **fields,
    )


def sign_in(client, page, password=PASSWORD, username="nguoi-viet"):
    action, data = form_of(page)
    return client.post(action, {**data, "username": username, "password": password})


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
    assert form_of(wrong)[1][kept.KEPT] == form_of(asked)[1][kept.KEPT]
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

    # To them the article does not exist.
    assert [(each.status_code, each["Location"]) for each in (reopened, saved)] == [
        (302, "/admin/")
    ] * 2
    assert Article.objects.get().title == "Tên đang có"


# Signed in anew in another tab: the token of this form is of the old session


def token(client):
    client.get(LOGIN, follow=True)
    return client.cookies["csrftoken"].value


def test_a_form_of_an_older_session_comes_back_with_its_text(writer):
    client = browser(writer, enforce_csrf_checks=True)
    old = token(client)
    client.logout()  # the other tab signs out and in again
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
    assert form_of(again)[1][kept.KEPT] == fields[kept.KEPT]
    assert "_auth_user_id" not in client.session


# What others may try


ELSEWHERE = [
    {"HTTP_ORIGIN": "https://ke-xau.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_SITE": "same-site"},
    {"HTTP_REFERER": "https://ke-xau.example/bai"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_another_site_sends_is_not_echoed(writer, headers, signed_in):
    client = browser(writer if signed_in else None, enforce_csrf_checks=True)
    text = json.dumps([["title", ["Chữ của kẻ xấu"]]])

    for address, data in (
        (ADD, sent(title="Chữ của kẻ xấu")),
        (LOGIN, {kept.KEPT: text, kept.PATH: ADD}),
    ):
        response = client.post(address, data, **headers)
        assert (response.status_code, "kẻ xấu" in response.content.decode()) == (403, False)


PATHS = [
    "https://ke-xau.example/admin/news/article/add/",
    "//ke-xau.example/admin/news/article/add/",
    "/\\ke-xau.example/admin/",
    "javascript:alert(1)",
    "/admin/../news/article/add/",
    "/admin/news/article/../../../x/change/",
    "/admin/news/article/./add/",
    "/admin//news/article/add/",
    "/admin/news/article/add",
    "/admin/logout/",
    "/admin/login/",
    "/admin/password_change/",
    "/admin/auth/user/add/",
    "/admin/auth/user/1/change/",
    "/admin/news/article/1/delete/",
    "/admin/news/article/1/step/withdraw/",
    "/admin/news/article/1/edition/1/restore/",
    "/tin-tuc/",
    "",
    "\0",
    "x" * 100_000,
]


@pytest.mark.parametrize("path", PATHS)
def test_only_forms_that_say_so_are_opened_again(writer, path):
    client = browser()
    data = {kept.KEPT: "[]", kept.PATH: path, "username": "nguoi-viet", "password": PASSWORD}

    response = client.post(LOGIN, data)

    assert (response.status_code, form_of(response)[0]) == (403, LOGIN)
    assert "_auth_user_id" not in client.session


def test_every_form_that_is_opened_again_is_one_of_ours():
    assert {
        path: kept.reopens(path)
        for model in site._registry
        for path in [reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add")]
    } == {
        path: model._meta.app_label in {"news", "sections", "agency", "media"}
        for model in site._registry
        for path in [reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add")]
    }


HOSTILE = [
    "",
    "null",
    "1",
    '"x"',
    "{",
    '{"a": 1}',
    '[["a", 5]]',
    '[["a"]]',
    '[["a", ["b"], "c"]]',
    "[" * 100_000,
    '{"a":' * 50_000,
    '[["title", ["\\ud800"]]]',
    '[["\\udfff", ["x"]]]',
    '[["title", ["\\u0000"]]]',
    '[["title", [[["x"]], null, NaN, 1e999]]]',
    json.dumps([["csrfmiddlewaretoken", ["x"]], ["_save", ["1"]], [kept.KEPT, ["x"]]]),
    json.dumps([["body", ["x" * 5_000_000]]]),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_no_error_and_saves_nothing(writer, text):
    client = browser()
    data = {kept.KEPT: text, kept.PATH: ADD, "username": "nguoi-viet", "password": PASSWORD}

    opened = client.post(LOGIN, data)
    action, fields = form_of(opened)
    shown = client.post(action, fields)

    assert (opened.status_code, action) == (200, ADD)
    assert set(fields) <= {"csrfmiddlewaretoken", REOPEN, "title", "\ufffd", "body", "a", "b"}
    assert len(fields["csrfmiddlewaretoken"]) == 1
    assert shown.status_code == 200
    assert not Article.objects.exists()


def test_markup_in_the_text_stays_text(writer):
    page = browser().post(ADD, typed()).content.decode()

    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


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
