"""The addresses of an article: page, print view, QR codes, short address."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from database import prepared_statements
from delivery.public_page import public_page, render_with_tags, with_tags
from delivery.tags import tag
from media.models import PUBLIC_URL_PREFIX, Takedown
from media.pictures import Picture, picture_from_columns
from media.usage import DOCUMENT, PHOTO, FileRef
from sections.tree import Node, tree

from ..addresses import ArticleAddress, absolute, article_path, verification_path
from ..editions import lists, public_status
from ..editions.document import Document
from ..editions.live import LIVE_NOW
from ..enums import ListKind
from ..models import Edition
from . import corrections, verification
from .content import render_content
from .corrections import Correction

# In “Tin khác”, the list below an article.
MAX_OTHER_ARTICLES = 8

# Of an edition's files those that were taken down, each with what was: "photo:7:file,photo:9:words"
_TAKEN_DOWN = " UNION ALL ".join(
    f"SELECT '{kind}:' || f.id || ':' || f.takedown AS file FROM news_edition{kind} n "
    f"JOIN media_{kind} f ON f.id = n.{kind}_id WHERE n.edition_id = e.id AND f.takedown <> ''"
    for kind in (PHOTO, DOCUMENT)
)
_JOINED = {"sqlite": "group_concat(file)", "postgresql": "string_agg(file, ',')"}
_CURRENT_SQL = f"""
SELECT e.article_id, e.number, e.released_at, e.live_until, e.updated_at, a.archived_at,
       e.live_from, e.code, e.digest, e.section_id, e.slug, e.document,
       EXISTS (SELECT 1 FROM news_edition
               WHERE article_id = e.article_id AND {corrections.SHOWN_CORRECTION_SQL}),
       (SELECT {{joined}} FROM ({_TAKEN_DOWN}) AS files),
       p.id, p.key, p.format, p.width, p.height, p.widths, p.takedown
FROM news_edition e JOIN news_article a ON a.id = e.article_id
LEFT JOIN media_photo p ON p.id = e.photo_id
WHERE e.article_id IN ({{marks}}) AND {LIVE_NOW}
"""


@dataclass(frozen=True, slots=True)
class PublishedArticle:
    """A running edition with everything that its page needs. A preview (`news.pages.preview`) makes
    one of a text that readers do not see."""

    article: int
    number: int
    released_at: datetime
    # The end of the edition; None while none is set.
    until: datetime | None
    updated_at: datetime | None
    archived_at: datetime | None
    code: str
    digest: str
    section: Node
    path: str
    # Not compared: equal digests mean equal content.
    content: Document = field(compare=False)
    # The picture of its lead photo, if it was read together with the edition.
    lead: Picture | None = field(default=None, compare=False)
    # Of its files those that were taken down, with the value of `media.models.Takedown`.
    takedowns: tuple[tuple[FileRef, str], ...] = ()
    # The address below which whoever reads the page may see its files.
    files_url: str = PUBLIC_URL_PREFIX
    # Whether the article has public corrections.
    corrected: bool = False
    # The corrections, the latest first. If `corrected`, `article_context` reads them.
    corrections: tuple[Correction, ...] = ()

    @property
    def url(self) -> str:
        return absolute(self.path)

    @property
    def hidden_files(self) -> list[FileRef]:
        """Its files whose words readers do not see."""
        return [file for file, what in self.takedowns if what == Takedown.WORDS]

    def takedown_of(self, document: int) -> str:
        """What was taken down of this attached document; empty if nothing was."""
        return dict(self.takedowns).get((DOCUMENT, document), "")

    @property
    def tags(self) -> list[str]:
        return [
            tag("article", self.article),
            tag("older", self.section.pk),
            *(tag("photo", photo) for photo in self.content.shown_photos),
            *(tag("document", each["id"]) for each in self.content.attachments),
        ]


def article(request: HttpRequest, address: ArticleAddress) -> HttpResponse:
    """The response at an article's address: one of `_VIEWS`, a redirect (301) to the right address,
    or what `takedown_page` gives where readers do not see the article."""
    found = current_articles([address.pk]).get(address.pk)
    if found is None:
        return takedown_page(request, address.pk)
    right = found.path.strip("/")
    if address.path != right:
        slash = "/" if address.part == "ban-in" else ""
        return with_tags(
            HttpResponsePermanentRedirect(f"/{right}/{address.part}{slash}"),
            [tag("article", address.pk)],
        )
    return _VIEWS[address.part](request, found)


def current_articles(articles: Iterable[int]) -> dict[int, PublishedArticle]:
    """By id, those of the articles that readers see; one query."""
    values = {"now": lists.to_db(timezone.now())}
    joined = _JOINED[connection.vendor]
    marks = ", ".join(lists.placeholder(values, article) for article in articles)
    return {
        row[0]: _page_of(*row)
        for row in prepared_statements.rows(_CURRENT_SQL.format(marks=marks, joined=joined), values)
    }


def _page_of(article: int, number: int, *row: Any) -> PublishedArticle:
    *moments, code, digest, section, slug, document, corrected, taken_down = row[:-7]
    photo = row[-7:]
    released, until, updated, archived, began = map(lists.from_db, moments)
    return PublishedArticle(
        article=article,
        number=number,
        released_at=released,
        until=until,
        updated_at=updated,
        archived_at=archived if archived and archived >= began else None,
        code=code,
        digest=digest,
        section=tree().by_id[section],
        content=Document.from_json(document),
        path=article_path(section, slug, article),
        lead=None if photo[0] is None else picture_from_columns(*photo),
        corrected=bool(corrected),
        takedowns=_takedowns(taken_down),
    )


def _takedowns(stored: str | None) -> tuple[tuple[FileRef, str], ...]:
    files = (each.split(":") for each in stored.split(",")) if stored else ()
    return tuple(sorted(((kind, int(pk)), what) for kind, pk, what in files))


def takedown_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The response 410 for an article that readers once saw: the public reason, and not a word of
    the article. Raises Http404 if they never saw it, as for an unknown article."""
    told = public_status.takedown_notice(pk)
    if told is None:
        raise Http404
    tags = [tag("article", pk)]
    return render_with_tags(request, "errors/410.html", {"gone": told}, tags, status=410)


