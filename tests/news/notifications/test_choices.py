"""Notifications: people choose how they get them, overdue articles cause them by the clock, and old
ones are deleted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, NotificationKind
from news.models import Article, BadAddress, Notification, NotificationChoice
from news.notifications import choices, inbox, notify
from tests.factories import make_article, make_publisher, make_user, publish
from tests.news.desk.form_data import in_hours

pytestmark = pytest.mark.django_db

A = NotificationKind
CHOICES = "/admin/notifications/choices/"


@pytest.fixture
def browser(client, lan):
    client.force_login(lan)
    return client


def choose(person, kind: NotificationKind, *, in_admin: bool, by_mail: bool) -> None:
    own = choices.channels(person)
    choices.save_choices(person, {**own, kind: choices.Channels(in_admin, by_mail)})


def test_at_first_all_is_in_the_admin_and_by_mail_what_asks_something_of_one():
    person = make_user()

    own = choices.channels(person)

    assert {kind for kind, each in own.items() if each.in_admin} == set(NotificationKind)
    assert {kind for kind, each in own.items() if each.by_mail} == {
        A.ASSIGNED,
        A.RETURNED,
        A.OVERDUE,
    }


@pytest.mark.parametrize("kind", [A.RETURNED, A.PUBLISHED])
@pytest.mark.parametrize("in_admin", [True, False])
@pytest.mark.parametrize("by_mail", [True, False])
def test_each_is_told_as_they_chose(kind, in_admin, by_mail):
    writer = make_user(roles.CONTRIBUTORS, email="lan@hailam.example")
    # This one chooses the opposite.
    other = make_user(roles.CONTRIBUTORS)
    choose(writer, kind, in_admin=in_admin, by_mail=by_mail)
    choose(other, kind, in_admin=not in_admin, by_mail=not by_mail)
    article = make_article(created_by=writer, state=DeskState.APPROVED)

    if kind == A.RETURNED:
        steps.send_back(article, by=make_publisher(), reason="Sai")
    else:
        publish(article)

    rows = [
        (each.person, each.in_admin, bool(each.mail_after)) for each in Notification.objects.all()
    ]
    assert rows == ([(writer, in_admin, by_mail)] if in_admin or by_mail else [])


def test_who_has_no_address_is_told_in_the_admin_alone():
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer, state=DeskState.EDITING)

    steps.send_back(article, by=make_publisher(), reason="Sai")

    assert Notification.objects.get().mail_after is None


def test_a_choice_is_kept_once_and_changed_in_place():
    person, other = make_user(), make_user()
    choose(other, A.WAITING, in_admin=False, by_mail=False)
    choose(person, A.WAITING, in_admin=False, by_mail=True)
    choose(person, A.WAITING, in_admin=True, by_mail=False)

    assert choices.channels(person)[A.WAITING] == choices.Channels(True, False)
    assert choices.channels(other)[A.WAITING] == choices.Channels(False, False)


# Overdue


def given(to, by, due) -> Article:
    article = make_article("Bài hẹn trả", state=DeskState.EDITING)
    steps.assign(article, by=by, to=to, due=due)
    Notification.objects.all().delete()
    return article


def test_who_has_it_and_who_gave_it_are_told_once_that_it_is_overdue():
    lan, chief = make_user(roles.EDITORS, first_name="Lan"), make_publisher()
    given(lan, chief, in_hours(-1))
    given(lan, chief, in_hours(1))

    assert (notify.notify_overdue(), notify.notify_overdue()) == (1, 0)

    rows = inbox.with_related(Notification.objects.order_by("pk"))
    assert [(each.person, inbox.message_of(each).said) for each in rows] == [
        (lan, "Bài giao cho bạn đã quá hạn"),
        (chief, "Bài giao cho Lan đã quá hạn"),
    ]


@pytest.mark.parametrize("due", [None, 5])
def test_what_was_overdue_is_not_said_of_who_has_it_now(due):
    lan, binh, chief = make_user(roles.EDITORS), make_user(roles.EDITORS), make_publisher()
    article = given(lan, chief, in_hours(-1))
    notify.notify_overdue()

    steps.assign(article, by=chief, to=binh, due=due and in_hours(due))

    found = [
        inbox.message_of(each)
        for each in inbox.with_related(Notification.objects.filter(kind=A.OVERDUE))
    ]
    assert [(each.said, each.details) for each in found] == [("Bài được giao đã quá hạn", [])] * 2


def test_it_is_told_again_when_it_is_given_anew():
    lan, binh, chief = make_user(roles.EDITORS), make_user(roles.EDITORS), make_publisher()
    article = given(lan, chief, in_hours(-1))
    notify.notify_overdue()
    steps.assign(article, by=chief, to=binh, due=in_hours(-0.5))
    Notification.objects.all().delete()

    assert notify.notify_overdue() == 1

    people = Notification.objects.order_by("pk").values_list("person", flat=True)
    assert list(people) == [binh.pk, chief.pk]


def test_whom_nobody_is_told_by_choice_are_not_asked_about_again():
    lan = make_user(roles.EDITORS)
    choose(lan, A.OVERDUE, in_admin=False, by_mail=False)
    given(lan, lan, in_hours(-1))

    assert (notify.notify_overdue(), notify.notify_overdue()) == (1, 0)
    assert list(Notification.objects.all()) == []


@pytest.mark.parametrize("why", ["goes on", "given to nobody", "due later"])
def test_what_is_done_or_put_off_is_not_overdue(why):
    lan, chief = make_user(roles.EDITORS), make_publisher()
    article = given(lan, chief, in_hours(-1))
    if why == "goes on":
        steps.pass_on(article, by=lan)
    elif why == "given to nobody":
        steps.assign(article, by=chief, to=None, due=in_hours(-1))
    else:
        steps.assign(article, by=chief, to=lan, due=in_hours(1))
    Notification.objects.all().delete()

    assert notify.notify_overdue() == 0
    assert list(Notification.objects.all()) == []


def test_nothing_to_tell_writes_nothing(django_assert_num_queries):
    given(make_user(roles.EDITORS), make_publisher(), in_hours(1))

    with django_assert_num_queries(1):
        notify.notify_overdue()


# Sweeping


def test_what_was_read_long_ago_goes_and_what_was_not_stays_for_a_year():
    person, article, now = make_user(), make_article(), timezone.now()
    ages = {
        "read": (now, now - timedelta(days=91)),
        "read lately": (now - timedelta(days=300), now - timedelta(days=89)),
        "unread": (now - timedelta(days=300), None),
        "unread for a year": (now - timedelta(days=366), None),
    }
    made = {
        name: Notification.objects.create(
            person=person, article=article, kind=A.APPROVED, at=at, read_at=read_at
        ).pk
        for name, (at, read_at) in ages.items()
    }

    assert (notify.sweep(), notify.sweep()) == (2, 0)

    left = set(Notification.objects.values_list("pk", flat=True))
    assert left == {made["read lately"], made["unread"]}


# The page of the choices


def boxes(client) -> set[str]:
    page = client.get(CHOICES).content.decode()
    return set(re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', page))


def test_the_boxes_show_what_is_and_keep_what_is_chosen(browser, lan):
    everything = {f"{kind}-in_admin" for kind in NotificationKind}
    assert boxes(browser) == {
        *everything,
        "assigned-by_mail",
        "overdue-by_mail",
        "returned-by_mail",
    }
    wanted = {"published-by_mail", "assigned-in_admin", "returned-in_admin", "returned-by_mail"}

    answer = browser.post(CHOICES, dict.fromkeys(wanted, "on"))

    assert (answer.status_code, answer["Location"]) == (302, CHOICES)
    assert boxes(browser) == wanted


def test_a_choice_is_one_s_own(browser, lan):
    other = make_user()
    before = choices.channels(other)

    browser.post(CHOICES, {"person": other.pk, "id": other.pk})

    assert choices.channels(other) == before
    people = set(NotificationChoice.objects.values_list("person", flat=True))
    assert people == {lan.pk}


def test_boxes_that_there_are_not_change_nothing(browser, lan):
    browser.post(CHOICES, {"zzz-by_mail": "on", "assigned-fax": "on", "assigned-by_mail": "\x00"})

    on = {kind for kind, each in choices.channels(lan).items() if each.by_mail}
    assert on == {NotificationKind.ASSIGNED}


SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("backend", "address", "refused", "words"),
    [
        ("django.core.mail.backends.console.EmailBackend", "a@b.example", False, "EMAIL_URL"),
        (SMTP, "", False, "Tài khoản của bạn chưa có địa chỉ thư"),
        (SMTP, "a@b.example", True, "bị từ chối (550 không có)"),
        (SMTP, "a@b.example", False, "Thư gửi đến a@b.example."),
    ],
)
def test_the_page_says_whether_mail_arrives(
    browser, lan, settings, backend, address, refused, words
):
    settings.EMAIL_BACKEND = backend
    lan.email = address
    lan.save()
    if refused:
        now = timezone.now()
        BadAddress.objects.create(person=lan, address=address, said="550 không có", at=now)

    assert words in browser.get(CHOICES).content.decode()
