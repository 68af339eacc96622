"""Ways around the second factor that are shut: guesses, an unattended computer, a second window."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts import session_marks, throttling
from accounts.models import Credentials, SignInAttempt
from accounts.pages.factor import NEW_SECRET
from accounts.roles import PUBLISHERS
from accounts.second_factor import demands, factor, reset_requests
from tests.accounts.factors import (
    CODE_PAGE,
    code_of,
    give_app,
    give_password,
    shown_by,
)
from tests.factories import NEW_PASSWORD, PASSWORD, make_user

pytestmark = pytest.mark.django_db

CHANGE = "/admin/password_change/"
SET_UP = "/admin/account/second-factor/"
CONFIRM = "/admin/account/confirm/"


@pytest.fixture
def writer():
    return make_user(PUBLISHERS, username="nguoi-viet")


def at_open_computer(user, **marks) -> Client:
    """The browser of the person, who has gone away and proved nothing lately."""
    client = Client()
    give_password(client, user)
    if factor.app_of(user):
        client.post(CODE_PAGE, {"code": code_of(user)})
    session = client.session
    session.update({session_marks.REAUTHENTICATED_AT: 1.0, **marks})
    session.save()
    return client


def change(client, old, new):
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, data)


@pytest.mark.parametrize("old", ["", "sai"])
def test_the_password_page_does_not_tell_the_password_to_who_does_not_know_it(writer, old):
    client = at_open_computer(writer)

    answers = [change(client, old, new).content.decode() for new in (PASSWORD, NEW_PASSWORD)]

    assert ["Đây là mật khẩu đang dùng" in each for each in answers] == [False, False]
    assert "Đây là mật khẩu đang dùng" in change(client, PASSWORD, PASSWORD).content.decode()


def test_a_changed_password_proves_nothing_where_there_is_a_second_factor(writer):
    give_app(writer)
    client = at_open_computer(writer)

    changed = change(client, PASSWORD, NEW_PASSWORD)

    assert (changed.status_code, client.get(SET_UP)["Location"]) == (
        302,
        f"{CONFIRM}?next={SET_UP.replace('/', '%2F')}",
    )


def test_an_overdue_factor_is_set_up_by_who_knows_the_password(writer):
    client = at_open_computer(writer, **{session_marks.FACTOR_DUE_AT: 1.0})

    led = client.get(SET_UP)["Location"]
    client.post(CONFIRM, {"password": PASSWORD})

    assert (led.partition("?")[0], client.get(SET_UP).status_code) == (CONFIRM, 200)


def test_a_set_up_that_is_sent_twice_says_where_recovery_codes_are_made(writer):
    client = Client()
    give_password(client, writer)
    client.get(SET_UP)
    code = shown_by(client.session[NEW_SECRET])
    client.post(SET_UP, {"code": code})

    again = client.post(SET_UP, {"code": code}, follow=True)

    assert again.redirect_chain == [("/admin/account/", 302)]
    assert "Xác thực hai lớp đã bật" in again.content.decode()


def test_a_secret_that_was_shown_before_is_none_of_the_next_app(writer):
    client = Client()
    give_password(client, writer)
    client.get(SET_UP)
    before = client.session[NEW_SECRET]
    client.get(SET_UP)

    assert client.session[NEW_SECRET] != before


def test_wrong_codes_from_many_addresses_are_few(writer):
    at, until, guesses = timezone.now(), timezone.now() + timedelta(hours=1), 0
    for number in range(500):
        attempt = throttling.Attempt(
            writer.username, f"10.0.{number // 256}.{number % 256}", is_code=True
        )
        wait = attempt.begin(at)
        at += wait or timedelta(seconds=1)
        if at > until:
            break
        guesses += not wait

    assert 10 <= guesses <= 16


def test_who_signs_in_where_they_did_before_is_held_up_by_no_guess_from_elsewhere(writer):
    throttling.Attempt(writer.username, "192.0.2.1", is_code=True).begin()
    throttling.Attempt(writer.username, "192.0.2.1", is_code=True).succeeded()
    for number in range(20):
        throttling.Attempt(writer.username, f"10.0.0.{number}", is_code=True).begin()

    own = throttling.Attempt(writer.username, "192.0.2.1", is_code=True)

    assert own.wait(timezone.now()) == timedelta(0)


def test_the_right_code_is_no_failure_of_any_count(writer):
    attempt = throttling.Attempt(writer.username, "192.0.2.1", is_code=True)
    attempt.begin()
    attempt.succeeded()

    assert SignInAttempt.objects.filter(failed=True).count() == 0


def test_nobody_confirms_with_an_account_that_is_younger_than_the_request(writer):
    give_app(writer)
    first = make_user(username="quan-tri", is_superuser=True)
    reset_requests.ask(writer, by=first, reason="Mất điện thoại")
    made_since = make_user(username="moi", is_superuser=True)

    assert not reset_requests.confirm(writer, by=made_since)
    assert factor.app_of(writer) is not None


def test_a_request_to_reset_ends_with_the_factor_that_it_meant(writer):
    give_app(writer)
    one, two = (make_user(username=f"quan-tri-{n}", is_superuser=True) for n in (1, 2))
    reset_requests.ask(writer, by=one, reason="Mất điện thoại")
    give_app(writer)

    assert not reset_requests.confirm(writer, by=two)
    assert factor.app_of(writer) is not None


def test_who_comes_back_to_a_group_has_a_new_day_of_grace(settings, writer):
    settings.SECOND_FACTOR_ENFORCED = True
    demands.due_at(writer)
    long_ago = timezone.now() - timedelta(days=300)
    Credentials.objects.filter(user=writer).update(factor_due_since=long_ago)
    writer.groups.clear()
    demands.due_at(writer)
    writer.groups.add(Group.objects.get(name=PUBLISHERS))

    assert demands.due_at(writer) > timezone.now()
