"""Finds title, lead, lead photo, body and signature of an article by their look in a Word file."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, takewhile

from text.unicode import FORBIDDEN, nfc
from text.word.captions import CaptionedPicture, Item, with_pictures
from text.word.findings import Findings, WordFinding
from text.word.model import Block, WordParagraph

MAX_TITLE_CHARACTERS = 250
MAX_LEAD_CHARACTERS = 2000
# How many paragraphs from the beginning may be the title: by its style, and by its look.
_STYLED_TITLE_PARAGRAPHS, _UNSTYLED_TITLE_PARAGRAPHS = 10, 5
_MAX_LEADS = 3
# A bold line that is shorter and has no full stop is not a lead.
_MIN_SENTENCE_CHARACTERS = 60
_LEAD_STYLES = ("subtitle", "sapo", "sa pô", "lead", "chapeau", "chapo", "tóm tắt", "abstract")
_SIGNED = re.compile(
    r"(bài|tin|ảnh|thực hiện|tổng hợp|biên soạn|theo|nguồn|ctv|pv|phóng viên|nhóm phóng viên)\b",
    re.IGNORECASE,
)
# The second line of a title, below `THÔNG BÁO`.
_SUBJECT = re.compile(r"\s*(về việc|v/v)\b", re.IGNORECASE)
_SPACES = re.compile("[ \t]+")
_MAX_SIGNATURE_CHARACTERS, _MAX_SIGNATURES = 80, 3


@dataclass(slots=True)
class ArticleParts:
    title: str = ""
    lead: str = ""
    lead_photo: CaptionedPicture | None = None
    items: list[Item] = field(default_factory=list)


def arrange(blocks: list[Block], findings: Findings) -> ArticleParts:
    """The blocks as the parts of an article. Text is moved, but never left out."""
    items = with_pictures(blocks)
    found = ArticleParts()
    title = _title(items)
    at = items.index(title) if title else 0
    if title:
        lines = [title, *_second_line(title, items[at + 1 : at + 2])]
        found.title = " ".join(tidy_text(par.text, " ") for par in lines)
        del items[at : at + len(lines)]
    else:
        findings.add(WordFinding.NO_TITLE)
    # The paragraph directly after the title, if it is a name.
    byline = [par for par in _pars(items[at : at + 1]) if _is_name(par) and not _is_lead(par)]
    leads = _leads(items, at + len(byline))
    for par in byline if leads else ():
        findings.add(WordFinding.SIGNATURE, tidy_text(par.text, " "))
    found.lead = "\n".join(tidy_text(par.text) for par in leads)
    for par in leads:
        items.remove(par)
        if any(run.link for run in par.runs):
            findings.add(WordFinding.LEAD_LINK, par.text)
    if len(items) > 1 and isinstance(items[0], CaptionedPicture):
        found.lead_photo = items.pop(0)
    for signature in _signatures(items):
        findings.add(WordFinding.SIGNATURE, signature)
    _shift_headings(items)
    found.items = items
    return found


def tidy_text(text: str, line_break: str = "\n") -> str:
    """The text for a plain field: in NFC, lines trimmed, without empty lines and forbidden
    characters."""
    lines = (_SPACES.sub(" ", line).strip() for line in FORBIDDEN.sub("", text).split("\n"))
    return nfc(line_break.join(filter(None, lines)))


def _pars(items: list[Item]) -> list[WordParagraph]:
    return [item for item in items if isinstance(item, WordParagraph)]


def _title(items: list[Item]) -> WordParagraph | None:
    """The paragraph in the style of titles; else a heading near the beginning, or a line there that
    is larger than usual or bold."""
    pars = _pars(items)
    first = pars[:_STYLED_TITLE_PARAGRAPHS]
    short = [par for par in first if len(par.text) <= MAX_TITLE_CHARACTERS]
    styled = next((par for par in short if par.style in ("title", "tiêu đề")), None)
    if styled:
        return styled
    opening, usual = [*_opening(first)], _usual_size(pars)
    lines = [par for par in opening if par in short and not par.list_item]
    # A bold line that is not the first (a label or a date may be above it) must be centred.
    bold = [par for par in lines if par.all_marked("strong")]
    bold = [par for par in bold if par is first[0] or _is_centred(par)]
    stands_out = next(iter([par for par in lines if _size(par) > usual] or bold), None)
    heading = next((par for par in opening if par.heading), None)
    # Several headings of one level are those of sections; then a line that stands out is the title.
    is_alone = heading and [par.heading for par in pars].count(heading.heading) == 1
    return heading if heading in short and (is_alone or not stands_out) else stands_out


def _opening(first: list[WordParagraph]) -> Iterator[WordParagraph]:
    """The first lines, up to and with the first one that is a sentence."""
    for par in first[:_UNSTYLED_TITLE_PARAGRAPHS]:
        yield par
        if len(par.text) >= _MIN_SENTENCE_CHARACTERS and par.text.rstrip().endswith(
            (".", "…", "!", "?")
        ):
            return


def _second_line(title: WordParagraph, after: list[Item]) -> list[WordParagraph]:
    """The second line of a title that was typed in capitals as two centred lines, if there is
    one."""
    return [
        par
        for par in _pars(after)
        if _size(par) == _size(title)
        and _is_centred(title)
        and _is_centred(par)
        and par.all_marked("strong")
        and title.text.isupper()
        and (par.text.isupper() or _SUBJECT.match(par.text))
        and len(title.text) + len(par.text) < MAX_TITLE_CHARACTERS
    ]


def _is_centred(par: WordParagraph) -> bool:
    return par.align == "center" and not _is_lead(par)


def _size(par: WordParagraph) -> int:
    return min((run.size for run in par.runs if run.text.strip()), default=0)


def _usual_size(pars: list[WordParagraph]) -> int:
    sizes: Counter[int] = Counter()
    for run in chain.from_iterable(par.runs for par in pars):
        sizes[run.size] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _leads(items: list[Item], at: int) -> list[WordParagraph]:
    """The paragraphs of the lead, which begins at the index `at`: in a style of leads, or all bold
    or all italic."""
    leads = _take_while(_is_lead, items[at:])
    # If the whole text is bold, bold paragraphs are not the lead.
    if len(leads) > _MAX_LEADS:
        leads = leads[:1]
    while sum(len(par.text) + 1 for par in leads) > MAX_LEAD_CHARACTERS:
        leads.pop()
    return leads


def _is_lead(par: WordParagraph) -> bool:
    text = par.text.strip()
    if par.heading or par.list_item or par.align == "right":
        return False
    is_sentence = len(text) >= _MIN_SENTENCE_CHARACTERS or text.endswith((".", "…", "!", "?"))
    return par.style.startswith(_LEAD_STYLES) or (
        is_sentence and (par.all_marked("strong") or par.all_marked("em"))
    )


def _signatures(items: list[Item]) -> list[str]:
    """The last lines that look like the names of authors and photographers, in order."""
    signed = _take_while(_is_signature, items[:0:-1])[:_MAX_SIGNATURES]
    return [tidy_text(par.text, " ") for par in signed[::-1]]


def _take_while(is_one: Callable[[WordParagraph], bool], items: list[Item]) -> list[WordParagraph]:
    """The paragraphs from the beginning up to the first one that `is_one` refuses; pictures are
    skipped."""
    others = (item for item in items if not isinstance(item, CaptionedPicture))
    return [*takewhile(lambda item: isinstance(item, WordParagraph) and is_one(item), others)]


def _is_signature(par: WordParagraph) -> bool:
    text = tidy_text(par.text, " ").strip("()[] ")
    if not text or len(text) > _MAX_SIGNATURE_CHARACTERS or par.heading or par.list_item:
        return False
    if _SIGNED.match(text) and not text.endswith((".", "?", "!", "…")):
        return True
    stands_out = par.align == "right" or par.all_marked("strong") or par.all_marked("em")
    return (_is_name(par) or stands_out) and not text.endswith((".", ":", ";", "?", "!", "…"))


def _is_name(par: WordParagraph) -> bool:
    words = re.findall(r"[^\W\d_]+", par.text)
    is_name = 2 <= len(words) <= 9 and all(word[0].isupper() for word in words)
    return is_name and not par.heading and not par.list_item


def _shift_headings(items: list[Item]) -> None:
    """Move all headings up, so that the highest heading of the body is level 1."""
    headings = [par for par in _pars(items) if par.heading]
    highest = min((par.heading for par in headings), default=1)
    for par in headings:
        par.heading -= highest - 1
