"""Checks of a document against the rest of the portal: links that lead nowhere, titles that exist
already. No server elsewhere is asked here: the worker does that (`external_links`)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sections.tree import section_formerly_at, tree
from text.dates import short_datetime
from text.fold import fold

from ..addresses import NAME_URL_PREFIXES, parse
from ..editions.document import Document
from ..enums import CheckKind
from ..models import Article, Edition, ExternalLink
from .content import links
from .http_request import normalise_url
from .remark import Remark

# Of one document.
MAX_LINKS_CHECKED = 50


def remarks(
    article: Article, document: Document, kinds: Collection[CheckKind], at: datetime
) -> Iterator[Remark]:
    if CheckKind.DEAD_LINK in kinds:
        yield from _dead_inside(document, at)
    if CheckKind.DEAD_EXTERNAL in kinds:
        yield from _dead_external(document)
    if CheckKind.SAME_TITLE in kinds:
        said = _("Another article that readers see has the same title.")
        for title in _same_titles(article, at):
            yield Remark(CheckKind.SAME_TITLE, said, "title", title)


def _dead_inside(document: Document, at: datetime) -> Iterator[Remark]:
    for number, link in enumerate(links(document.body)[:MAX_LINKS_CHECKED]):
        if (path := _own_path(link.href)) and not _is_live_path(path, at):
            said = _("A link leads to a page of ours that readers do not see: %s") % path
            where = link.words.strip()
            yield Remark(CheckKind.DEAD_LINK, said, "body", where, element=("a", number))


def _dead_external(document: Document) -> Iterator[Remark]:
    places = [
        (normalise_url(link.href), "body", link.words.strip(), ("a", number))
        for number, link in enumerate(links(document.body)[:MAX_LINKS_CHECKED])
    ]
    places.append((normalise_url(document.source_url), "source_url", "", None))
    rows = ExternalLink.objects.dead().filter(url__in={url for url, *_rest in places if url})
    dead = {row.url: row for row in rows}
    for url, field, words, element in places:
        if row := dead.get(url):
            said = _("A link leads to a page that has not been there since %(since)s: %(url)s")
            if not row.status:
                said = _("A link leads to a site that has not answered since %(since)s: %(url)s")
            said %= {"since": short_datetime(row.failing_since), "url": url}
            yield Remark(CheckKind.DEAD_EXTERNAL, said, field, words, element=element)


def _own_path(href: str) -> str:
    """The path of an address of this portal; empty for others."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    own = urlsplit(settings.PUBLIC_URL)
    if parts.scheme in {"http", "https"} and parts.netloc == own.netloc:
        return unquote(parts.path) or "/"
    if not parts.scheme and not parts.netloc and parts.path.startswith("/"):
        return unquote(parts.path)
    return ""


def _is_live_path(path: str, at: datetime) -> bool:
    """Whether readers find an article or a section there. Other addresses count as live."""
    bare = path.strip("/")
    public = Edition.objects.public(at)
    first, _slash, rest = bare.partition("/")
    if first == "b" and rest.isdecimal() and len(rest) < 19:
        return public.filter(article=int(rest)).exists()
    if not bare or first in _OTHER_URL_PREFIXES or "." in bare.rpartition("/")[2]:
        return True
    if bare in tree().by_path:
        return True
    if address := parse(bare):
        return public.filter(article=address.pk).exists()
    return section_formerly_at(bare) is not None


_OTHER_URL_PREFIXES = {
    *NAME_URL_PREFIXES.values(), "tep", "static", "admin", "tim-kiem", "theo-ngay", "xac-minh",
    "so-do-trang", "dinh-chinh", "api", "thu-vien-anh", "video", "van-ban",
}  # fmt: skip


def _same_titles(article: Article, at: datetime) -> list[str]:
    wanted = fold(article.title).strip()
    if not wanted:
        return []
    found = Article.objects.matching(article.title).exclude(pk=article.pk)[:20]
    alike = [each.pk for each in found if fold(each.title).strip() == wanted]
    public = Edition.objects.public(at).filter(article__in=alike)
    return [each for each in public.values_list("title", flat=True) if fold(each).strip() == wanted]
