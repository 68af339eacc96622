"""The first page of the admin. It shows which articles wait for whom, what was done last, and what
an empty portal still lacks. Its alerts name caches that were not told of changes, work that is
overdue or set aside, and editions that were published while the clock ran ahead."""

from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from agency.models import Agency
from database.queries import counts
from delivery import worker_status
from delivery.engines.base import engines
from delivery.purging import lags
from sections.models import Section
from text.dates import datetime_with_zone

from ..editions.public_status import attach_statuses
from ..models import Act, Article
from ..receipts import words as receipt_words
from ..rights.people import full_name
from ..rights.permissions import PUBLISH, has_in_any_section, visible_q
from . import clock_repair
from .queues import PUBLISHED, QUEUES, SCHEDULED, Queue
from .steps.pages import of_schedule

# The highest count that a queue shows; above it stands `99+`.
MAX_COUNT = 99
ROWS_PER_QUEUE = 5
MAX_RECENT_ACTS = 10
# How long the process caches `overdue_work`, which costs as much as the rest of the dashboard.
CACHE_SECONDS = 15


def queues(request: HttpRequest) -> list[dict[str, Any]]:
    """The queues of this person for the template, each with its first articles."""
    user, now = request.user, timezone.now()
    if not user.has_perm("news.view_article"):
        return []
    found = {
        queue: list(
            queue.rows(user, now)
            .select_related("section", "created_by", "assignee")
            .defer("body", "lead", "folded")[: ROWS_PER_QUEUE + 1]
        )
        for queue in QUEUES.values()
    }
    longer = [queue for queue, articles in found.items() if len(articles) > ROWS_PER_QUEUE]
    keys = [queue.rows(user, now).order_by().values("pk")[: MAX_COUNT + 1] for queue in longer]
    numbers = dict(zip(longer, counts(keys, user), strict=True))
    since = _since({article.pk for articles in found.values() for article in articles})
    _attach_details(found)
    listed = reverse("admin:news_article_changelist")
    boxes = []
    for queue, articles in found.items():
        count = numbers.get(queue, len(articles))
        boxes.append(
            {
                "label": str(queue.label),
                "url": f"{listed}?viec={queue.slug}",
                "count": f"{MAX_COUNT}+" if count > MAX_COUNT else str(count),
                "first": [
                    _waiting(user, article, since.get(article.pk), now)
                    for article in articles[:ROWS_PER_QUEUE]
                ],
            }
        )
    return boxes


def _since(articles: set[int]) -> dict[int, datetime]:
    """When the last act of each article was."""
    return dict(
        Act.objects.filter(article__in=articles)
        .order_by()
        .values("article")
        .annotate(last=Max("at"))
        .values_list("article", "last")
    )


def _attach_details(found: dict[Queue, list[Article]]) -> None:
    """Give scheduled articles their status, and articles just published their latest receipt. Takes
    one query for each of these two queues that has articles."""
    if found[SCHEDULED]:
        attach_statuses(found[SCHEDULED])
    if found[PUBLISHED]:
        last = receipt_words.latest(article.pk for article in found[PUBLISHED])
        for article in found[PUBLISHED]:
            article.receipt = article.pk in last and receipt_words.receipt_view(last[article.pk])


def _waiting(user, article: Article, since: datetime | None, now: datetime) -> dict[str, Any]:
    """An article in a queue for the template. `about` says when it goes live, its section, who has
    it, since when, and when it is due."""
    status, receipt = getattr(article, "public_status", None), getattr(article, "receipt", None)
    ahead, who = status and status.ahead, article.assignee or article.created_by
    since = since or article.changed_at
    about = [
        ahead and gettext("goes live at %s") % datetime_with_zone(ahead.live_from),
        article.section and article.section.title,
        receipt and receipt.brief,
        who and full_name(who),
        gettext("just now")
        if now - since < timedelta(minutes=1)
        else timesince(since, now, depth=1),
        article.due_at and gettext("due %s") % datetime_with_zone(article.due_at),
    ]
    is_late = article.due_at is not None and article.due_at < now
    return {
        "title": article.title or gettext("(no title yet)"),
        "url": reverse("admin:news_article_change", args=[article.pk]),
        "about": " · ".join(filter(None, about)),
        "late": is_late or bool(receipt and receipt.is_bad),
        "steps": of_schedule(user, article) if ahead else [],
    }


