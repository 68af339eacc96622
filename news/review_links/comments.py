"""Comments on an article among its staff. They move nothing: no state, no version, no approval, and
no form that is open."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.utils import timezone

from ..models import Article, Comment
from ..rights.permissions import may_see

# The open ones first.
MAX_COMMENTS_SHOWN = 200


def add_comment(article: Article, *, by, text: str) -> Comment:
    """PermissionDenied unless they may see it."""
    _require(article, by)
    return Comment.objects.create(article=article, by=by, text=text, at=timezone.now())


def resolve(article: Article, pk: int, *, by) -> None:
    """It is dealt with; nothing is done where somebody was quicker, or there is none."""
    _require(article, by)
    article.comments.open().filter(pk=pk).update(resolved_at=timezone.now(), resolved_by=by)


def reopen(article: Article, pk: int, *, by) -> None:
    _require(article, by)
    article.comments.filter(pk=pk).update(resolved_at=None, resolved_by=None)


def split_comments(article: Article) -> tuple[list[Comment], list[Comment]]:
    """The open ones, in the order in which they came, and those dealt with, the latest first; in
    one query."""
    rows = article.comments.select_related("by", "resolved_by", "link").defer("link__document")
    rows = rows.order_by(F("resolved_at").desc(nulls_first=True), "-pk")[:MAX_COMMENTS_SHOWN]
    waiting = [row for row in rows if row.resolved_at is None]
    return waiting[::-1], [row for row in rows if row.resolved_at is not None]


def open_counts(articles: Iterable[int]) -> dict[int, int]:
    """How many are open of each that has any."""
    rows = Comment.objects.open().filter(article__in=articles).order_by()
    return dict(rows.values_list("article").annotate(Count("pk")))


def _require(article: Article, user) -> None:
    if not may_see(user, article):
        raise PermissionDenied
