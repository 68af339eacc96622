"""What a document lacks, or has in a way that readers, or some of them, cannot use."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from text.body import figures
from text.fold import fold
from text.markup import Tag, tokens

from ..document import Document
from .remark import Kind, Remark

TITLE = 25, 110
LEAD = 40, 600
"""Characters, from and to: lists cut off what is longer; what is shorter hardly says anything."""
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
_EMPTY_WORDS = {
    fold(words)
    for words in (
        "tại đây", "ở đây", "vào đây", "đây", "xem", "xem tại đây", "xem thêm", "xem chi tiết",
        "chi tiết", "bấm vào đây", "nhấn vào đây", "click vào đây", "link", "liên kết", "đọc tiếp",
        "here", "click here", "more",
    )
}  # fmt: skip
"""Who hears a page read aloud hears its links one after the other (WCAG 2.2, 2.4.4)."""


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


def _words(document: Document) -> Iterator[Remark]:
    title, lead = len(document.title), len(document.lead)
    if not TITLE[0] <= title <= TITLE[1]:
        said = _("The title has %(length)d characters; %(from)d to %(to)d read best.")
        yield Remark(Kind.TITLE_LENGTH, said % _lengths(title, TITLE), document.title)
    if not lead:
        yield Remark(Kind.NO_LEAD, _("There is no lead: lists and search engines show none."))
    elif not LEAD[0] <= lead <= LEAD[1]:
        said = _("The lead has %(length)d characters; %(from)d to %(to)d read best.")
        yield Remark(Kind.LEAD_LENGTH, said % _lengths(lead, LEAD), document.lead[:80])
    if document.section is None:
        yield Remark(Kind.NO_SECTION, _("No section is chosen."))


def _lengths(length: int, best: tuple[int, int]) -> dict[str, int]:
    return {"length": length, "from": best[0], "to": best[1]}


def _people(document: Document) -> Iterator[Remark]:
    if not document.authors and not document.source:
        yield Remark(Kind.NO_AUTHOR, _("Neither an author nor a source is given."))


def _photos(document: Document) -> Iterator[Remark]:
    lead, inside = document.lead_photo, figures(document.body)
    if not lead:
        yield Remark(Kind.NO_LEAD_PHOTO, _("There is no lead photo: lists show it without one."))
    shown = [(lead["alt"], lead["caption"], lead["credit"])] if lead else []
    for figure in inside:
        own = document.photos.get(str(figure.photo), {}).get("alt", "")
        shown.append((figure.alt or own, figure.caption, figure.credit))
    for number, (alt, caption, credit) in enumerate(shown, start=1):
        where = caption or alt or _("photo no. %d") % number
        if not alt:
            said = _("A photo has no alternative text: who cannot see it learns nothing of it.")
            yield Remark(Kind.NO_ALT, said, where)
        if not caption:
            yield Remark(Kind.NO_CAPTION, _("A photo has no caption."), where)
        if not credit:
            yield Remark(Kind.NO_CREDIT, _("A photo has no credit."), where)


def _headings(body: str) -> Iterator[Remark]:
    level, reading = 1, ""
    for token in tokens(body):
        if isinstance(token, str):
            if reading:
                yield Remark(
                    Kind.HEADINGS,
                    _("A heading skips a level: it stands below none of the level above."),
                    token.strip(),
                )
                reading = ""
        elif token.name in _HEADINGS and not token.is_end:
            now = _HEADINGS[token.name]
            reading = token.name if now > level + 1 else ""
            level = now


def _tables(body: str) -> Iterator[Remark]:
    headed, first = True, ""
    for token in tokens(body):
        if isinstance(token, str):
            first = first or token.strip()
        elif token.name == "table" and not token.is_end:
            headed, first = False, ""
        elif token.name == "th":
            headed = True
        elif token.name == "table" and not headed:
            said = _("A table has no header cells: read aloud, its figures are of nothing.")
            yield Remark(Kind.TABLE_HEADER, said, first)


def links(body: str) -> list[Link]:
    """Those of a body, with the words that they stand on."""
    found: list[Link] = []
    inside = False
    for token in tokens(body):
        if isinstance(token, Tag) and token.name == "a":
            inside = not token.is_end
            if inside:
                found.append(Link(token.attributes().get("href", ""), ""))
        elif isinstance(token, str) and inside:
            found[-1].words += token
    return found


def _links(body: str) -> Iterator[Remark]:
    for link in links(body):
        words = fold(link.words).strip(" .,:;!?…()[]“”\"'")
        if words in _EMPTY_WORDS or words.startswith(("http://", "https://", "www.")):
            said = _("The words of a link do not say where it leads.")
            yield Remark(Kind.LINK_WORDS, said, link.words.strip())
