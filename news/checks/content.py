"""Checks that need the document alone: what it lacks, and what some readers cannot use."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from text.body.read import figures, paragraphs
from text.dates import relative_times
from text.fold import fold
from text.html import HtmlTag, tokens

from ..editions.document import Document
from ..enums import CheckKind, Genre
from .remark import CONTEXT_CHARACTERS, Remark

TITLE_LENGTH_RANGE = 25, 110
# In characters: lists cut off a longer lead, and a shorter one hardly tells anything.
LEAD_LENGTH_RANGE = 40, 600
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


def remarks(document: Document) -> Iterator[Remark]:
    yield from _words(document)
    yield from _people(document)
    yield from _photos(document)
    yield from _headings(document.body)
    yield from _tables(document.body)
    yield from _links(document.body)
    if document.genre == Genre.NOTICE:
        yield from _relative_times(document)


def _words(document: Document) -> Iterator[Remark]:
    title = _("The title has %(length)d characters; %(from)d to %(to)d read best.")
    lead = _("The lead has %(length)d characters; %(from)d to %(to)d read best.")
    for field, kind, (least, most), said in (
        ("title", CheckKind.TITLE_LENGTH, TITLE_LENGTH_RANGE, title),
        ("lead", CheckKind.LEAD_LENGTH, LEAD_LENGTH_RANGE, lead),
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
    lead, number = document.lead_photo, 0
    if lead:
        number = 1
        fields = {"alt": "lead_alt", "caption": "lead_caption", "credit": "lead_credit"}
        yield from _photo(number, lead["alt"], lead["caption"], lead["credit"], fields)
    else:
        said = _("There is no lead photo: lists show it without one.")
        yield Remark(CheckKind.NO_LEAD_PHOTO, said, "lead_photo")
    for at, figure in enumerate(figures(document.body)):
        own = document.photos.get(str(figure.photo), {}).get("alt", "")
        described = figure.alt or own
        yield from _photo(at + number + 1, described, figure.caption, figure.credit, {}, at)


def _photo(
    number: int, alt: str, caption: str, credit: str, fields: dict[str, str], at: int | None = None
) -> Iterator[Remark]:
    """`fields` are those of the lead photo. A figure stands in the body, at the position `at`."""
    where = caption or alt or _("photo no. %d") % number
    element = None if at is None else ("figure", at)
    no_alt = _("A photo has no alternative text: who cannot see it learns nothing of it.")
    for words, kind, said, name in (
        (alt, CheckKind.NO_ALT, no_alt, "alt"),
        (caption, CheckKind.NO_CAPTION, _("A photo has no caption."), "caption"),
        (credit, CheckKind.NO_CREDIT, _("A photo has no credit."), "credit"),
    ):
        if not words:
            yield Remark(kind, said, fields.get(name, "body"), where, element=element)


def _headings(body: str) -> Iterator[Remark]:
    level, skipping, number, words = 1, False, -1, ""
    for token in tokens(body):
        if isinstance(token, str):
            words += token if skipping else ""
        elif token.name in _HEADINGS and token.is_end:
            if skipping:
                skipping = False
                said = _("A heading skips a level: it stands below none of the level above.")
                yield Remark(
                    CheckKind.HEADINGS, said, "body", words.strip(), element=("heading", number)
                )
        elif token.name in _HEADINGS:
            now = _HEADINGS[token.name]
            skipping, level, words = now > level + 1, now, ""
            number += 1


def _tables(body: str) -> Iterator[Remark]:
    headed, first, number = True, "", -1
    for token in tokens(body):
        if isinstance(token, str):
            first = first or token.strip()
        elif token.name == "table" and not token.is_end:
            headed, first = False, ""
            number += 1
        elif token.name == "th":
            headed = True
        elif token.name == "table" and not headed:
            said = _("A table has no header cells: read aloud, its figures are of nothing.")
            yield Remark(CheckKind.TABLE_HEADER, said, "body", first, element=("table", number))


def links(body: str) -> list[Link]:
    """The links of a body, with their words."""
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


def _links(body: str) -> Iterator[Remark]:
    for number, link in enumerate(links(body)):
        words = fold(link.words).strip(" .,:;!?…()[]“”\"'")
        if words in _VAGUE_LINK_WORDS or words.startswith(("http://", "https://", "www.")):
            said = _("The words of a link do not say where it leads.")
            where = link.words.strip()
            yield Remark(CheckKind.LINK_WORDS, said, "body", where, element=("a", number))


def _relative_times(document: Document) -> Iterator[Remark]:
    """“Tomorrow” in a notice means another day to somebody who reads it a day later."""
    texts = [(field, getattr(document, field)) for field in ("title", "kicker", "lead")]
    texts += (("body", text) for text in paragraphs(document.body))
    for field, text in texts:
        for first, last in relative_times(text):
            said = _("The notice says “%s” without a date: write it beside the words, “2/12”.")
            around = (
                text[max(0, first - CONTEXT_CHARACTERS) : first],
                text[last : last + CONTEXT_CHARACTERS],
            )
            words = text[first:last]
            kind = CheckKind.RELATIVE_TIME
            yield Remark(kind, said % words, field, words, around, quoted=True)