def latest(request: HttpRequest) -> list[Act]:
    """The last acts on articles that this person may see."""
    user = request.user
    if not user.has_perm("news.view_article"):
        return []
    acts = Act.objects.select_related("by", "article").defer("text", "times", "article__body")
    return list(acts.filter(visible_q(user, "article__"))[:MAX_RECENT_ACTS])


# What an empty portal needs first: the right to do it, its label, its URL name, the rows that it
# makes, and how many of them are enough.
FIRST_STEPS = [
    (
        "agency.add_agency",
        _("Name the agency that publishes"),
        "admin:agency_agency_changelist",
        Agency.objects.all(),
        1,
    ),
    (
        "sections.add_section",
        _("Make the first section"),
        "admin:sections_section_add",
        Section.objects.filter(kind=Section.Kind.SECTION),
        1,
    ),
    (
        "auth.add_user",
        _("Add your colleagues, each to a group"),
        "admin:auth_user_changelist",
        User.objects.filter(is_staff=True, is_active=True),
        2,
    ),
    (
        "news.add_article",
        _("Write the first article"),
        "admin:news_article_add",
        Article.objects.all(),
        1,
    ),
]


def missing_steps(request: HttpRequest) -> list[tuple[Promise, str]]:
    """Label and address of each first step that this person may do and that nobody has done yet, in
    the best order. Takes one query."""
    steps = [step for right, *step in FIRST_STEPS if request.user.has_perm(right)]
    keys = [rows.order_by().values("pk")[:enough] for _label, _page, rows, enough in steps]
    return [
        (label, reverse(page))
        for (label, page, _rows, enough), count in zip(
            steps, counts(keys, request.user), strict=True
        )
        if count < enough
    ]


# Alerts for whoever publishes


def engines_behind(request: HttpRequest) -> dict[str, Any] | None:
    """A sentence about each cache that has not been told of changes for a while, and whether the
    worker runs. None if there is no such cache, or if this person may publish nothing. Takes one
    query at most."""
    if not has_in_any_section(request.user, PUBLISH):
        return None
    sentences = [
        gettext("%(engine)s has not been told of changes for %(age)s: %(meanwhile)s.")
        % {
            "engine": engines()[name],
            "age": _spoken(lag.age),
            "meanwhile": engines()[name].meanwhile(),
        }
        for name, lag in lags().items()
        if lag.is_worth_telling
    ]
    # Only the worker tells a cache again; if it does not run, somebody has to start it.
    return {"engines": sentences, "worker_runs": worker_status.is_running()} if sentences else None


def overdue_work(request: HttpRequest) -> dict[str, Any] | None:
    """Work that is late, work that was set aside, and editions with a wrong date. None if this
    person may publish nothing. The result may be `CACHE_SECONDS` old."""
    if not has_in_any_section(request.user, PUBLISH):
        return None
    return cached_work(request.user, monotonic() // CACHE_SECONDS)


# `maxsize` is small, because each key has a `request.user`, which keeps its request in memory.
@lru_cache(maxsize=100)
def cached_work(user, period: float) -> dict[str, Any]:
    """`period` grows by one every `CACHE_SECONDS`, so that the work is then read anew."""
    last = worker_status.last_at_work()
    return {
        "sentences": [each.work.sentence(each.count) for each in worker_status.overdue()],
        "aside": [each for found in worker_status.set_aside(user).values() for each in found],
        # Published while the clock ran ahead; readers do not see them yet.
        "misdated": clock_repair.editions_dated_ahead(user),
        "worker_works": worker_status.is_at_work(),
        # Empty if no worker was ever at work.
        "worked_at": datetime_with_zone(last) if last else "",
    }


def _spoken(age: timedelta) -> str:
    if age < timedelta(minutes=1):
        return ngettext("%d second", "%d seconds", age.seconds) % age.seconds
    now = timezone.now()
    return timesince(now - age, now, depth=1)
