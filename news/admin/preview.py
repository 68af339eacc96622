"""A text exactly as readers would see it, before they do or after they did."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from sections.tree import Node, tree

from .. import corrections, lists
from ..addresses import article_path
from ..composing import compose
from ..corrections import Correction
from ..document import Document, digest
from ..models import Article, Edition
from ..states import standing
from ..views.article import Page, article_context, further
from .access import get_article


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    article = get_article(model_admin, request, object_id)
    return shown_page(request, article, compose(article), None, "news/article.html")


def print_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    article = get_article(model_admin, request, object_id)
    return shown_page(request, article, compose(article), None, "news/print.html")


def shown_page(
    request: HttpRequest,
    article: Article,
    content: Document,
    edition: Edition | None,
    template: str,
) -> HttpResponse:
    """A document in a public template, marked as no public page; never kept, never indexed."""
    stand = standing(article)
    now = timezone.now()
    released = article.released_at or (stand.last.released_at if stand.last else now)
    shown = Page(
        article=article.pk,
        number=edition.number if edition else (stand.last.number if stand.last else 0) + 1,
        released_at=edition.released_at if edition else released,
        until=None,
        updated_at=edition.updated_at if edition else (now if stand.last else None),
        archived_at=None,
        code=edition.code if edition else "",
        digest=edition.digest if edition else digest(content.to_json()),
        section=_section(content.section),
        content=content,
        path=_path(article, content),
        corrections=_corrections(article, edition, now),
    )
    context = article_context(shown) | {"others": [], "related": [], "preview": _mark(edition)}
    if content.section in tree().by_id:
        context["related"], context["others"] = lists.fetch(further(shown))
    context["noindex"] = True
    response = render(request, template, context, using="public")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _corrections(
    article: Article, edition: Edition | None, now: datetime
) -> tuple[Correction, ...]:
    """With that which the desk copy would bring; of an edition those that it began with."""
    if edition:
        return corrections.of(article.pk, edition.live_from)
    mine = Correction(article.publish_at or now, article.correction)
    return (*([mine] if mine.words else []), *corrections.of(article.pk, now))


def _mark(edition: Edition | None) -> str:
    if edition is None:
        return gettext("Preview of the desk copy: readers do not see this.")
    return gettext("Edition %d, as it was published.") % edition.number


def _section(pk: int | None) -> Node:
    """The section, or where none is chosen yet one that says so."""
    nowhere = Node(0, "section", gettext("(no section yet)"), "", "", False, False, "", "vi")
    return tree().by_id.get(pk, nowhere)


def _path(article: Article, content: Document) -> str:
    if content.section in tree().by_id:
        return article_path(content.section, content.slug, article.pk)
    return f"/b/{article.pk}"
