"""What only the rest of the portal tells of a document: links that lead nowhere, titles that are
there already."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sections.tree import moved_to, tree
from text.fold import fold

from ..addresses import PLACES, parse
from ..document import Document
from ..models import Article, Edition
from .remark import Kind, Remark
from .structure import links

MOST = 50
"""Links that are looked at."""


def remarks(article: Article, document: Document, at: datetime) -> Iterator[Remark]:
    for link in links(document.body)[:MOST]:
        if (path := _own_path(link.href)) and not _leads_somewhere(path, at):
            said = _("A link leads to a page of ours that readers do not see.")
            yield Remark(Kind.DEAD_LINK, said, f"{link.words.strip()} ({path})")
    for title in _same_titles(article, at):
        said = _("Another article that readers see has the same title.")
        yield Remark(Kind.SAME_TITLE, said, title)


def _own_path(href: str) -> str:
    """Of an address of this portal; empty for others."""
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


def _leads_somewhere(path: str, at: datetime) -> bool:
    """Whether readers find an article or a section there; of other pages it is not asked."""
    bare = path.strip("/")
    public = Edition.objects.public(at)
    first, _slash, rest = bare.partition("/")
    if first == "b" and rest.isdecimal() and len(rest) < 19:
        return public.filter(article=int(rest)).exists()
    if not bare or first in _OTHERS or "." in bare.rpartition("/")[2]:
        return True
    if bare in tree().by_path:
        return True
    if address := parse(bare):
        return public.filter(article=address.pk).exists()
    return moved_to(bare) is not None


_OTHERS = {
    *PLACES.values(), "tep", "static", "admin", "tim-kiem", "theo-ngay", "xac-minh", "so-do-trang",
    "dinh-chinh", "api", "thu-vien-anh", "video", "van-ban",
}  # fmt: skip


def _same_titles(article: Article, at: datetime) -> list[str]:
    wanted = fold(article.title).strip()
    if not wanted:
        return []
    found = Article.objects.matching(article.title).exclude(pk=article.pk)[:20]
    alike = [each.pk for each in found if fold(each.title).strip() == wanted]
    public = Edition.objects.public(at).filter(article__in=alike)
    return [each for each in public.values_list("title", flat=True) if fold(each).strip() == wanted]
