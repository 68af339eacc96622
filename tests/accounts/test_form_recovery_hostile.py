"""A recovered form (`accounts.form_recovery`) withstands other sites, odd addresses and forged
texts."""

import json

import pytest
from django.contrib.admin import site
from django.urls import reverse

from accounts import form_recovery, roles
from news.models import Article
from staff.base_admin import REOPEN
from tests.factories import make_user
from tests.news.desk.form_data import ADD, sent
from tests.staff.forms import LOGIN, PASSWORD, browser, form_of, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user(roles.PUBLISHERS, username="nguoi-viet")


ELSEWHERE = [
    {"HTTP_ORIGIN": "https://ke-xau.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_SITE": "same-site"},
    {"HTTP_REFERER": "https://ke-xau.example/bai"},
    {"HTTP_REFERER": "http://[ke-xau.example/"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_another_site_sends_is_not_echoed(writer, headers, signed_in):
    client = browser(writer if signed_in else None, enforce_csrf_checks=True)
    text = json.dumps([["title", ["Chữ của kẻ xấu"]]])

    for address, data in (
        (ADD, sent(title="Chữ của kẻ xấu")),
        (LOGIN, {form_recovery.RECOVERED_FIELD: text, form_recovery.RECOVERED_PATH_FIELD: ADD}),
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
    "/admin/auth/user/1/password/",
    "/admin/auth/user/1/delete/",
    "/admin/news/article/1/delete/",
    "/admin/news/article/1/comments",
    "/admin/news/article//comments/",
    "/admin/news/article/1/../2/comments/",
    "//ke-xau.example/admin/news/article/1/comments/",
    "/admin/news/article/1/edition/1/restore/",
    "/admin/news/article/1/delete/?/change/",
    "/admin/news/article/1/delete/#/change/",
    "/admin/news/article/%2e%2e/1/delete/%3f/change/",
    "/admin/news/article/..\\..\\x/change/",
    "/admin/news/article/1\n/change/",
    "/tin-tuc/",
    "",
    "\0",
    "x" * 100_000,
]


@pytest.mark.parametrize("path", PATHS)
def test_only_forms_that_say_so_are_opened_again(writer, path):
    client = browser()
    data = {
        form_recovery.RECOVERED_FIELD: "[]",
        form_recovery.RECOVERED_PATH_FIELD: path,
        "username": "nguoi-viet",
        "password": PASSWORD,
    }

    response = client.post(LOGIN, data)

    assert (response.status_code, form_of(response)[0]) == (403, LOGIN)
    assert "_auth_user_id" not in client.session


def test_every_form_that_is_opened_again_is_one_of_ours():
    ours = {"news", "sections", "agency", "media", "redirects", "auth"}
    forms = {
        reverse(f"admin:{pattern.name}"): model._meta.app_label
        for model, model_admin in site._registry.items()
        for pattern in model_admin.get_urls()
        if (pattern.name or "").endswith("_add")
    }

    assert {path: form_recovery.can_reopen(path) for path in forms} == {
        path: label in ours for path, label in forms.items()
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
    json.dumps(
        [["csrfmiddlewaretoken", ["x"]], ["_save", ["1"]], [form_recovery.RECOVERED_FIELD, ["x"]]]
    ),
    json.dumps([["body", ["x" * 5_000_000]]]),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_no_error_and_saves_nothing(writer, text):
    client = browser()
    data = {
        form_recovery.RECOVERED_FIELD: text,
        form_recovery.RECOVERED_PATH_FIELD: ADD,
        "username": "nguoi-viet",
        "password": PASSWORD,
    }

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
