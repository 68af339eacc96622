"""The worker checks the links to other sites one after the other. It does not call a link dead
after one failure, nor count a silence for which its own network may be the reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.checks.external_links import LinkChecker, note_answer, remember_urls
from news.checks.http_request import Answer
from news.models import ExternalLink
from tests.news.checks.external_servers import saying, site, status

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY, WEEK = timedelta(days=1), timedelta(days=7)
GONE, FINE, SILENT = Answer(True, 404), Answer(False, 200), Answer(True)


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.CHECK_EXTERNAL_LINKS = True
    settings.PUBLIC_URL = "https://hailam.example"


def link(url="http://localhost/a", at=NOW - DAY) -> ExternalLink:
    remember_urls([url], at)
    return ExternalLink.objects.get(url=url)


def answered(*answers) -> ExternalLink:
    """A link that has got these answers, each at the moment when it was due."""
    found, at = link(), NOW
    for answer in answers:
        note_answer(found, answer, at)
        found.refresh_from_db()
        at = found.due_at
    return found


@pytest.mark.parametrize(
    ("answers", "dead"),
    [
        ([], False),
        ([FINE], False),
        ([GONE], False),
        ([GONE, GONE], True),
        ([SILENT, GONE], True),
        ([GONE, FINE], False),
        ([GONE, FINE, GONE], False),
        ([GONE, GONE, GONE], True),
        ([GONE, GONE, FINE], False),
    ],
)
def test_a_link_is_dead_when_it_failed_twice_a_day_apart(answers, dead):
    found = answered(*answers)

    assert list(ExternalLink.objects.dead()) == ([found] if dead else [])


@pytest.mark.parametrize(
    ("answers", "again"),
    [([FINE], WEEK), ([GONE], DAY), ([GONE, GONE], WEEK), ([GONE, FINE], WEEK)],
)
def test_it_is_asked_again_after_a_week_and_after_a_first_failure_after_a_day(answers, again):
    found = answered(*answers)

    assert found.due_at - found.checked_at == again


def run(asking: LinkChecker) -> None:
    """Let it check one link, if one is due, and store the answer. It begins no other check."""
    asking()
    thread = asking._thread
    if thread is not None:
        thread.join(30)
        asking()


def test_what_is_due_is_asked_and_noted():
    due = link()
    remember_urls(["http://localhost/b"], timezone.now() + DAY)
    with site(saying({"/a": status(404)})) as (rules, seen):
        run(LinkChecker(rules))

    due.refresh_from_db()
    assert seen == ["HEAD /a", "GET /a"]
    assert (due.status, due.failing_since) == (404, due.checked_at)


def test_the_same_host_is_not_asked_twice_at_once_nor_anybody_too_often():
    link(), link("http://localhost/b")
    with site(saying({"/a": status(200), "/b": status(200)})) as (rules, seen):
        asking = LinkChecker(rules)
        run(asking)
        run(asking)

    assert seen == ["HEAD /a"]


def test_another_host_is_asked_while_one_rests():
    link(), link("http://localhost/b"), link("http://127.0.0.1/a")
    with site(saying({"/a": status(200)})) as (rules, seen):
        asking = LinkChecker(rules)
        run(asking)
        # As after two seconds.
        asking._next = 0.0
        run(asking)

    asked = ExternalLink.objects.filter(checked_at__isnull=False)
    assert set(asked.values_list("host", flat=True)) == {"localhost", "127.0.0.1"}
    assert seen == ["HEAD /a", "HEAD /a"]


def test_silence_is_believed_only_while_others_answer():
    silent = link()
    with site(saying({"/a": b""})) as (rules, _seen):
        asking = LinkChecker(rules)
        run(asking)
        silent.refresh_from_db()
        assert (silent.checked_at, silent.failing_since) == (None, None)
        assert silent.due_at > timezone.now()

    lively = link("http://localhost/b")
    with site(saying({"/b": status(200), "/a": b""})) as (rules, _seen):
        asking = LinkChecker(rules)
        run(asking)
        ExternalLink.objects.filter(pk=silent.pk).update(due_at=NOW)
        # As after some seconds.
        asking._asked, asking._next = {}, 0.0
        run(asking)

    for each in (silent, lively):
        each.refresh_from_db()
    assert lively.status == 200
    assert (silent.status, silent.failing_since) == (0, silent.checked_at)


def test_two_workers_do_not_ask_for_the_same():
    due = link()
    first, second = LinkChecker(), LinkChecker()

    assert first._claimed(due, NOW)
    assert not second._claimed(due, NOW)


def test_switched_off_nobody_is_asked(settings):
    settings.CHECK_EXTERNAL_LINKS = False
    link()
    with site(saying({"/a": status(200)})) as (rules, seen):
        run(LinkChecker(rules))

    assert seen == []
