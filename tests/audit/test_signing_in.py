"""The audit log records each sign-in, each one that failed, and each sign-out."""

import pytest
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from accounts.sessions.store import SessionStore
from staff.drafts import RECOVERED_FIELD, RECOVERED_PATH_FIELD, dump_fields
from tests.audit.entries import told
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

KINDS = ["sign-in", "refused", "sign-out"]


def sign_in(username, password=PASSWORD, address="203.0.113.7"):
    client = Client(REMOTE_ADDR=address)
    client.post("/admin/login/", {"username": username, "password": password})
    return client


def rows():
    return told("kind", "by", "about_key", "about", "address", kind__in=KINDS)


def test_a_sign_in_and_a_sign_out_are_told():
    user = make_user(username="hai")
    sign_in("hai").post("/admin/logout/")

    assert rows() == [
        ("sign-in", user.pk, None, "", "203.0.113.7"),
        ("sign-out", user.pk, None, "", "203.0.113.7"),
    ]


def test_a_sign_out_of_nobody_is_not_told(rf):
    request = rf.post("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    logout(request)

    assert rows() == []


def test_a_wrong_password_is_told_with_the_account_and_without_the_password():
    user = make_user(username="hai")
    sign_in("hai", "bí mật gõ nhầm")

    assert rows() == [("refused", None, user.pk, "hai", "203.0.113.7")]
    assert "nham" not in " ".join(told("folded")) and "nhầm" not in repr(told("detail", "who"))


def test_a_name_that_nobody_has_is_told_as_it_was_typed():
    sign_in("=cmd|' /C calc'!A0")

    assert rows() == [("refused", None, None, "=cmd|' /C calc'!A0", "203.0.113.7")]


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_staff": False}])
def test_who_may_not_come_in_is_told_though_the_password_was_right(state):
    user = make_user(username="hai", **state)
    sign_in("hai")

    assert rows() == [("refused", None, user.pk, "hai", "203.0.113.7")]


def test_where_throttling_begins_is_told_once_and_what_it_refused_is_not():
    user = make_user(username="hai")
    for _ in range(9):
        sign_in("hai", "sai")

    held = "Sai quá nhiều lần: mọi lần thử tiếp theo bị từ chối trong 1 phút."
    assert told("about_key", "about", "address", "detail", kind__in=KINDS) == [
        (user.pk, "hai", "203.0.113.7", detail) for detail in [""] * 5 + [held]
    ]


def test_signing_in_over_a_form_that_was_kept_is_told():
    user = make_user(username="hai", is_superuser=True)
    Client(REMOTE_ADDR="203.0.113.7").post(
        "/admin/login/",
        {
            "username": "hai",
            "password": PASSWORD,
            RECOVERED_FIELD: dump_fields(QueryDict("title=Cầu mới")),
            RECOVERED_PATH_FIELD: "/admin/news/article/add/",
        },
    )

    assert rows() == [("sign-in", user.pk, None, "", "203.0.113.7")]
