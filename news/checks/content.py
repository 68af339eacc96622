"""Checks of a document: what is missing, what some readers cannot use, links that lead nowhere, and
titles that exist already. These checks send no requests to other sites; the worker does that
(`external_links`)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sections.slugs import RESERVED_AT_TOP
from sections.tree import section_formerly_at, tree
from text.body.read import figures, paragraphs
from text.dates import relative_times, short_datetime
from text.fold import fold
from text.html import HtmlTag, tokens

from ..addresses import parse
from ..editions.document import Document
from ..enums import CheckKind, Genre
from ..models import Article, Edition, ExternalLink
from .http_request import normalise_url
from .remark import CONTEXT_CHARACTERS, Remark

TITLE_CHARACTERS_RANGE = 25, 110
# In characters: lists cut off a longer lead, and a shorter one tells hardly anything.
LEAD_CHARACTERS_RANGE = 40, 600
# In one document.
MAX_LINKS_CHECKED = 50
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
# A screen reader lists the links of a page without the text around them (WCAG 2.2, 2.4.4).
_VAGUE_LINK_WORDS = {
    fold(words)
    for words in (
        "tại đây", "ở đây", "vào đây", "đây", "xem", "xem tại đây", "xem thêm", "xem chi tiết",
        "chi tiết", "bấm vào đây", "nhấn vào đây", "click vào đây", "link", "liên kết", "đọc tiếp",
        "here", "click here", "more",
    )
}  # fmt: skip


@dataclass
class Link:
    href: str
    words: str


def remarks(
    article: Article, document: Document, kinds: Collection[CheckKind], at: datetime
) -> Iterator[Remark]:
    """The remarks on the article's composed document at that moment. It may also give remarks of
    kinds that are not in `kinds`."""
    for check in (_words, _people, _photos, _headings, _tables, _link_words, _relative_times):
        yield from check(document)
    # These checks query the database, so they run only if their kind is wanted.
    if CheckKind.DEAD_LINK in kinds:
        yield from _dead_inside(document, at)
    if CheckKind.DEAD_EXTERNAL in kinds:
        yield from _dead_external(document)
    if CheckKind.SAME_TITLE in kinds:
        said = _("Another article that readers see has the same title.")
        for title in _same_titles(article, at):
            yield Remark(CheckKind.SAME_TITLE, said, "title", title)


def _words(document: Document) -> Iterator[Remark]:
    for field, kind, (least, most), said in (
        (
            "title",
            CheckKind.TITLE_LENGTH,
            TITLE_CHARACTERS_RANGE,
            _("The title has %(length)d characters; %(from)d to %(to)d read best."),
        ),
        (
            "lead",
            CheckKind.LEAD_LENGTH,
            LEAD_CHARACTERS_RANGE,
            _("The lead has %(length)d characters; %(from)d to %(to)d read best."),
        ),
    ):
        length = len(getattr(document, field))
        if length and not least <= length <= most:
            yield Remark(kind, said % {"length": length, "from": least, "to": most}, field)
    if not document.lead:
        said = _("There is no lead: lists and search engines show none.")
        yield Remark(CheckKind.NO_LEAD, said, "lead")


def _people(document: Document) -> Iterator[Remark]:
    named = document.authors or document.source or document.signature
    for given, kind, said, field in (
        (named, CheckKind.NO_NAMES, _("Neither an author nor a source is given."), "bylines"),
        (document.authors, CheckKind.NO_AUTHOR, _("No author is given."), "bylines"),
        (document.source, CheckKind.NO_SOURCE, _("No source is given."), "source"),
    ):
        if not given:
            yield Remark(kind, said, field)


def _photos(document: Document) -> Iterator[Remark]:
    lead = document.lead_photo
    if lead:
        fields = {"alt": "lead_alt", "caption": "lead_caption", "credit": "lead_credit"}
        yield from _photo(1, lead["alt"], lead["caption"], lead["credit"], fields)
    else:
        said = _("There is no lead photo: lists show it without one.")
        yield Remark(CheckKind.NO_LEAD_PHOTO, said, "lead_photo")
    for at, figure in enumerate(figures(document.body)):
        alt = figure.alt or document.photos.get(str(figure.photo), {}).get("alt", "")
        number = at + (2 if lead else 1)
        yield from _photo(number, alt, figure.caption, figure.credit, {}, ("figure", at))


def _photo(
    number: int,
    alt: str,
    caption: str,
    credit: str,
    fields: dict[str, str],
    element: tuple[str, int] | None = None,
) -> Iterator[Remark]:
    """The remarks on one photo. `fields` names the form's fields of the lead photo; `element` is
    the place of any other photo in the body (`Remark.element`)."""
    no_alt = _("A photo has no alternative text: who cannot see it learns nothing of it.")
    for words, kind, said, name in (
        (alt, CheckKind.NO_ALT, no_alt, "alt"),
        (caption, CheckKind.NO_CAPTION, _("A photo has no caption."), "caption"),
        (credit, CheckKind.NO_CREDIT, _("A photo has no credit."), "credit"),
    ):
        if not words:
            where = caption or alt or _("photo no. %d") % number
            yield Remark(kind, said, fields.get(name, "body"), where, element=element)


def _headings(document: Document) -> Iterator[Remark]:
    said = _("A heading skips a level: it stands below none of the level above.")
    level, skipping, number, words = 1, False, -1, ""
    for token in tokens(document.body):
        if isinstance(token, str):
            words += token if skipping else ""
        elif token.name in _HEADINGS and token.is_end:
            if skipping:
                place = ("heading", number)
                yield Remark(CheckKind.HEADINGS, said, "body", words.strip(), element=place)
            skipping = False
        elif token.name in _HEADINGS:
            now = _HEADINGS[token.name]
            skipping, level, words = now > level + 1, now, ""
            number += 1


def _tables(document: Document) -> Iterator[Remark]:
    said = _("A table has no header cells: read aloud, its figures are of nothing.")
    headed, first, number = True, "", -1
    for token in tokens(document.body):
        if isinstance(token, str):
            first = first or token.strip()
        elif token.name == "table" and not token.is_end:
            headed, first, number = False, "", number + 1
        elif token.name == "th":
            headed = True
        elif token.name == "table" and not headed:
            yield Remark(CheckKind.TABLE_HEADER, said, "body", first, element=("table", number))


def links(body: str) -> list[Link]:
    """The links of a body in their order, with their words."""
    found: list[Link] = []
    inside = False
    for token in tokens(body):
        if isinstance(token, HtmlTag) and token.name == "a":
            inside = not token.is_end
            if inside:
                found.append(Link(token.attributes().get("href", ""), ""))
        elif isinstance(token, str) and inside:
            found[-1].words += token
    return found


def _link_words(document: Document) -> Iterator[Remark]:
    said = _("The words of a link do not say where it leads.")
    for number, link in enumerate(links(document.body)):
        words = fold(link.words).strip(" .,:;!?…()[]“”\"'")
        if words in _VAGUE_LINK_WORDS or words.startswith(("http://", "https://", "www.")):
            place = ("a", number)
            yield Remark(CheckKind.LINK_WORDS, said, "body", link.words.strip(), element=place)


def _relative_times(document: Document) -> Iterator[Remark]:
    """Remarks on words like “tomorrow” in a notice: somebody who reads it a day later takes them
    for another day."""
    if document.genre != Genre.NOTICE:
        return
    said = _("The notice says “%s” without a date: write it beside the words, “2/12”.")
    texts = [(field, getattr(document, field)) for field in ("title", "kicker", "lead")]
    for field, text in [*texts, *(("body", text) for text in paragraphs(document.body))]:
        for first, last in relative_times(text):
            words, before = text[first:last], text[max(0, first - CONTEXT_CHARACTERS) : first]
            around = (before, text[last : last + CONTEXT_CHARACTERS])
            yield Remark(CheckKind.RELATIVE_TIME, said % words, field, words, around, quoted=True)


def _dead_inside(document: Document, at: datetime) -> Iterator[Remark]:
    said = _("A link leads to a page of ours that readers do not see: %s")
    for number, link in enumerate(links(document.body)[:MAX_LINKS_CHECKED]):
        if (path := _own_path(link.href)) and not _is_live_path(path, at):
            words, place = link.words.strip(), ("a", number)
            yield Remark(CheckKind.DEAD_LINK, said % path, "body", words, element=place)


def _dead_external(document: Document) -> Iterator[Remark]:
    places = [
        *(
            (normalise_url(link.href), "body", link.words.strip(), ("a", number))
            for number, link in enumerate(links(document.body)[:MAX_LINKS_CHECKED])
        ),
        (normalise_url(document.source_url), "source_url", "", None),
    ]
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
    """The path of a link that leads to this portal; empty for other links."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    own = urlsplit(settings.PUBLIC_URL).netloc
    if parts.scheme in {"http", "https"} and parts.netloc == own:
        return unquote(parts.path) or "/"
    is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return unquote(parts.path) if is_path else ""


def _is_live_path(path: str, at: datetime) -> bool:
    """Whether readers find an article, a section or a static page at that path. The home page,
    files, and what begins like an address of the portal itself count as live without a query."""
    bare = path.strip("/")
    public = Edition.objects.public(at)
    first, _slash, rest = bare.partition("/")
    if first == "b":
        return rest.isdecimal() and len(rest) < 19 and public.filter(article=int(rest)).exists()
    is_file = "." in bare.rpartition("/")[2]
    if not bare or first in RESERVED_AT_TOP or is_file or bare in tree().by_path:
        return True
    if address := parse(bare):
        return public.filter(article=address.pk).exists()
    return section_formerly_at(bare) is not None


def _same_titles(article: Article, at: datetime) -> list[str]:
    wanted = fold(article.title).strip()
    if not wanted:
        return []
    found = Article.objects.matching(article.title).exclude(pk=article.pk)[:20]
    alike = [each.pk for each in found if fold(each.title).strip() == wanted]
    public = Edition.objects.public(at).filter(article__in=alike)
    return [each for each in public.values_list("title", flat=True) if fold(each).strip() == wanted]
