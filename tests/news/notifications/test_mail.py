"""Notifications by mail: what a mail says, and that each notification is mailed once, to the person
whom it concerns."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, NotificationKind, Verb
from news.models import Act, Notification
from news.notifications import choices, mail as notifications_mail
from server.management.commands import work
from tests.factories import make_article, make_user
from tests.news.desk.form_data import in_hours
from tests.news.notifications.mailed import returned, send_next, soon
from tests.news.notifications.smtp import mail_server
from text.dates import datetime_with_zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails")]


def chores() -> None:
    """One round of the worker's chores."""
    for chore in work.CHORES:
        chore()


def moment() -> str:
    return datetime_with_zone(Notification.objects.earliest("pk").at)


def test_the_mail_says_who_did_what_why_and_where(lan, chief):
    article = returned(lan, chief, reason="Thiếu số liệu.\nHỏi lại Sở.")

    assert send_next(soon()) == 1

    (sent,) = mail.outbox
    assert sent.to == ["lan@hailam.example"]
    assert sent.from_email == "Cổng tin <cong-tin@hailam.example>"
    assert sent.subject == "[Hải Lâm] Nguyễn Hải trả lại bài: Cầu mới qua sông Trầm"
    assert sent.body == (
        "Chào Trần Thị Lan,\n"
        "\n"
        f"Nguyễn Hải trả lại bài · {moment()}\n"
        "“Cầu mới qua sông Trầm”\n"
        "Lý do: Thiếu số liệu.\n"
        "Hỏi lại Sở.\n"
        f"https://hailam.example/admin/news/article/{article.pk}/change/\n"
        "\n"
        "-- \n"
        "Thư do Hải Lâm tự động gửi, xin đừng trả lời.\n"
        "Chọn thông báo nào được gửi qua thư: "
        "https://hailam.example/admin/notifications/choices/\n"
    )
    message = sent.message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@hailam.example>")
    assert message.get_content_type() == "text/plain"


def test_an_assignment_says_until_when_and_what_is_wanted(lan, chief):
    due = in_hours(3)
    article = make_article("Bến phà", state=DeskState.DRAFT)
    steps.assign(article, by=chief, to=lan, due=due, note="Thêm ảnh")

    send_next(soon())

    (sent,) = mail.outbox
    assert sent.subject == "[Hải Lâm] Nguyễn Hải giao bài cho bạn: Bến phà"
    assert f"Giao cho: Trần Thị Lan, {datetime_with_zone(due)}. Thêm ảnh\n" in sent.body


def test_what_comes_within_a_minute_is_one_mail(lan, chief):
    first = returned(lan, chief, "Bài một")
    second = returned(lan, chief, "Bài hai")

    assert (send_next(soon()), send_next(soon())) == (1, 0)

    (sent,) = mail.outbox
    assert sent.subject == "[Hải Lâm] 2 thông báo mới"
    assert sent.body.index("Bài một") < sent.body.index(f"/{first.pk}/change/")
    assert sent.body.index(f"/{first.pk}/change/") < sent.body.index("Bài hai")
    assert f"/{second.pk}/change/" in sent.body


def test_each_person_gets_their_own_and_nobody_another_s(lan, chief):
    binh = make_user(roles.CONTRIBUTORS, email="binh@hailam.example")
    returned(lan, chief, "Bài của Lan")
    returned(binh, chief, "Bài của Bình")

    assert [send_next(soon()) for _ in range(3)] == [1, 1, 0]

    assert {tuple(each.to): each.subject.rpartition(": ")[2] for each in mail.outbox} == {
        ("lan@hailam.example",): "Bài của Lan",
        ("binh@hailam.example",): "Bài của Bình",
    }


def test_nothing_is_sent_before_its_minute(lan, chief):
    returned(lan, chief)

    assert send_next() == 0
    assert mail.outbox == []


def test_nothing_is_sent_within_the_request(chief, lan):
    article = make_article(created_by=lan, state=DeskState.EDITING)
    client = Client()
    client.force_login(chief)
    address = f"/admin/news/article/{article.pk}/step/send_back/"

    client.post(address, {"seen": "0.0", "reason": "Thiếu số liệu"})

    assert Notification.objects.get().mail_after is not None
    assert mail.outbox == []


# Once


def test_it_is_marked_as_mailed_and_not_sent_again(lan, chief):
    returned(lan, chief)

    send_next(soon())

    one = Notification.objects.get()
    assert one.mailed_at is not None and one.mail_after is None and one.read_at is None
    assert send_next(soon() + timedelta(hours=12)) == 0
    assert len(mail.outbox) == 1


def test_two_workers_do_not_send_the_same(lan, chief):
    """While one worker still sends what it has claimed, another one does not take it."""
    returned(lan, chief)
    assert len(notifications_mail._claim(lan, soon())) == 1

    assert send_next(soon()) == 0
    assert mail.outbox == []


def test_what_a_worker_that_was_killed_had_taken_is_sent_later_under_the_same_name(lan, chief):
    returned(lan, chief)
    (taken,) = notifications_mail._claim(lan, soon())

    send_next(soon() + notifications_mail.RETRY_AFTER)

    name = notifications_mail._message_id([taken])
    assert [each.extra_headers["Message-ID"] for each in mail.outbox] == [name]


