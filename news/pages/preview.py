"""The article's page for a text that readers do not see: a desk copy, a review link or an old
edition. It is never cached and not indexed by search engines."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from media.models import STAFF_URL_PREFIX
from media.public_files.use import takedowns
from media.usage import DOCUMENT
from sections.models import Section
from sections.tree import Node, tree

from ..addresses import article_path
from ..editions import lifecycle, lists
from ..editions.document import Document, document_hash
from ..models import Article, Edition, ReviewLink
from . import corrections
from .article import PublishedArticle, article_context, related_queries
from .corrections import Correction


def draft_page(article: Article, content: Document) -> PublishedArticle:
    """The page as it would be if the article were published now with that content. The article may
    be one that is not stored yet."""
    released, updated = lifecycle.dates_if_published(article, document_hash(content.to_json()))
    now = timezone.now()
    said = [Correction(article.publish_at or now, article.correction)] if article.correction else []
    return _page(
        article,
        content,
        number=article.last_number + 1,
        released_at=released,
        updated_at=updated,
        corrections=(*said, *_corrections(article, now)),
    )


def link_page(link: ReviewLink, files_url: str) -> PublishedArticle:
    """The page as it would have been when the link was made. Its files are at addresses below
    `files_url`, because whoever has the link may not open those of staff."""
    return _page(
        link.article,
        link.content,
        number=link.article.last_number + 1,
        released_at=link.released_at,
        updated_at=link.updated_at,
        files_url=files_url,
        corrections=_corrections(link.article, link.created_at),
    )


def edition_page(edition: Edition) -> PublishedArticle:
    """The page as it was when that edition began, with the corrections of that time."""
    return _page(
        edition.article,
        edition.content,
        number=edition.number,
        released_at=edition.released_at,
        updated_at=edition.updated_at,
        code=edition.code,
        corrections=_corrections(edition.article, edition.live_from),
    )


def context(page: PublishedArticle, **more: Any) -> dict[str, Any]:
    """The context for the templates of an article. The caller has to give `preview`: the line at
    the top that says what the page is; empty for no line."""
    found = {**article_context(page), "others": [], "related": [], "noindex": True, **more}
    if page.section.pk:
        found["related"], found["others"] = lists.fetch_lists(related_queries(page))
    return found


def no_store(response: HttpResponse) -> HttpResponse:
    """Keep the response out of caches and search engines; returns it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(
    article: Article,
    content: Document,
    *,
    code: str = "",
    files_url: str = STAFF_URL_PREFIX,
    **fields: Any,
) -> PublishedArticle:
    return PublishedArticle(
        article=article.pk or 0,
        until=None,
        archived_at=None,
        code=code,
        digest=document_hash(content.to_json()),
        section=_section(content.section),
        content=content,
        # Of photos the pictures say it.
        takedowns=tuple(
            takedowns([(DOCUMENT, each["id"]) for each in content.attachments]).items()
        ),
        path=_path(article, content),
        files_url=files_url,
        **fields,
    )


def _corrections(article: Article, at: datetime) -> tuple[Correction, ...]:
    return corrections.corrections_of(article.pk, at) if article.pk else ()


def _section(pk: int | None) -> Node:
    """The section with that key; if there is none, a node whose title says so."""
    return tree().by_id.get(pk) or Node(
        pk=0,
        kind=Section.Kind.SECTION,
        title=gettext("(no section yet)"),
        slug="",
        path="",
        in_menu=False,
        on_home=False,
        description="",
        language=Section.Language.VI,
    )


def _path(article: Article, content: Document) -> str:
    """The address that the article would have. An article that is not stored has no number yet, so
    `…` stands for it."""
    node = tree().by_id.get(content.section)
    if node is None:
        return f"/b/{article.pk or '…'}"
    if article.pk is None:
        return f"/{node.path}/{content.slug}-…/"
    return article_path(node.pk, content.slug, article.pk)
