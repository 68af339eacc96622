"""Bad addresses, and mail servers that do not work: what becomes of the mails, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import roles
from delivery import worker_status
from news.models import BadAddress, Notification
from news.notifications import mail as notifications_mail
from tests.factories import make_user
from tests.news.notifications.mailed import returned, send_next, soon
from tests.news.notifications.smtp import mail_server
from tests.news.people import person
from text.dates import datetime_with_zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails")]


@pytest.mark.parametrize("address", ["lan", "lan@a.example\nBcc: ai@xa.example", "lan@", "a b@c.d"])
def test_an_address_that_is_none_is_set_aside(lan, chief, address):
    returned(lan, chief)
    type(lan).objects.filter(pk=lan.pk).update(email=address)

    assert (send_next(soon()), send_next(soon())) == (1, 0)

    assert mail.outbox == []
    bad = BadAddress.objects.get()
    assert (bad.person, bad.address, bad.said) == (lan, address, "Địa chỉ thư không hợp lệ.")


# A server that refuses


def test_an_address_that_the_server_refuses_is_set_aside_and_others_are_served(
    lan, chief, settings
):
    binh = make_user(roles.CONTRIBUTORS, email="binh@hailam.example")
    returned(lan, chief)
    returned(binh, chief)

    with mail_server(settings) as server:
        server.refused["lan@hailam.example"] = "550 5.1.1 no such user"
        assert [send_next(soon()) for _ in range(3)] == [1, 1, 0]

    assert server.recipients == ["binh@hailam.example"]
    bad = BadAddress.objects.get()
    assert (bad.person, bad.said) == (lan, "550 5.1.1 no such user")
    assert Notification.objects.get(person=lan).mail_after is None


def test_nothing_more_is_sent_there_until_the_account_has_another(lan, chief):
    now = timezone.now()
    BadAddress.objects.create(person=lan, address=lan.email, said="550", at=now)
    returned(lan, chief, "Bài một")
    send_next(soon())
    assert mail.outbox == []

    lan.email = "tran.lan@hailam.example"
    lan.save()
    returned(lan, chief, "Bài hai")
    send_next(soon())

    assert [each.to for each in mail.outbox] == [["tran.lan@hailam.example"]]


def test_after_a_week_it_is_tried_again(lan, chief):
    long_ago = timezone.now() - notifications_mail.REFUSED_FOR
    BadAddress.objects.create(person=lan, address=lan.email, said="552", at=long_ago)
    returned(lan, chief)

    send_next(soon())

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "554 5.7.1 relay access denied"])
def test_what_is_no_fault_of_the_address_is_tried_again(lan, chief, settings, monkeypatch, answer):
    returned(lan, chief)
    with mail_server(settings) as server:
        server.refused["lan@hailam.example"] = answer
        assert send_next(soon()) == 0
        server.refused.clear()
        # No mail is sent for a minute after the server failed.
        assert send_next(soon() + notifications_mail.RETRY_AFTER) == 0
        monkeypatch.setattr(notifications_mail, "_rests_until", 0.0)
        # After that minute the mail is not due yet.
        assert send_next(soon()) == 0
        assert send_next(soon() + notifications_mail.RETRY_AFTER) == 1

    assert server.recipients == ["lan@hailam.example"]
    assert list(BadAddress.objects.all()) == []


@pytest.fixture
def no_server(settings, monkeypatch):
    """No mail server answers; and the worker does not rest after a failure."""
    monkeypatch.setattr(notifications_mail, "SERVER_REST_SECONDS", 0.0)
    with mail_server(settings):
        pass


def test_a_server_that_is_away_is_asked_ever_more_rarely_and_for_a_day(lan, chief, no_server):
    returned(lan, chief)
    at = Notification.objects.get().at
    tries = []
    while (due := Notification.objects.get().mail_after) is not None:
        tries.append(round((due - at) / timedelta(minutes=1)))
        assert send_next(due) in {0, 1}

    assert tries == [1, 6, 12, 24, 48, 96, 192, 384, 768, 1536]
    assert Notification.objects.get().mailed_at is None


def test_a_server_that_takes_its_time_holds_up_nothing_else(lan, chief, settings, monkeypatch):
    monkeypatch.setattr(notifications_mail, "MAX_WAIT_SECONDS", 0.01)
    returned(lan, chief)
    Notification.objects.update(mail_after=timezone.now())
    sending = notifications_mail.MailSender()
    with mail_server(settings) as server:
        server.goes_on.clear()
        # Each call returns before the mail is sent, so the worker goes on to other chores.
        assert [sending(), sending()] == [1, 1]
        assert server.recipients == []
        server.goes_on.set()
        while sending():
            pass

    assert server.recipients == ["lan@hailam.example"]
    assert Notification.objects.get().mailed_at is not None


def test_one_whose_mail_fails_holds_up_no_other(lan, chief, settings, monkeypatch):
    monkeypatch.setattr(notifications_mail, "SERVER_REST_SECONDS", 0.0)
    binh = make_user(roles.CONTRIBUTORS, email="binh@hailam.example")
    returned(lan, chief)
    returned(binh, chief)
    with mail_server(settings) as server:
        server.refused["lan@hailam.example"] = "450 later"
        assert [send_next(soon()) for _ in range(3)] == [0, 1, 0]

    assert server.recipients == ["binh@hailam.example"]


# What those are told who can repair it


def trouble(kind: str = "superuser"):
    client, _ = person(kind)
    return client.get("/admin/").context["mail_trouble"]


def test_where_all_is_well_nothing_is_said(lan, chief):
    returned(lan, chief)

    assert trouble() is None


def test_whoever_looks_after_accounts_reads_which_addresses_are_bad(lan):
    now = timezone.now()
    BadAddress.objects.create(person=lan, address=lan.email, said="550 không có", at=now)
    mended = make_user(email="moi@hailam.example")
    BadAddress.objects.create(person=mended, address="cu@hailam.example", said="550", at=now)

    found = trouble()

    assert (found["late"], found["bad"]) == (
        "",
        [
            (
                "Trần Thị Lan (lan@hailam.example): 550 không có",
                f"/admin/auth/user/{lan.pk}/change/",
            )
        ],
    )
    assert trouble("publisher") is None


def test_and_since_when_mails_wait(lan, chief):
    returned(lan, chief)
    since = timezone.now() - timedelta(minutes=11)
    Notification.objects.update(at=since)

    found = trouble()

    assert found["late"] == f"Từ {datetime_with_zone(since)} có thông báo chưa gửi được qua thư."
    assert found["worker_runs"] == worker_status.is_running()
    assert trouble("editor") is None


def test_trouble_costs_others_no_query(django_assert_max_num_queries):
    client, _ = person("editor")
    client.get("/admin/")

    with django_assert_max_num_queries(20) as asked:
        client.get("/admin/")

    assert not [each for each in asked if "badaddress" in each["sql"]]
