"""The queues: which articles wait for whom. A queue is a query with a name, never a stored list.
The dashboard and the list of articles use the same queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import DeskState
from ..models import Article, Edition
from ..rights.beats import beats, has_everywhere
from ..rights.permissions import APPROVE, EDIT, visible

RECENTLY_PUBLISHED = timedelta(hours=24)


@dataclass(frozen=True)
class Queue:
    # Names it in the address of the list of articles (`?viec=`).
    slug: str
    label: Promise
    # Its articles for a person at a moment, in the order in which they are shown.
    rows: Callable[[object, datetime], QuerySet]


def _waiting_in(user, right: str, state: str) -> Q:
    """Articles in that state where this person has that right."""
    if has_everywhere(user, right):
        return Q(state=state)
    return Q(state=state, section__in=beats(user).sections(right))


def _to_do(user, now: datetime) -> QuerySet:
    """Assigned to this person, or waiting for somebody with their rights and assigned to nobody."""
    edited = _waiting_in(user, EDIT, DeskState.EDITING)
    waiting = edited | _waiting_in(user, APPROVE, DeskState.APPROVAL)
    return Article.objects.filter(Q(assignee=user.pk) | (Q(assignee=None) & waiting)).order_by("pk")


def _drafts(user, now: datetime) -> QuerySet:
    return Article.objects.filter(
        Q(created_by=user.pk) | Q(assignee=user.pk), state=DeskState.DRAFT
    ).order_by("-pk")


def _with_others(user, now: datetime) -> QuerySet:
    return (
        Article.objects.filter(
            created_by=user.pk, state__in=[DeskState.EDITING, DeskState.APPROVAL]
        )
        .exclude(assignee=user.pk)
        .order_by("pk")
    )


def _approved(user, now: datetime) -> QuerySet:
    """Approved articles with changes that readers have not seen."""
    return visible(user, Article.objects.filter(ready_since__isnull=False)).order_by(
        "ready_since", "pk"
    )


def _scheduled(user, now: datetime) -> QuerySet:
    ahead = Edition.objects.ahead(now)
    rows = visible(user, Article.objects.filter(pk__in=ahead.values("article").order_by()))
    first = ahead.filter(article=OuterRef("pk")).values("live_from")[:1]
    return rows.order_by(Subquery(first), "pk")


def _published(user, now: datetime) -> QuerySet:
    fresh = Edition.objects.public(now).filter(live_from__gt=now - RECENTLY_PUBLISHED)
    return visible(user, Article.objects.filter(pk__in=fresh.values("article"))).order_by("-pk")


def _overdue(user, now: datetime) -> QuerySet:
    return visible(user, Article.objects.filter(due_at__lt=now)).order_by("due_at", "pk")


SCHEDULED = Queue("hen-gio", _("Scheduled"), _scheduled)
PUBLISHED = Queue("vua-dang", _("Just published"), _published)
# By slug.
QUEUES = {
    queue.slug: queue
    for queue in (
        Queue("can-toi", _("For me to do"), _to_do),
        Queue("nhap", _("My drafts"), _drafts),
        Queue("cho-nguoi-khac", _("Waiting for others"), _with_others),
        Queue("da-duyet", _("Approved, not published"), _approved),
        SCHEDULED,
        PUBLISHED,
        Queue("qua-han", _("Overdue"), _overdue),
    )
}
