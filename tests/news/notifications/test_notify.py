"""Who is notified of which act; and which notifications a later act settles, because they ask for
nothing any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.desk.steps.base import remember
from news.enums import DeskState, NotificationKind, Verb
from news.models import Act, Article, Notification
from news.notifications import inbox
from news.redaction.redact import redact as redact_article
from tests.factories import make_article, make_section, make_user
from tests.news.desk.form_data import in_hours

pytestmark = pytest.mark.django_db

A = NotificationKind


class Newsroom:
    """An article that one person began, another wrote in, and a third has assigned; and other
    people, who might be notified."""

    def __init__(self) -> None:
        self.section = make_section("Kinh tế")
        self.began = make_user(roles.CONTRIBUTORS, username="began")
        self.wrote = make_user(roles.EDITORS, username="wrote")
        self.has = make_user(roles.EDITORS, username="has")
        self.editor = make_user(roles.EDITORS, username="editor")
        self.publisher = make_user(roles.PUBLISHERS, username="publisher")
        self.by = make_user(roles.PUBLISHERS, username="by")
        make_user(roles.CONTRIBUTORS, username="bystander")
        make_user(username="nobody")
        make_user(roles.PUBLISHERS, username="left", is_active=False)
        self.article = make_article(section=self.section, created_by=self.began)
        steps.saved(self.article, by=self.began, created=True)
        self.write(self.wrote)
        self.put(assignee=self.has)

    def put(self, **fields) -> None:
        Article.objects.filter(pk=self.article.pk).update(**fields)
        self.article.refresh_from_db()
        Notification.objects.all().delete()

    def write(self, by, **fields) -> None:
        """Change the article and save it, as its form does."""
        self.article.refresh_from_db()
        self.article.lead += " Thêm."
        for name, value in fields.items():
            setattr(self.article, name, value)
        self.article.save()
        steps.saved(self.article, by=by, created=False)

    def act(self, verb: Verb, **options) -> None:
        getattr(steps, verb.value)(self.article, by=self.by, **options)


def told() -> dict[str, str]:
    rows = Notification.objects.order_by("pk").values_list("person__username", "kind")
    found = dict(rows)
    assert len(found) == rows.count(), "somebody is told twice"
    return found


THEIRS = ("began", "wrote", "has")


def theirs(kind: NotificationKind) -> dict[str, str]:
    return dict.fromkeys(THEIRS, kind)


def save(room: Newsroom) -> None:
    room.write(room.by)


def save_while_edited(room: Newsroom) -> None:
    room.put(state=DeskState.EDITING)
    room.write(room.by)


def save_as_it_was(room: Newsroom) -> None:
    steps.saved(room.article, by=room.by, created=False)


def create(room: Newsroom) -> None:
    article = make_article(created_by=room.by)
    steps.saved(article, by=room.by, created=True)


def in_state(verb: Verb, state: DeskState, **options):
    def done(room: Newsroom) -> None:
        room.put(state=state)
        room.act(verb, **options)

    return done


def published(verb: Verb, *first: Verb, starts: timedelta | None = None, **options):
    """The step on an article that was published or scheduled and then assigned to `has` again."""

    def done(room: Newsroom) -> None:
        steps.publish(room.article, by=room.by, at=starts and timezone.now() + starts)
        for each in first:
            room.act(each, **({"reason": "Sai"} if each == Verb.WITHDRAW else {}))
        room.put(assignee=room.has)
        room.act(verb, **options)

    return done


def schedule(room: Newsroom) -> None:
    steps.publish(room.article, by=room.by, at=in_hours(2))


def expire(room: Newsroom) -> None:
    steps.publish(room.article, by=room.by)
    room.put(assignee=room.has)
    steps.set_expiry(room.article, by=room.by, until=in_hours(5))


def redact(room: Newsroom) -> None:
    saves = room.article.acts.exclude(text="").order_by("pk")
    boss = make_user(is_superuser=True)
    first = saves.first().pk
    redact_article(room.article, by=boss, editions=[], saves=[first], reason="Theo yêu cầu của tòa")


def override(room: Newsroom) -> None:
    room.section.second_eyes = True
    room.section.save()
    room.write(room.by)
    room.put(state=DeskState.APPROVAL)
    room.act(Verb.OVERRIDE, reason="Không còn ai")


def restore(room: Newsroom) -> None:
    edition = steps.publish(room.article, by=room.by)
    room.put(assignee=room.has)
    steps.restore(room.article, edition, by=room.by)


def assign(to: str | None, state: DeskState = DeskState.DRAFT):
    def done(room: Newsroom) -> None:
        room.put(state=state)
        steps.assign(room.article, by=room.by, to=to and getattr(room, to))

    return done


CASES = {
    "create": (create, {}),
    "save, a draft": (save, {"began": A.CHANGED, "has": A.CHANGED}),
    "save, handed in": (save_while_edited, {"has": A.CHANGED}),
    "save, nothing new": (save_as_it_was, {}),
    "submit": (
        in_state(Verb.SUBMIT, DeskState.DRAFT),
        dict.fromkeys(("wrote", "has", "editor", "publisher"), A.WAITING),
    ),
    "pass_on": (in_state(Verb.PASS_ON, DeskState.EDITING), {"publisher": A.WAITING}),
    "send_back": (
        in_state(Verb.SEND_BACK, DeskState.APPROVAL, reason="Thiếu số liệu"),
        theirs(A.RETURNED),
    ),
    "approve": (in_state(Verb.APPROVE, DeskState.APPROVAL), theirs(A.APPROVED)),
    "override": (override, theirs(A.APPROVED)),
    "publish": (in_state(Verb.PUBLISH, DeskState.APPROVED), theirs(A.PUBLISHED)),
    "schedule": (schedule, theirs(A.PUBLISHED)),
    "move": (
        published(Verb.MOVE, starts=timedelta(hours=2), at=in_hours(30)),
        theirs(A.PUBLISHED),
    ),
    "cancel": (published(Verb.CANCEL, starts=timedelta(hours=2)), theirs(A.WITHDRAWN)),
    "withdraw": (published(Verb.WITHDRAW, reason="Sai tên"), theirs(A.WITHDRAWN)),
    "bring_back": (published(Verb.BRING_BACK, Verb.WITHDRAW), theirs(A.PUBLISHED)),
    "expire": (expire, {}),
    "explain": (published(Verb.EXPLAIN, Verb.WITHDRAW, public_reason="Sai số liệu"), {}),
    "archive": (published(Verb.ARCHIVE), {}),
    "unarchive": (published(Verb.UNARCHIVE, Verb.ARCHIVE), {}),
    "redact": (redact, {}),
    "restore": (restore, theirs(A.CHANGED)),
    "assign": (assign("editor"), {"has": A.CHANGED, "editor": A.ASSIGNED}),
    "assign, the same": (assign("has"), {"has": A.ASSIGNED}),
    "assign, oneself": (assign("by"), {"has": A.CHANGED}),
    "assign, nobody": (assign(None), {"has": A.CHANGED}),
    "assign, everybody again": (
        assign(None, DeskState.EDITING),
        {"has": A.CHANGED, **dict.fromkeys(("wrote", "editor", "publisher"), A.WAITING)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_who_is_told_of_which_verb(name):
    room = Newsroom()
    done, expected = CASES[name]

    done(room)

    verb = name.partition(",")[0]
    assert Act.objects.latest("pk").verb == verb
    assert told() == expected


def test_every_verb_is_in_the_table():
    assert {name.partition(",")[0] for name in CASES} == set(Verb)


@pytest.mark.parametrize("name", CASES)
def test_every_notification_has_words_for_whoever_may_see_it(name):
    room = Newsroom()
    CASES[name][0](room)

    for each in inbox.with_related(Notification.objects.all()):
        told = inbox.message_of(each)
        assert told.said.startswith(each.act.by.username)
        assert "%" not in told.said


@pytest.mark.parametrize("name", CASES)
def test_nobody_is_told_of_what_they_did_themselves(name):
    room = Newsroom()
    # The person who acts has begun the article, written in it and has it assigned.
    Article.objects.update(created_by=room.by)
    Act.objects.update(by=room.by)
    room.has = room.by
    room.put(assignee=room.by)

    CASES[name][0](room)

    assert "by" not in told()


def test_an_act_of_nobody_is_told_too():
    room = Newsroom()
    remember(room.article)

    steps.approve.record(room.article, by=None)

    assert set(told()) == {"began", "wrote", "has"}
    one = inbox.with_related(Notification.objects.all())[0]
    assert inbox.message_of(one).said == "Cổng tin đã duyệt bài"


# Settled notifications


def unread() -> dict[str, str]:
    rows = Notification.objects.unread().order_by("pk")
    return dict(rows.values_list("person__username", "kind"))


def test_what_waited_for_many_is_settled_when_one_of_them_sends_it_on():
    room = Newsroom()
    room.put(state=DeskState.DRAFT, assignee=None)
    steps.submit(room.article, by=room.began)
    assert set(unread()) == {"wrote", "has", "editor", "publisher", "by"}

    steps.pass_on(room.article, by=room.editor)

    assert unread() == {"publisher": A.WAITING, "by": A.WAITING}


def test_an_assignment_is_settled_when_its_article_goes_on():
    room = Newsroom()
    room.put(state=DeskState.EDITING, assignee=None)
    steps.assign(room.article, by=room.by, to=room.has)
    assert unread() == {"has": A.ASSIGNED}

    steps.pass_on(room.article, by=room.has)

    assert unread() == {"publisher": A.WAITING, "by": A.WAITING}


def test_what_was_settled_is_not_mailed():
    room = Newsroom()
    room.has.email = "has@hailam.example"
    room.has.save()
    room.put(state=DeskState.EDITING, assignee=None)
    steps.assign(room.article, by=room.by, to=room.has)
    assert Notification.objects.get().mail_after is not None

    steps.pass_on(room.article, by=room.has)

    assert Notification.objects.get(person=room.has).mail_after is None


def test_a_return_is_told_until_it_is_read_whatever_happens_next():
    room = Newsroom()
    room.put(state=DeskState.EDITING, assignee=None)
    room.act(Verb.SEND_BACK, reason="Thiếu số liệu")

    steps.submit(room.article, by=room.began)

    assert unread()["began"] == A.RETURNED


def test_many_saves_of_others_are_told_once_until_they_are_read():
    room = Newsroom()
    room.write(room.by)
    room.write(room.by)
    assert told() == {"began": A.CHANGED, "has": A.CHANGED}

    Notification.objects.filter(person=room.began).mark_read()
    room.write(room.by)

    rows = [(each.person, each.read_at is None) for each in Notification.objects.order_by("pk")]
    assert rows == [(room.began, False), (room.began, True), (room.has, True)]
