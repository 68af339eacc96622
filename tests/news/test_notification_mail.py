"""Notifications by mail: whole, once, to whoever may still see the article; and what goes wrong."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from delivery import worker
from news import roles, workflow
from news.enums import DeskState, NotificationKind, Verb
from news.models import Act, Article, BadAddress, Beat, Notification
from news.notifications import choosing, mailing
from portal.management.commands import work
from tests.factories import make_agency, make_article, make_section, make_user
from tests.news.desk import in_hours
from tests.news.people import person
from tests.news.smtp import mail_server
from text.dates import zoned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def portal(settings, monkeypatch):
    """Under an address of its own, its mail server not in disgrace."""
    monkeypatch.setattr(mailing, "_rests_until", 0.0)
    settings.PUBLIC_URL = "https://hailam.example"
    settings.DEFAULT_FROM_EMAIL = "Cổng tin <cong-tin@hailam.example>"
    make_agency(name="Cổng tin thành phố Hải Lâm", short_name="Hải Lâm")


@pytest.fixture
def lan():
    return make_user(
        roles.CONTRIBUTORS, first_name="Lan", last_name="Trần Thị", email="lan@hailam.example"
    )


@pytest.fixture
def chief():
    return make_user(roles.PUBLISHERS, first_name="Hải", last_name="Nguyễn")


def returned(writer, chief, title: str = "Cầu mới qua sông Trầm", reason: str = "Thiếu số liệu"):
    article = make_article(title, created_by=writer, state=DeskState.EDITING)
    workflow.send_back(article, by=chief, reason=reason)
    return article


def soon():
    """When a mail that was written just now is due."""
    return timezone.now() + timedelta(minutes=2)


def chores() -> None:
    """What a worker does in a turn."""
    for chore in work.chores():
        chore()


def moment() -> str:
    return zoned(Notification.objects.earliest("pk").at)


def test_the_mail_says_who_did_what_why_and_where(lan, chief):
    article = returned(lan, chief, reason="Thiếu số liệu.\nHỏi lại Sở.")

    assert mailing.send_next(soon()) == 1

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
    workflow.assign(article, by=chief, to=lan, due=due, note="Thêm ảnh")

    mailing.send_next(soon())

    (sent,) = mail.outbox
    assert sent.subject == "[Hải Lâm] Nguyễn Hải giao bài cho bạn: Bến phà"
    assert f"Giao cho: Trần Thị Lan, {zoned(due)}. Thêm ảnh\n" in sent.body


def test_what_comes_within_a_minute_is_one_mail(lan, chief):
    first = returned(lan, chief, "Bài một")
    second = returned(lan, chief, "Bài hai")

    assert (mailing.send_next(soon()), mailing.send_next(soon())) == (1, 0)

    (sent,) = mail.outbox
    assert sent.subject == "[Hải Lâm] 2 thông báo mới"
    assert sent.body.index("Bài một") < sent.body.index(f"/{first.pk}/change/")
    assert sent.body.index(f"/{first.pk}/change/") < sent.body.index("Bài hai")
    assert f"/{second.pk}/change/" in sent.body


def test_each_person_gets_their_own_and_nobody_another_s(lan, chief):
    binh = make_user(roles.CONTRIBUTORS, email="binh@hailam.example")
    returned(lan, chief, "Bài của Lan")
    returned(binh, chief, "Bài của Bình")

    assert [mailing.send_next(soon()) for _ in range(3)] == [1, 1, 0]

    assert {tuple(each.to): each.subject.rpartition(": ")[2] for each in mail.outbox} == {
        ("lan@hailam.example",): "Bài của Lan",
        ("binh@hailam.example",): "Bài của Bình",
    }


def test_nothing_is_sent_before_its_minute(lan, chief):
    returned(lan, chief)

    assert mailing.send_next() == 0
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

    mailing.send_next(soon())

    one = Notification.objects.get()
    assert one.mailed_at is not None and one.mail_after is None and one.read_at is None
    assert mailing.send_next(soon() + timedelta(hours=12)) == 0
    assert len(mail.outbox) == 1


def test_two_workers_do_not_send_the_same(lan, chief):
    """What one has taken the other does not, while the first is still sending."""
    returned(lan, chief)
    assert len(mailing._take(lan, soon())) == 1

    assert mailing.send_next(soon()) == 0
    assert mail.outbox == []


def test_what_a_worker_that_was_killed_had_taken_is_sent_later_under_the_same_name(lan, chief):
    returned(lan, chief)
    (taken,) = mailing._take(lan, soon())

    mailing.send_next(soon() + mailing.AGAIN)

    name = mailing._message_id([taken])
    assert [each.extra_headers["Message-ID"] for each in mail.outbox] == [name]


def test_a_new_worker_sends_nothing_twice(lan, chief):
    returned(lan, chief)
    Notification.objects.update(mail_after=timezone.now() - timedelta(minutes=1))

    chores()
    chores()

    assert len(mail.outbox) == 1


# Not sent


def may_not_see(lan, article):
    Article.objects.update(created_by=None)


def lost_the_section(lan, article):
    """An editor of one section who has it no longer, or whose article was moved away."""
    lan.groups.clear()
    Article.objects.update(created_by=None)
    group = roles.group(roles.EDITORS)
    Beat.objects.create(user=lan, section=make_section("Văn hóa"), group=group)


def left(lan, article):
    lan.is_active = False
    lan.save()


def off_the_staff(lan, article):
    lan.is_staff = False
    lan.save()


def lost_the_group(lan, article):
    lan.groups.clear()


def without_address(lan, article):
    lan.email = ""
    lan.save()


def has_read_it(lan, article):
    Notification.objects.read()


def switched_off(lan, article):
    own = choosing.channels(lan)
    off = choosing.Channels(in_admin=True, by_mail=False)
    choosing.choose(lan, {**own, NotificationKind.RETURNED: off})


def long_ago(lan, article):
    Notification.objects.update(at=timezone.now() - mailing.STALE)


@pytest.mark.parametrize(
    "why",
    [
        may_not_see,
        lost_the_section,
        left,
        off_the_staff,
        lost_the_group,
        without_address,
        has_read_it,
        switched_off,
        long_ago,
    ],
)
def test_nothing_is_sent_to_whom_it_must_not_or_need_not(lan, chief, why):
    article = returned(lan, chief)
    why(lan, article)

    mailing.send_next(soon())

    assert mail.outbox == []
    one = Notification.objects.get()
    assert (one.mail_after, one.mailed_at) == (None, None)


def test_what_may_not_be_seen_is_left_out_of_a_mail_of_several(lan, chief):
    secret = returned(lan, chief, "Chuyện mật", "Lý do mật")
    returned(lan, chief, "Bài thường", "Lý do thường")
    Article.objects.filter(pk=secret.pk).update(created_by=chief)

    mailing.send_next(soon())

    (sent,) = mail.outbox
    assert "mật" not in sent.subject + sent.body
    assert "Bài thường" in sent.subject


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

    mailing.send_next(soon())

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


@pytest.mark.parametrize("address", ["lan", "lan@a.example\nBcc: ai@xa.example", "lan@", "a b@c.d"])
def test_an_address_that_is_none_is_set_aside(lan, chief, address):
    returned(lan, chief)
    type(lan).objects.filter(pk=lan.pk).update(email=address)

    assert (mailing.send_next(soon()), mailing.send_next(soon())) == (1, 0)

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
        assert [mailing.send_next(soon()) for _ in range(3)] == [1, 1, 0]

    assert server.recipients == ["binh@hailam.example"]
    bad = BadAddress.objects.get()
    assert (bad.person, bad.said) == (lan, "550 5.1.1 no such user")
    assert Notification.objects.get(person=lan).mail_after is None


def test_nothing_more_is_sent_there_until_the_account_has_another(lan, chief):
    now = timezone.now()
    BadAddress.objects.create(person=lan, address=lan.email, said="550", at=now)
    returned(lan, chief, "Bài một")
    mailing.send_next(soon())
    assert mail.outbox == []

    lan.email = "tran.lan@hailam.example"
    lan.save()
    returned(lan, chief, "Bài hai")
    mailing.send_next(soon())

    assert [each.to for each in mail.outbox] == [["tran.lan@hailam.example"]]


def test_after_a_week_it_is_tried_again(lan, chief):
    long_ago = timezone.now() - mailing.SET_ASIDE
    BadAddress.objects.create(person=lan, address=lan.email, said="552", at=long_ago)
    returned(lan, chief)

    mailing.send_next(soon())

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "554 5.7.1 relay access denied"])
def test_what_is_no_fault_of_the_address_is_tried_again(lan, chief, settings, monkeypatch, answer):
    returned(lan, chief)
    with mail_server(settings) as server:
        server.refused["lan@hailam.example"] = answer
        assert mailing.send_next(soon()) == 0
        server.refused.clear()
        assert mailing.send_next(soon() + mailing.AGAIN) == 0  # it is left alone for a minute
        monkeypatch.setattr(mailing, "_rests_until", 0.0)
        assert mailing.send_next(soon()) == 0  # nor is that mail due yet
        assert mailing.send_next(soon() + mailing.AGAIN) == 1

    assert server.recipients == ["lan@hailam.example"]
    assert list(BadAddress.objects.all()) == []


@pytest.fixture
def no_server(settings, monkeypatch):
    """Nothing answers; and the worker does not rest."""
    monkeypatch.setattr(mailing, "REST", 0.0)
    with mail_server(settings):
        pass


def test_a_server_that_is_away_is_asked_ever_more_rarely_and_for_a_day(lan, chief, no_server):
    returned(lan, chief)
    at = Notification.objects.get().at
    tries = []
    while (due := Notification.objects.get().mail_after) is not None:
        tries.append(round((due - at) / timedelta(minutes=1)))
        assert mailing.send_next(due) in {0, 1}

    assert tries == [1, 6, 12, 24, 48, 96, 192, 384, 768, 1536]
    assert Notification.objects.get().mailed_at is None


def test_a_server_that_takes_its_time_holds_up_nothing_else(lan, chief, settings, monkeypatch):
    monkeypatch.setattr(mailing, "WAIT", 0.01)
    returned(lan, chief)
    Notification.objects.update(mail_after=timezone.now())
    sending = mailing.Sending()
    with mail_server(settings) as server:
        server.goes_on.clear()
        assert [sending(), sending()] == [1, 1]  # and the worker went on to other chores twice
        assert server.recipients == []
        server.goes_on.set()
        while sending():
            pass

    assert server.recipients == ["lan@hailam.example"]
    assert Notification.objects.get().mailed_at is not None


def test_one_whose_mail_fails_holds_up_no_other(lan, chief, settings, monkeypatch):
    monkeypatch.setattr(mailing, "REST", 0.0)
    binh = make_user(roles.CONTRIBUTORS, email="binh@hailam.example")
    returned(lan, chief)
    returned(binh, chief)
    with mail_server(settings) as server:
        server.refused["lan@hailam.example"] = "450 later"
        assert [mailing.send_next(soon()) for _ in range(3)] == [0, 1, 0]

    assert server.recipients == ["binh@hailam.example"]


# Told to whoever may mend it


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

    assert (found.late, found.bad) == (
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

    assert found.late == f"Từ {zoned(since)} có thông báo chưa gửi được qua thư."
    assert found.worker_runs == worker.runs()
    assert trouble("editor") is None


def test_trouble_costs_others_no_query(django_assert_max_num_queries):
    client, _ = person("editor")
    client.get("/admin/")

    with django_assert_max_num_queries(20) as asked:
        client.get("/admin/")

    assert not [each for each in asked if "badaddress" in each["sql"]]


# The clock's part, and the worker's


def test_the_worker_tells_mails_and_sweeps(lan, chief):
    article = make_article("Trễ hẹn", state=DeskState.EDITING)
    workflow.assign(article, by=chief, to=lan, due=in_hours(-1))
    Notification.objects.update(mail_after=None)
    chores()
    assert Notification.objects.filter(kind=NotificationKind.OVERDUE).count() == 2
    Notification.objects.filter(person=lan).update(mail_after=timezone.now())

    chores()

    (sent,) = mail.outbox
    assert sent.subject == "[Hải Lâm] 2 thông báo mới"
    assert "Bài giao cho bạn đã quá hạn" in sent.body


def test_what_is_only_mailed_is_done_with_once_it_is(lan, chief):
    own = choosing.channels(lan)
    only = choosing.Channels(in_admin=False, by_mail=True)
    choosing.choose(lan, {**own, NotificationKind.RETURNED: only})
    returned(lan, chief)

    mailing.send_next(soon())

    assert len(mail.outbox) == 1
    assert Notification.objects.get().read_at is not None


def by_mail_alone(person) -> None:
    only = choosing.Channels(in_admin=False, by_mail=True)
    choosing.choose(person, dict.fromkeys(NotificationKind, only))


def no_mail_server(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def refused(settings) -> None:
    get_user_model().objects.exclude(email="").update(email="không@phải địa chỉ")


def down_for_a_day(settings) -> None:
    Notification.objects.update(at=timezone.now() - mailing.STALE)


@pytest.mark.parametrize("why", [no_mail_server, refused, down_for_a_day])
def test_what_no_mail_could_tell_is_told_in_the_admin(lan, chief, settings, why):
    by_mail_alone(lan)
    returned(lan, chief)
    why(settings)

    mailing.send_next(soon())

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
    choosing.choose(lan, dict.fromkeys(NotificationKind, choosing.Channels(True, True)))
    article = make_article("Cầu mới", created_by=lan)

    def write() -> None:
        article.lead += " Thêm."
        article.save()
        workflow.saved(article, by=chief, created=False)
        mailing.send_next(soon())

    for _ in range(3):
        write()
    assert len(mail.outbox) == 1
    assert Notification.objects.unread().count() == 1

    Notification.objects.read()
    write()
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_away_after_the_server_took_a_mail_does_not_double_it(
    lan, chief, settings, monkeypatch
):
    monkeypatch.setattr(mailing, "WAIT", 0.01)
    returned(lan, chief)
    Notification.objects.update(mail_after=timezone.now())
    sending = mailing.Sending()

    def away(*_args) -> None:
        raise OperationalError("away")

    with mail_server(settings) as server:
        server.goes_on.clear()
        assert sending() == 1
        server.goes_on.set()
        with connection.execute_wrapper(away), pytest.raises(OperationalError):
            while sending():
                pass
        assert sending() == 1  # it is back

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

    mailing.send_next(now)

    assert mail.outbox[0].subject == "[Hải Lâm] Cổng tin trả lại bài: Bài một"
