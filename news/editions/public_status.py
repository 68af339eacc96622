"""The public state of an article, which follows from its editions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from ..enums import PublicState
from ..models import Article, Edition
from .live import is_live


@dataclass(frozen=True)
class PublicStatus:
    """Where an article stands with its readers at one moment."""

    state: PublicState
    running: Edition | None = None
    ahead: Edition | None = None
    # The latest that readers have seen, running or not.
    last: Edition | None = None


def public_status(article: Article, at: datetime | None = None) -> PublicStatus:
    return standings([article], at)[article.pk]


def standings(articles: Iterable[Article], at: datetime | None = None) -> dict[int, PublicStatus]:
    """The status of each of these articles by id, in one query."""
    at = at or timezone.now()
    articles = list(articles)
    editions: dict[int, list[Edition]] = {article.pk: [] for article in articles}
    # The text of a document is long and none of it is needed here.
    rows = Edition.objects.filter(article__in=editions).defer("document", "lead")
    for edition in rows.order_by("live_from", "number"):
        if not edition.was_cancelled:
            editions[edition.article_id].append(edition)
    return {article.pk: _standing(article, editions[article.pk], at) for article in articles}


def cached_status(article: Article) -> PublicStatus:
    """As `attach_statuses` read it; otherwise it is asked now."""
    return getattr(article, "standing", None) or public_status(article)


def attach_statuses(articles: Collection[Article]) -> None:
    """Give each article its status, as `standing`; one query."""
    stands = standings(articles)
    for article in articles:
        article.standing = stands[article.pk]


def _standing(article: Article, editions: list[Edition], at: datetime) -> PublicStatus:
    running = next((each for each in editions if is_live(each, at)), None)
    ahead = next((each for each in editions if each.live_from > at), None)
    begun = [each for each in editions if each.live_from <= at]
    if running:
        archived = article.archived_at and article.archived_at >= running.live_from
        state = PublicState.ARCHIVED if archived else PublicState.LIVE
    elif ahead:
        state = PublicState.SCHEDULED
    elif begun:
        withdrawn = _was_withdrawn(article.withdrawn_at, begun[-1].live_until)
        state = PublicState.WITHDRAWN if withdrawn else PublicState.EXPIRED
    else:
        state = PublicState.UNPUBLISHED
    return PublicStatus(state, running, ahead, begun[-1] if begun else None)


def is_withdrawn(article: Article, stand: PublicStatus) -> bool:
    """Whether a withdrawal keeps readers from it now, even if another edition is to come."""
    last = None if stand.running else stand.last
    return last is not None and _was_withdrawn(article.withdrawn_at, last.live_until)


def _was_withdrawn(withdrawn_at: datetime | None, end: datetime | None) -> bool:
    """Whether that end, of the edition that readers saw last, came by a withdrawal; otherwise it
    expired."""
    return withdrawn_at is not None and end is not None and withdrawn_at >= end


def filter_by_state(
    articles: QuerySet[Article], state: str, at: datetime | None = None
) -> QuerySet[Article]:
    """Those whose public state is that; the twin of `public_status` in SQL.

    Each query begins with a condition that few articles meet, so none reads the editions of every
    article.
    """
    at = at or timezone.now()
    own = Edition.objects.filter(article=OuterRef("pk"))
    running, ahead = Exists(own.public(at)), Exists(own.ahead(at))
    # An archiving or a withdrawal concerns the edition of its time, not a later one.
    archived = Exists(own.public(at).filter(live_from__lte=OuterRef("archived_at")))
    outlived = Exists(own.begun(at).filter(live_until__gt=OuterRef("withdrawn_at")))
    coming = Edition.objects.ahead(at).order_by().values("article")
    ended = Edition.objects.begun(at).filter(live_until__lte=at).order_by().values("article")
    cancelled = Edition.objects.filter(live_until=F("live_from")).order_by().values("article")
    untouched = Article.objects.filter(last_number=0).order_by().values("pk")
    conditions = {
        PublicState.LIVE: [running, ~archived],
        PublicState.ARCHIVED: [archived, Q(archived_at__isnull=False)],
        PublicState.SCHEDULED: [~running, Q(pk__in=coming)],
        PublicState.WITHDRAWN: [~running, ~ahead, ~outlived, Q(withdrawn_at__isnull=False)],
        PublicState.EXPIRED: [
            ~running, ~ahead, Q(withdrawn_at=None) | Q(outlived), Q(pk__in=ended),
        ],
        # A union, because with OR PostgreSQL reads every article (139 ms instead of 4).
        PublicState.UNPUBLISHED: [
            ~Exists(own.exclude(live_until=F("live_from"))),
            Q(pk__in=untouched.union(cancelled, all=True)),
        ],
    }  # fmt: skip
    return articles.filter(*conditions[state])


class TakedownNotice(NamedTuple):
    """What readers are told about an article that they no longer see."""

    since: datetime | None = None
    # Empty, like `since`, when it expired or the reason is not public.
    reason: str = ""


def takedown_notice(article: int, at: datetime | None = None) -> TakedownNotice | None:
    """For an article that readers do not see at that moment; None if they never saw it."""
    rows = Edition.objects.begun(at).filter(article=article)
    last = rows.values_list("live_until", "article__withdrawn_at", "article__public_reason").first()
    if last is None:
        return None
    end, withdrawn_at, reason = last
    is_told = reason and _was_withdrawn(withdrawn_at, end)
    return TakedownNotice(withdrawn_at, reason) if is_told else TakedownNotice()