def test_a_new_worker_sends_nothing_twice(lan, chief):
    returned(lan, chief)
    Notification.objects.update(mail_after=timezone.now() - timedelta(minutes=1))

    chores()
    chores()

    assert len(mail.outbox) == 1


# Hostile words


@pytest.mark.parametrize(
    "title",
    [
        "Một\nBcc: ai@xa.example",
        "Một\r\n\r\nThân",
        "Một\x85Bcc: x",
        "Một\u2028Bcc: x",
        "\x1b[2J",
    ],
)
def test_no_title_makes_a_header_of_its_own(lan, chief, title):
    returned(lan, chief, title)

    send_next(soon())

    (sent,) = mail.outbox
    assert sent.subject.startswith("[Hải Lâm] Nguyễn Hải trả lại bài: ")
    assert sent.subject.isprintable()
    assert set(sent.message().keys()) == {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
    }
    assert sent.recipients() == ["lan@hailam.example"]


# The worker


def test_the_worker_tells_mails_and_sweeps(lan, chief):
    article = make_article("Trễ hẹn", state=DeskState.EDITING)
    steps.assign(article, by=chief, to=lan, due=in_hours(-1))
    Notification.objects.update(mail_after=None)
    chores()
    assert Notification.objects.filter(kind=NotificationKind.OVERDUE).count() == 2
    Notification.objects.filter(person=lan).update(mail_after=timezone.now())

    chores()

    (sent,) = mail.outbox
    assert sent.subject == "[Hải Lâm] 2 thông báo mới"
    assert "Bài giao cho bạn đã quá hạn" in sent.body


def test_what_is_only_mailed_is_done_with_once_it_is(lan, chief):
    own = choices.channels(lan)
    only = choices.Channels(in_admin=False, by_mail=True)
    choices.save_choices(lan, {**own, NotificationKind.RETURNED: only})
    returned(lan, chief)

    send_next(soon())

    assert len(mail.outbox) == 1
    assert Notification.objects.get().read_at is not None


def by_mail_alone(person) -> None:
    only = choices.Channels(in_admin=False, by_mail=True)
    choices.save_choices(person, dict.fromkeys(NotificationKind, only))


def no_mail_server(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def refused(settings) -> None:
    get_user_model().objects.exclude(email="").update(email="không@phải địa chỉ")


def down_for_a_day(settings) -> None:
    Notification.objects.update(at=timezone.now() - notifications_mail.MAX_AGE)


@pytest.mark.parametrize("why", [no_mail_server, refused, down_for_a_day])
def test_what_no_mail_could_tell_is_told_in_the_admin(lan, chief, settings, why):
    by_mail_alone(lan)
    returned(lan, chief)
    why(settings)

    send_next(soon())

    one = Notification.objects.get()
    assert (one.in_admin, one.read_at, one.mail_after, one.mailed_at) == (True, None, None, None)
    assert mail.outbox == []


@pytest.mark.parametrize(("address", "backend"), [("", "locmem"), ("lan@hailam.example", "dummy")])
def test_who_is_told_by_mail_alone_and_cannot_be_is_told_in_the_admin(
    chief, settings, address, backend
):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    writer = make_user(roles.CONTRIBUTORS, email=address)
    by_mail_alone(writer)

    returned(writer, chief)

    assert Notification.objects.unread().get().person == writer


def test_many_saves_of_others_are_one_mail_until_it_is_read(lan, chief):
    choices.save_choices(lan, dict.fromkeys(NotificationKind, choices.Channels(True, True)))
    article = make_article("Cầu mới", created_by=lan)

    def write() -> None:
        article.lead += " Thêm."
        article.save()
        steps.saved(article, by=chief, created=False)
        send_next(soon())

    for _ in range(3):
        write()
    assert len(mail.outbox) == 1
    assert Notification.objects.unread().count() == 1

    Notification.objects.mark_read()
    write()
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_away_after_the_server_took_a_mail_does_not_double_it(
    lan, chief, settings, monkeypatch
):
    monkeypatch.setattr(notifications_mail, "MAX_WAIT_SECONDS", 0.01)
    returned(lan, chief)
    Notification.objects.update(mail_after=timezone.now())
    sending = notifications_mail.MailSender()

    def away(*_args) -> None:
        raise OperationalError("away")

    with mail_server(settings) as server:
        server.goes_on.clear()
        assert sending() == 1
        server.goes_on.set()
        with connection.execute_wrapper(away), pytest.raises(OperationalError):
            while sending():
                pass
        # The database is back.
        assert sending() == 1

    assert server.recipients == ["lan@hailam.example"]
    assert Notification.objects.get().mail_after is None
    assert Notification.objects.get().mailed_at is not None


def test_an_act_without_a_person_is_mailed_too(lan):
    article = make_article("Bài một", created_by=lan)
    act = Act.objects.create(
        article=article, by=None, verb=Verb.SEND_BACK, at=timezone.now(), note="Lỗi"
    )
    now = timezone.now()
    Notification.objects.create(
        person=lan, article=article, kind="returned", act=act, at=now, mail_after=now
    )

    send_next(now)

    assert mail.outbox[0].subject == "[Hải Lâm] Cổng tin trả lại bài: Bài một"
