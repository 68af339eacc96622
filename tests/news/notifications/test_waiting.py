"""The people who are notified that an article waits are those in whose queue it is."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts import roles
from news.desk import queues, steps
from news.enums import DeskState, NotificationKind, Verb
from news.models import Act, Beat, Notification
from news.notifications import inbox, notify
from tests.factories import make_article, make_publisher, make_section, make_user

pytestmark = pytest.mark.django_db

A = NotificationKind


PEOPLE = {
    "contributor": lambda section: make_user(roles.CONTRIBUTORS),
    "editor": lambda section: make_user(roles.EDITORS),
    "publisher": lambda section: make_publisher(),
    "superuser": lambda section: make_user(is_superuser=True),
    "nobody": lambda section: make_user(),
    "editor of it": lambda section: beat(section, roles.EDITORS),
    "editor above it": lambda section: beat(section.parent, roles.EDITORS),
    "publisher above it": lambda section: beat(section.parent, roles.PUBLISHERS),
    "contributor of it": lambda section: beat(section, roles.CONTRIBUTORS),
    "editor below it": lambda section: beat(make_section("Luồng", parent=section), roles.EDITORS),
    "editor elsewhere": lambda section: beat(make_section("Văn hóa"), roles.EDITORS),
    "with rights of their own": lambda section: holder("edit_any_article", "approve_article"),
    "editor twice over": lambda section: beat(section, roles.EDITORS, roles.EDITORS),
}


def beat(section, group: str, everywhere: str | None = None):
    user = make_user(everywhere)
    Beat.objects.create(user=user, section=section, group=roles.group(group))
    return user


def holder(*rights: str):
    user = make_user(roles.CONTRIBUTORS)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.mark.parametrize("verb", [Verb.SUBMIT, Verb.PASS_ON])
def test_those_are_told_in_whose_queue_it_is(verb):
    section = make_section("Cảng", parent=make_section("Kinh tế"))
    people = {name: made(section) for name, made in PEOPLE.items()}
    make_user(roles.PUBLISHERS, is_active=False)
    make_user(roles.PUBLISHERS, is_staff=False)
    article = make_article(section=section)

    getattr(steps, verb.value)(article, by=make_user(is_superuser=True))

    held = {
        name
        for name, person in people.items()
        if article in queues.QUEUES["can-toi"].rows(person, timezone.now())
    }
    rows = Notification.objects.filter(kind=A.WAITING).values_list("person", flat=True)
    names = {person.pk: name for name, person in people.items()}
    assert {names.get(pk, "somebody else") for pk in rows} == held
    assert len(rows) == len(held) > 2


@pytest.mark.parametrize("count", [1, 30])
def test_telling_costs_the_same_for_any_number_of_people(django_assert_num_queries, count):
    for _ in range(count):
        make_user(roles.EDITORS)
    article = make_article()
    act = Act.objects.create(article=article, by=make_user(), verb=Verb.SUBMIT, at=timezone.now())
    article.state = DeskState.EDITING
    notify.notify_queue(act)

    # One query settles earlier notifications, one finds the people, one writes the new ones.
    with django_assert_num_queries(3):
        notify.settle(act, notify.ASKING)
        notify.notify_queue(act)

    assert Notification.objects.filter(read_at=None).count() == count


def test_a_save_that_concerns_nobody_asks_nothing(django_assert_num_queries):
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)
    act = Act.objects.create(
        article=article, by=writer, verb=Verb.SAVE, at=timezone.now(), text="{}"
    )

    with django_assert_num_queries(0):
        notify.notify_of_save(act)


def test_no_more_are_told_than_there_may_be(monkeypatch):
    monkeypatch.setattr(notify, "MAX_RECIPIENTS", 2)
    for _ in range(4):
        make_user(roles.EDITORS)

    steps.submit(make_article(), by=make_publisher())

    assert Notification.objects.count() == 2


def test_who_has_a_section_is_told_of_what_waits_and_is_moved_into_it():
    here, there = make_section("Kinh tế"), make_section("Văn hóa")
    people = {
        "here": beat(here, roles.EDITORS),
        "there": beat(there, roles.EDITORS),
        "there, for approval": beat(there, roles.PUBLISHERS),
        "everywhere": make_user(roles.EDITORS),
    }
    chief = make_publisher()
    waiting, draft, given = (
        make_article(section=here, state=state, created_by=chief, assignee=who)
        for state, who in (
            (DeskState.EDITING, None),
            (DeskState.DRAFT, None),
            (DeskState.EDITING, chief),
        )
    )
    for article in (waiting, draft, given):
        steps.saved(article, by=chief, created=True)
        steps.save(article, by=chief, section=there)

    rows = Notification.objects.order_by("pk").values_list("person", "article", "kind")
    names = ("there", "there, for approval")
    assert list(rows) == [(people[name].pk, waiting.pk, A.WAITING) for name in names]
    one = inbox.with_related(Notification.objects.all())[0]
    assert inbox.message_of(one).said.endswith("chuyển vào chuyên mục của bạn một bài đang chờ")
