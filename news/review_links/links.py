"""Review links: with one, somebody without an account reads one saved version of an article and
gives an opinion. An opinion is a comment: it changes no state and is no approval."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record
from text.dates import datetime_with_zone

from ..editions import lifecycle
from ..editions.compose import compose
from ..editions.document import document_hash
from ..models import Article, Comment, ReviewLink
from ..rights.permissions import may_edit, may_see

DEFAULT_LINK_DAYS, MAX_LINK_DAYS = 7, 30
# For one article, at the same time.
MAX_WORKING_LINKS = 50
MAX_OPINIONS_PER_LINK = 50


class LimitReached(Exception):
    """There are too many links or opinions already; the argument is a sentence for people."""


class LinkClosed(Exception):
    """The link does not work any more."""


def create_link(
    article: Article, *, by, recipient: str, days: int = DEFAULT_LINK_DAYS
) -> tuple[ReviewLink, str]:
    """Make a link to the desk copy as it is stored now. It works for `days`, MAX_LINK_DAYS at most.

    Returns the link and its token, of which only a digest is stored. Raises PermissionDenied if
    `by` may not change the article, and LimitReached.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if not may_edit(by, article):
            raise PermissionDenied
        if article.review_links.working().count() >= MAX_WORKING_LINKS:
            raise LimitReached(_("Too many links to this article work already; revoke some first."))
        now, token = timezone.now(), secrets.token_urlsafe(32)
        text = compose(article).to_json()
        released, updated = lifecycle.dates_if_published(article, document_hash(text), now)
        link = ReviewLink.objects.create(
            article=article,
            digest=_digest(token),
            recipient=recipient,
            version=article.version,
            document=text,
            released_at=released,
            updated_at=updated,
            created_by=by,
            created_at=now,
            expires_at=now + timedelta(days=min(days, MAX_LINK_DAYS)),
        )
        # The audit log names the link by its number: the log is kept for years, and the recipient
        # is personal data.
        told = {"number": link.pk, "until": datetime_with_zone(link.expires_at)}
        detail = _("Sent for review: link no. %(number)d, until %(until)s")
        record(Kind.STEP, article, by=by, detail=detail % told)
    return link, token


def links(article: Article, user) -> QuerySet[ReviewLink]:
    """The article's links that this person may see and revoke: all if they may change the article,
    otherwise those that they made."""
    found = article.review_links.all()
    return found if may_edit(user, article) else found.filter(created_by=user)


def revoke(article: Article, pk: int, *, by) -> None:
    """End the link with that key. Raises PermissionDenied if this person may not see the link or
    the article."""
    found = links(article, by).filter(pk=pk)
    if not may_see(by, article) or not found.exists():
        raise PermissionDenied
    with transaction.atomic():
        if found.filter(revoked_at=None).update(revoked_at=timezone.now()):
            record(Kind.STEP, article, by=by, detail=_("Revoked for review: link no. %d") % pk)


def link_by_token(token: str) -> ReviewLink | None:
    """The link with that token, if it works."""
    found = ReviewLink.objects.filter(digest=_digest(token))
    link = found.select_related("article", "created_by").first()
    return link if link and is_usable(link) else None


def is_usable(link: ReviewLink) -> bool:
    """Whether the link works, and its maker is still staff and may see the article."""
    maker = link.created_by
    return link.works() and maker.is_staff and may_see(maker, link.article)


def add_opinion(link: ReviewLink, *, name: str, text: str, agrees: bool) -> Comment:
    """Store a reviewer's opinion; without a name the link's recipient counts as its author. Raises
    LinkClosed and LimitReached."""
    with transaction.atomic():
        link = ReviewLink.objects.select_for_update().filter(pk=link.pk).first()
        if link is None or not is_usable(link):
            raise LinkClosed
        if link.opinions.count() >= MAX_OPINIONS_PER_LINK:
            raise LimitReached(
                _("Enough was said by this link. Ask who sent it to you for another one.")
            )
        return Comment.objects.create(
            article_id=link.article_id,
            link=link,
            name=name or link.recipient,
            text=text,
            agrees=agrees,
            at=timezone.now(),
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
