"""The first page of the admin: the queues, and what was done last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from database.queries import counts
from text.dates import datetime_with_zone

from ..editions.public_status import attach_statuses
from ..models import Act, Article
from ..receipts import admin as receipts_admin
from ..rights import permissions
from ..rights.people import full_name
from .queues import PUBLISHED, QUEUES, SCHEDULED, Queue
from .steps.pages import OfferedStep, of_schedule

# A queue counts no higher.
MAX_COUNT = 99
ROWS_PER_QUEUE = 5
MAX_RECENT_ACTS = 10


@dataclass(frozen=True)
class QueueRow:
    """An article in a queue."""

    title: str
    url: str
    # Its section, who has it, since when, until when.
    about: str
    late: bool
    # Steps that are offered here.
    steps: list[OfferedStep]


@dataclass(frozen=True)
class QueueBox:
    """A queue with its first articles."""

    label: str
    url: str
    count: str
    first: list[QueueRow]


def queues(request: HttpRequest) -> list[QueueBox]:
    """The queues of this person."""
    user, now = request.user, timezone.now()
    if not user.has_perm("news.view_article"):
        return []
    wide = ("section", "created_by", "assignee")
    found = {
        queue: list(
            queue.rows(user, now)
            .select_related(*wide)
            .defer("body", "lead", "folded")[: ROWS_PER_QUEUE + 1]
        )
        for queue in QUEUES
    }
    numbers = _counts([queue for queue in QUEUES if len(found[queue]) > ROWS_PER_QUEUE], user, now)
    since = _since({article.pk for articles in found.values() for article in articles})
    _attach_details(found)
    listed = reverse("admin:news_article_changelist")
    return [
        QueueBox(
            str(queue.label),
            f"{listed}?viec={queue.slug}",
            numbers.get(queue, str(len(articles))),
            [
                _waiting(user, article, since.get(article.pk), now)
                for article in articles[:ROWS_PER_QUEUE]
            ],
        )
        for queue, articles in found.items()
    ]


def _counts(queues: list[Queue], user, now: datetime) -> dict[Queue, str]:
    """The numbers of articles in these queues, up to `MAX_COUNT`, in one query."""
    if not queues:
        return {}
    keys = [queue.rows(user, now).order_by().values("pk")[: MAX_COUNT + 1] for queue in queues]
    return {
        queue: f"{MAX_COUNT}+" if count > MAX_COUNT else str(count)
        for queue, count in zip(queues, counts(keys, user), strict=True)
    }


def _since(articles: set[int]) -> dict[int, datetime]:
    """When the last act of each article was."""
    acts = Act.objects.filter(article__in=articles).order_by()
    return dict(acts.values("article").annotate(last=Max("at")).values_list("article", "last"))


def _attach_details(found: dict[Queue, list[Article]]) -> None:
    """Give scheduled articles their status, and articles just published their receipt: one query
    for each of the two queues if it has articles."""
    for queue, articles in found.items():
        if articles and queue is SCHEDULED:
            attach_statuses(articles)
        elif articles and queue is PUBLISHED:
            last = receipts_admin.latest(article.pk for article in articles)
            for article in articles:
                article.receipt = article.pk in last and receipts_admin.receipt_view(
                    last[article.pk]
                )


def _waiting(user, article: Article, since: datetime | None, now: datetime) -> QueueRow:
    parts, offered = [article.section.title] if article.section else [], []
    stand, receipt = getattr(article, "standing", None), getattr(article, "receipt", None)
    if stand and stand.ahead:
        parts.insert(0, _("goes live at %s") % datetime_with_zone(stand.ahead.live_from))
        offered = of_schedule(user, article)
    if receipt and receipt.brief:
        parts.append(receipt.brief)
    if who := article.assignee or article.created_by:
        parts.append(full_name(who))
    parts.append(_age(since or article.changed_at, now))
    if article.due_at:
        parts.append(_("due %s") % datetime_with_zone(article.due_at))
    return QueueRow(
        article.title or _("(no title yet)"),
        reverse("admin:news_article_change", args=[article.pk]),
        " · ".join(parts),
        late=(article.due_at is not None and article.due_at < now)
        or bool(receipt and receipt.is_bad),
        steps=offered,
    )


def _age(since: datetime, now: datetime) -> str:
    if now - since < timedelta(minutes=1):
        return _("just now")
    return timesince(since, now, depth=1)


def latest(request: HttpRequest) -> list[Act]:
    """The last acts on articles that this person may see."""
    user = request.user
    if not user.has_perm("news.view_article"):
        return []
    acts = Act.objects.select_related("by", "article").defer("text", "times", "article__body")
    return list(acts.filter(permissions.visible_q(user, "article__"))[:MAX_RECENT_ACTS])
