"""Throttling: wrong passwords make the next attempt wait longer; no account is locked for good."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import throttling
from accounts.models import SignInAttempt
from accounts.throttling import Attempt
from audit.origin import client_network
from tests.factories import PASSWORD, make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
MINUTE = timedelta(minutes=1)


def sign_in(password="sai", username="nguoi-viet", address="203.0.113.7", client=None, **data):
    data = {"username": username, "password": password, **data}
    return (client or Client()).post(LOGIN, data, REMOTE_ADDR=address)


def fail(times, **options):
    return [sign_in(**options).status_code for _ in range(times)]


@pytest.fixture
def writer():
    return make_user(username="nguoi-viet")


def test_after_five_failures_the_form_asks_to_wait_and_the_right_password_waits_too(writer):
    assert fail(5) == [200] * 5

    held = sign_in(PASSWORD)

    assert (held.status_code, held["Retry-After"]) == (429, "60")
    assert held.context["form"].non_field_errors() == [
        "Nhập sai quá nhiều lần. Xin vui lòng thử lại sau 1 phút."
    ]


def test_an_account_that_does_not_exist_is_answered_like_one_that_does(writer):
    answers = {
        name: [
            (answer.status_code, answer.context["form"].non_field_errors())
            for answer in (sign_in(username=name) for _ in range(7))
        ]
        for name in ("nguoi-viet", "khong-co")
    }

    assert answers["nguoi-viet"] == answers["khong-co"]


def test_who_waited_may_sign_in_and_starts_anew(writer):
    fail(5)
    SignInAttempt.objects.update(at=timezone.now() - MINUTE)

    assert sign_in(PASSWORD).status_code == 302
    assert fail(5) == [200] * 5


def test_each_further_failure_makes_the_wait_longer_up_to_a_quarter_of_an_hour():
    attempt = Attempt("nguoi-viet", "203.0.113.7")
    at = timezone.now()
    waits = []
    for _ in range(12):
        while wait := attempt.begin(at):
            waits.append(wait // MINUTE)
            at += wait

    assert waits == [1, 2, 4, 8, 15, 15, 15]


def test_an_attempt_that_was_held_back_adds_nothing_to_the_wait():
    attempt = Attempt("nguoi-viet", "203.0.113.7")
    at = timezone.now()
    for _ in range(5):
        attempt.begin(at)

    assert [attempt.begin(at + n * MINUTE / 4) for n in range(4)] == [
        MINUTE - n * MINUTE / 4 for n in range(4)
    ]


@pytest.mark.django_db(transaction=True)
def test_of_many_attempts_at_once_no_more_get_through_than_one_after_the_other():
    def attempt():
        return bool(Attempt("nguoi-viet", "203.0.113.7").begin())

    held = sorted(at_once(*[attempt] * 16))

    assert held == [False] * 5 + [True] * 11


@pytest.mark.parametrize("name", ["NGUOI-VIET", "ｎguoi-viet", " nguoi-viet "])
def test_another_spelling_of_a_name_is_the_same_account(writer, name):
    fail(5)

    assert sign_in(username=name).status_code == 429


def test_others_at_the_same_address_and_the_same_account_elsewhere_go_on(writer):
    make_user(username="nguoi-khac")
    fail(5)

    assert sign_in(PASSWORD, username="nguoi-khac").status_code == 302
    assert sign_in(PASSWORD, address="198.51.100.9").status_code == 302


def test_an_address_that_tries_one_name_after_the_other_is_held(writer):
    for number in range(throttling.ALLOWED_FAILURES[throttling.ADDRESS]):
        assert sign_in(username=f"ten-{number}").status_code == 200

    assert sign_in(username="ten-khac").status_code == 429
    assert sign_in(username="ten-khac", address="198.51.100.9").status_code == 200


def test_an_account_tried_from_everywhere_is_held_but_not_where_it_is_at_home(writer):
    sign_in(PASSWORD, address="198.51.100.9")
    for number in range(throttling.ALLOWED_FAILURES[throttling.ACCOUNT]):
        sign_in(address=f"203.0.113.{number}")

    assert sign_in(PASSWORD, address="203.0.114.1").status_code == 429
    assert sign_in(PASSWORD, address="198.51.100.9").status_code == 302


def test_a_form_whose_session_ended_is_throttled_and_keeps_its_text(writer):
    kept = {"_kept": '[["title", ["Tên đang viết"]]]', "_kept_path": "/admin/news/article/add/"}
    assert {sign_in(**kept).status_code for _ in range(5)} == {403}

    held = sign_in(PASSWORD, **kept)

    assert (held.status_code, held["Retry-After"]) == (429, "60")
    assert held.context["recovered"] == kept["_kept"]


def test_what_is_stored_tells_neither_name_nor_address(writer):
    sign_in()
    sign_in(PASSWORD)

    stored = repr(list(SignInAttempt.objects.values()))
    assert SignInAttempt.objects.count() == 3
    assert ("nguoi-viet" in stored, "203.0.113" in stored) == (False, False)


def test_the_worker_forgets_failures_after_an_hour_and_homes_after_sixty_days():
    now = timezone.now()
    for age in (timedelta(minutes=59), timedelta(minutes=61)):
        SignInAttempt.objects.create(key="k", failed=True, at=now - age)
    for age in (timedelta(days=59), timedelta(days=61)):
        SignInAttempt.objects.create(key="k", failed=False, at=now - age)

    assert [throttling.sweep(now), throttling.sweep(now)] == [2, 0]
    assert sorted(now - at for at in SignInAttempt.objects.values_list("at", flat=True)) == [
        timedelta(minutes=59),
        timedelta(days=59),
    ]


ADDRESSES = [
    # peer, X-Forwarded-For, trusted proxies, the network of the client
    ("203.0.113.7", "", [], "203.0.113.7"),
    ("203.0.113.7", "198.51.100.1", [], "203.0.113.7"),
    ("203.0.113.7", "198.51.100.1", ["127.0.0.1"], "203.0.113.7"),
    ("127.0.0.1", "198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
    ("127.0.0.1", "1.1.1.1, 198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
    ("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.3", ["127.0.0.1", "10.0.0.0/8"], "198.51.100.1"),
    ("127.0.0.1", "", ["127.0.0.1"], "127.0.0.1"),
    ("127.0.0.1", "<script>", ["127.0.0.1"], "127.0.0.1"),
    ("127.0.0.1", "<script>, 198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
    ("::ffff:203.0.113.7", "", [], "203.0.113.7"),
    ("2001:db8:1:2:3:4:5:6", "", [], "2001:db8:1:2::/64"),
    ("", "198.51.100.1", [], ""),
]


@pytest.mark.parametrize(("peer", "forwarded", "trusted", "whose"), ADDRESSES)
def test_the_address_is_the_last_one_that_no_proxy_of_ours_has(
    settings, peer, forwarded, trusted, whose
):
    settings.TRUSTED_PROXIES = [ip_network(each) for each in trusted]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    assert client_network(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == whose
