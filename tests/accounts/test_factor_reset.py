"""The second factor of somebody who lost it: two administrators reset it, or a command does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.second_factor import factor, reset_requests
from tests.accounts.factors import give_app
from tests.audit.entries import last
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    user = make_user(username="mat-may")
    give_app(user)
    return user


@pytest.fixture
def admins():
    return [make_user(username=f"quan-tri-{n}", is_superuser=True) for n in (1, 2)]


def send(by, owner, **sent):
    client = Client()
    client.force_login(by)
    return client.post(f"/admin/auth/user/{owner.pk}/factor-reset/", sent)


def has_factor(user) -> bool:
    return factor.app_of(user) is not None


def test_one_asks_and_another_one_confirms(owner, admins):
    send(admins[0], owner, ask="1", reason="Mất điện thoại")
    asked = has_factor(owner)
    send(admins[1], owner, confirm="1")

    assert (asked, has_factor(owner)) == (True, False)
    assert last("who", "about", "detail", kind="rights") == (
        "quan-tri-2",
        "mat-may",
        "Đã đặt lại xác thực hai lớp; người đề nghị quan-tri-1: Mất điện thoại",
    )


def test_who_asked_does_not_confirm(owner, admins):
    send(admins[0], owner, ask="1", reason="Mất điện thoại")
    send(admins[0], owner, confirm="1")

    assert has_factor(owner)


def test_nobody_resets_their_own(admins):
    give_app(admins[0])
    reset_requests.ask(admins[0], by=admins[1], reason="x")

    with pytest.raises(PermissionDenied):
        reset_requests.confirm(admins[0], by=admins[0])
    assert send(admins[0], admins[0], confirm="1").status_code == 403


def test_after_a_day_it_is_asked_anew(owner, admins, clock):
    reset_requests.ask(owner, by=admins[0], reason="x")
    clock.move(hours=24, seconds=1)

    assert (reset_requests.confirm(owner, by=admins[1]), has_factor(owner)) == (False, True)


@pytest.mark.parametrize("flag", ["is_active", "is_superuser"])
def test_the_request_of_somebody_who_is_no_administrator_any_more_is_void(owner, admins, flag):
    reset_requests.ask(owner, by=admins[0], reason="x")
    setattr(admins[0], flag, False)
    admins[0].save()

    assert not reset_requests.confirm(owner, by=admins[1])


def test_a_withdrawn_request_is_not_confirmed(owner, admins):
    reset_requests.ask(owner, by=admins[0], reason="x")
    reset_requests.cancel(owner, by=admins[1])

    assert not reset_requests.confirm(owner, by=admins[1])


def test_the_command_lets_a_locked_out_city_in_and_the_log_keeps_it(owner):
    call_command("reset_factor", "mat-may", reason=" Cả hai quản trị viên mất máy ")

    assert not has_factor(owner)
    assert last("who", "address", "detail") == (
        "",
        None,
        "Đã đặt lại xác thực hai lớp trên máy chủ bằng manage.py reset_factor: "
        "Cả hai quản trị viên mất máy",
    )


@pytest.mark.parametrize(("name", "reason"), [("khong-co", "x"), ("mat-may", " "), ("khac", "x")])
def test_the_command_says_what_is_wrong(owner, name, reason):
    make_user(username="khac")

    with pytest.raises(CommandError):
        call_command("reset_factor", name, reason=reason)
    assert has_factor(owner)


def test_a_form_leads_to_the_reset_of_others_and_to_ones_own_account(owner, admins):
    give_app(admins[0])
    client = Client()
    client.force_login(admins[0])

    links = [
        [
            link in client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
            for link in (
                f'· <a href="/admin/auth/user/{user.pk}/factor-reset/">',
                '· <a href="/admin/account/">',
            )
        ]
        for user in (owner, admins[0])
    ]

    assert links == [[True, False], [False, True]]
