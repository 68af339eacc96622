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
    # The latest edition that has begun, running or not.
    last: Edition | None = None


def public_status(article: Article, at: datetime | None = None) -> PublicStatus:
    """The status of one article at that moment; one query."""
    return public_statuses([article], at)[article.pk]


def public_statuses(
    articles: Iterable[Article], at: datetime | None = None
) -> dict[int, PublicStatus]:
    """The status of each of these articles, by the article's id; one query."""
    at = at or timezone.now()
    articles = list(articles)
    editions: dict[int, list[Edition]] = {article.pk: [] for article in articles}
    # The text of a document is long and none of it is needed here.
    rows = Edition.objects.filter(article__in=editions).defer("document", "lead")
    for edition in rows.order_by("live_from", "number"):
        if not edition.was_cancelled:
            editions[edition.article_id].append(edition)
    return {article.pk: _status_of(article, editions[article.pk], at) for article in articles}


def cached_status(article: Article) -> PublicStatus:
    """The status that `attach_statuses` gave the article; without one it is queried now."""
    return getattr(article, "public_status", None) or public_status(article)


def attach_statuses(articles: Collection[Article]) -> None:
    """Set the attribute `public_status` of each article to its status; one query."""
    statuses = public_statuses(articles)
    for article in articles:
        article.public_status = statuses[article.pk]


def _status_of(article: Article, editions: list[Edition], at: datetime) -> PublicStatus:
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


def is_withdrawn(article: Article, status: PublicStatus) -> bool:
    """Whether readers do not see the article now because it was withdrawn, even if another edition
    is scheduled."""
    last = None if status.running else status.last
    return last is not None and _was_withdrawn(article.withdrawn_at, last.live_until)


def _was_withdrawn(withdrawn_at: datetime | None, end: datetime | None) -> bool:
    """Whether a withdrawal ended the edition that readers saw last; otherwise it expired. `end` is
    the end of that edition."""
    return withdrawn_at is not None and end is not None and withdrawn_at >= end


def filter_by_state(
    articles: QuerySet[Article], state: str, at: datetime | None = None
) -> QuerySet[Article]:
    """The articles in that public state. It is the rule of `public_status`, written in SQL.

    Except for LIVE, which most articles are, each query has a condition that few articles meet and
    that an index answers, so that it does not read the editions of every article.
    """
    at = at or timezone.now()
    own = Edition.objects.filter(article=OuterRef("pk"))
    running, ahead = Exists(own.public(at)), Exists(own.ahead(at))
    # Archiving and withdrawal concern the edition that ran at that time, not a later one.
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
    # Empty if the article expired or the reason is not public; `since` is None then.
    reason: str = ""


def takedown_notice(article: int, at: datetime | None = None) -> TakedownNotice | None:
    """The notice for an article that readers do not see at that moment, which the caller knows.
    None if readers never saw it."""
    rows = Edition.objects.begun(at).filter(article=article)
    last = rows.values_list("live_until", "article__withdrawn_at", "article__public_reason").first()
    if last is None:
        return None
    end, withdrawn_at, reason = last
    is_told = reason and _was_withdrawn(withdrawn_at, end)
    return TakedownNotice(withdrawn_at, reason) if is_told else TakedownNotice()