def _page(request: HttpRequest, page: PublishedArticle) -> HttpResponse:
    related, others = lists.fetch_lists(related_queries(page))
    context = article_context(page) | {"others": others, "related": related}
    tags = [
        *page.tags,
        *(name for card in (*others, *related) for name in card.tags[:1]),
        # Also for related articles that are not public now: this page shows them when they return.
        *(tag("article", pk) for pk in page.content.related),
    ]
    return render_with_tags(request, "news/article.html", context, tags, page.until)


def related_queries(page: PublishedArticle) -> list[lists.ListQuery]:
    """The lists below an article: related articles, then earlier ones of its section."""
    return [
        lists.ListQuery(articles=page.content.related),
        lists.ListQuery(
            [(ListKind.SECTION.value, page.section.pk)],
            MAX_OTHER_ARTICLES,
            older_than=lists.Cursor(page.released_at, page.article),
            unseen=True,
        ),
    ]


def article_context(page: PublishedArticle) -> dict[str, Any]:
    """The context that every template of an article needs."""
    # One more query, only for the few articles that have corrections.
    if page.corrected:
        page = replace(page, corrections=corrections.corrections_of(page.article))
    return {
        "page": page,
        "doc": page.content,
        "shown": render_content(page.content, page.lead, page.files_url),
        "section": page.section,
        "canonical": page.url,
        "verification": verification_path(page.code) if page.code else None,
    }


def _print(request: HttpRequest, page: PublishedArticle) -> HttpResponse:
    return render_with_tags(
        request, "news/print.html", article_context(page), page.tags, page.until
    )


def _qr_code(request: HttpRequest, page: PublishedArticle, name: str) -> HttpResponse:
    return with_tags(
        verification.qr_image(page.url, name), [tag("article", page.article)], page.until
    )


_VIEWS = {
    "": _page,
    "ban-in": _print,
    **{name: partial(_qr_code, name=name) for name in verification.QR_MODULE_PIXELS},
}


@public_page
def short(request: HttpRequest, pk: str) -> HttpResponse:
    """`/b/42` redirects to the article. The address is short enough to be read aloud."""
    article = int(pk)
    row = Edition.objects.public().filter(article=article).values_list("section_id", "slug").first()
    if row is None:
        return takedown_page(request, article)
    return with_tags(
        HttpResponsePermanentRedirect(article_path(*row, article)), [tag("article", article)]
    )
