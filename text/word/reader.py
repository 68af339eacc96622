"""Reads the elements of a part with text (`document.xml`, `footnotes.xml` …) into paragraphs and
tables.

The part is read block by block, in the order of the text. What an article cannot hold is skipped
and noted.
"""

import re
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from xml.etree.ElementTree import Element

from text.unicode import nfc
from text.word.equations import equation_line
from text.word.findings import WordFileError, WordFinding
from text.word.model import Block, Run, WordParagraph
from text.word.package import Relation, children, on_off, value
from text.word.styles import (
    PLAIN,
    PRIVATE,
    Properties,
    is_legacy,
    paragraph_style,
    run_style,
    symbol_character,
)
from text.word.tables_and_drawings import DELETED, Drawings, OpenParagraph, SharedState, Tables

# With seven more for each paragraph; an article with its mark-up cannot hold more.
MAX_CHARACTERS = 1_000_000
_HEADING = re.compile(r"heading ([1-9])")
_LEVEL = re.compile(r"list (?:bullet|number) ([2-5])")
_WHITE = re.compile(r"[\r\n\t]")
_WORDS = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(slots=True)
class Field:
    """A field that is being read. Word computes its text from an instruction (a link, a check box).
    The instruction comes first, then the text; `shows` is True while the text is read."""

    instruction: str = ""
    shows: bool = False
    link: str = ""
    checked: bool = False

    @property
    def box(self) -> str:
        """The character for a check box of a form, which has no text; "" for other fields."""
        if not self.instruction.strip().upper().startswith("FORMCHECKBOX"):
            return ""
        return "☒" if self.checked else "☐"


def link_target(instruction: str) -> str:
    """The address of `HYPERLINK "https://…" \\l "part" \\o "tip"`; "" for other instructions."""
    words = _WORDS.findall(instruction) or [""]
    if words[0].upper() != "HYPERLINK":
        return ""
    pairs = [(a.lower(), b.strip('"')) for a, b in pairwise(words) if not b.startswith("\\")]
    fragment = next((word for switch, word in pairs[::-1] if switch == "\\l"), "")
    # After \o comes a tip, after \t a window.
    others = (word for switch, word in pairs if switch not in ("\\l", "\\o", "\\t"))
    return with_fragment(next(filter(None, others), ""), fragment)


def with_fragment(address: str, fragment: str) -> str:
    """The address with its fragment, which Word stores separately."""
    return f"{address}#{fragment}" if address and fragment and "#" not in address else address


class Reader(Tables, Drawings):
    """Reads one part: call `read` with its elements. Then `finished()` gives the text, and `notes`
    has the text of each note by its id."""

    def __init__(self, shared: SharedState, relations: dict[str, Relation]) -> None:
        super().__init__(shared, relations)
        self.notes: dict[str, list[Block]] = {}
        self._fields: list[Field] = []
        # The runs of a paragraph that goes on in the next one.
        self._merged: list[Run] = []

    def finished(self) -> list[Block]:
        """All blocks; call it when the part has been read to its end."""
        if self._merged:
            self.blocks.append(WordParagraph(runs=self._merged))
        return self.blocks

    # Paragraphs and runs

    def _paragraph(self, element: Element) -> None:
        properties = children(element, "w:pPr")
        opened = OpenParagraph(style=value(properties, "w:pStyle"))
        opened.look = self.shared.styles.shown(opened.style, "", PLAIN)
        outer, self.opened = self.opened, opened
        self.read(element)
        self.opened = outer
        par, shared = opened.par, self.shared
        self._fields = [each for each in self._fields if each.shows]
        if not self.opened:
            par.runs, self._merged = self._merged + par.runs, []
            if _goes_on(properties):
                par.runs, self._merged = [], par.runs
        text = par.text
        words = text.strip()
        self.last = words or self.last
        if opened.captions and not par.pictures:
            opened.noted[WordFinding.TEXTBOX] += opened.captions
        for kind, count in opened.noted.items():
            shared.findings.add(kind, self.last, count)
        for font, sample in opened.legacy.items():
            shared.findings.add(WordFinding.LEGACY, f"{font}: {sample.strip()}")
        if words or par.pictures:
            self._describe(par, opened.style, properties)
            shared.length += len(text) + 7
            if shared.length > MAX_CHARACTERS:
                raise WordFileError("long")
            self.target.append(par)
        self.target.extend(opened.after)

    def _describe(self, par: WordParagraph, style: str, properties: Properties) -> None:
        styles = self.shared.styles
        par.style = styles.name(style) if style else ""
        setting = styles.paragraph(style, paragraph_style(properties))
        par.align = setting.align or ""
        if match := _HEADING.match(par.style):
            par.heading = int(match[1])
        elif setting.outline is not None and 0 <= setting.outline < 9 and par.style != "title":
            par.heading = setting.outline + 1
        item = self.shared.numbering.list_item(setting.numbering or "", setting.level or 0)
        if item and not item.list:
            par.runs.insert(0, Run(item.label + " "))
            self.shared.findings.add(WordFinding.NUMBERING, par.text)
            item = None
        # To Word, each of these styles is a list of its own.
        elif item and (match := _LEVEL.match(par.style)):
            item = replace(item, level=int(match[1]) - 1)
        par.list_item = item

    def _run(self, element: Element) -> None:
        self._open_run(children(element, "w:rPr"))
        self.read(element)

    def _open_run(self, properties: Properties) -> None:
        if self.opened:
            self.opened.look = self.shared.styles.shown(
                self.opened.style, value(properties, "w:rStyle"), run_style(properties)
            )

    def _add(self, text: str, mark: str = "") -> None:
        """Add text to the paragraph, with the look of the run being read."""
        opened = self.opened
        if not opened or not text or not all(each.shows for each in self._fields):
            return
        look = opened.look
        if look.hidden:
            self.note(WordFinding.HIDDEN)
            return
        text = self._without_signs(text, look.font or "")
        link = opened.link or next((each.link for each in self._fields if each.link), "")
        marks = (look.bold and "strong", look.italic and "em", look.struck and "s")
        marks = tuple(filter(None, (*marks, mark or look.raised)))
        if look.font and is_legacy(look.font, text):
            opened.legacy[look.font] = (opened.legacy.get(look.font, "") + text)[:200]
        if text.strip() and not link:
            if look.coloured:
                opened.noted[WordFinding.COLOUR] = 1
            if look.underlined:
                opened.noted[WordFinding.UNDERLINE] = 1
        runs, size = opened.par.runs, look.size or 20
        last = runs[-1] if runs else None
        if last and not last.picture and (last.marks, last.link, last.size) == (marks, link, size):
            last.text += text
        else:
            runs.append(Run(text, marks, link, size))

    def _without_signs(self, text: str, font: str) -> str:
        """The text in which private characters of symbol fonts are replaced by what they show."""

        def drawn(match: re.Match[str]) -> str:
            found = symbol_character(ord(match[0]), font)
            if not found:
                self.note(WordFinding.SYMBOL)
            return found

        return PRIVATE.sub(drawn, text)

    # Text elements

    def _text(self, element: Element) -> None:
        words = element.text or ""
        if "preserve" not in element.attrib.values():
            words = words.strip(" \t\r\n")
        self._add(nfc(_WHITE.sub(" ", words).replace("\u00ad", "")))

    def _instruction(self, element: Element) -> None:
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].instruction += (element.text or "")[:4000]

    def _break(self, element: Element) -> None:
        if element.get("w:type") in ("page", "column"):
            self.note(WordFinding.PAGE_BREAK)
        else:
            self._add("\n")

    def _tab(self, _: Element) -> None:
        runs = self.opened.par.runs if self.opened else []
        # At the beginning of a line a tab only indents.
        if runs and not runs[-1].text.endswith((" ", "\n")):
            self._add(" ")

    def _symbol(self, element: Element) -> None:
        code = element.get("w:char", "")
        number = int(code, 16) if re.fullmatch("[0-9a-fA-F]{1,5}", code) else 0
        found = symbol_character(number, element.get("w:font", "")) if number else ""
        self._add(found) if found else self.note(WordFinding.SYMBOL)

    def _equation(self, element: Element) -> None:
        self.note(WordFinding.EQUATION)
        # An empty deletion marks a deleted sign of the equation, and is not counted.
        if deleted := sum(each.tag in DELETED and len(each) > 0 for each in element.iter()):
            self.note(WordFinding.DELETED, deleted)
        self._open_run({})
        self._add(nfc(_WHITE.sub(" ", equation_line(element, DELETED))))

    # Links and fields

    def _link(self, element: Element) -> None:
        relation = self.relations.get(element.get("r:id", ""))
        if self.opened and relation and relation.external:
            self.opened.link = with_fragment(relation.target, element.get("w:anchor", ""))
        self.read(element)
        if self.opened:
            self.opened.link = ""

    def _field_sign(self, element: Element) -> None:
        kind = element.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        if not self._fields:
            return
        field = self._fields[-1]
        for name, setting in children(element, "w:ffData", "w:checkBox").items():
            if name in ("w:default", "w:checked"):
                field.checked = on_off(setting.attrib)
        if kind == "separate":
            field.shows, field.link = True, link_target(field.instruction)
        elif kind == "end":
            self._add(self._fields.pop().box)

    def _simple_field(self, element: Element) -> None:
        instruction = element.get("w:instr", "")
        self._fields.append(Field(instruction, True, link_target(instruction)))
        self.read(element)
        if self._fields:
            self._fields.pop()

    def _control(self, element: Element) -> None:
        placeholder = children(element, "w:sdtPr").get("w:showingPlcHdr")
        if placeholder is None or not on_off(placeholder.attrib):
            self.read(element)

    def _noted(self, element: Element, kind: WordFinding) -> None:
        self.note(kind)
        self.read(element)

    # Notes

    def _refer(self, element: Element, kind: str) -> None:
        self.shared.notes.append((kind, element.get("w:id", "")))
        self.note(WordFinding.FOOTNOTE)
        self._add(f"[{len(self.shared.notes)}]", "sup")

    def _note(self, element: Element) -> None:
        with self.into(self.notes.setdefault(element.get("w:id", ""), []), None):
            self.read(element)


def _goes_on(properties: Properties) -> bool:
    """Whether a paragraph goes on in the next one: its end was deleted, or it is a drop cap."""
    frame, mark = properties.get("w:framePr"), properties.get("w:rPr")
    if frame is not None and frame.get("w:dropCap", "none") != "none":
        return True
    return mark is not None and any(each.tag in DELETED for each in mark)


Reader.handlers = {
    "w:p": Reader._paragraph,
    "w:r": Reader._run,
    "w:t": Reader._text,
    "w:instrText": Reader._instruction,
    "w:br": Reader._break,
    "w:cr": lambda reader, _: reader._add("\n"),
    "w:tab": Reader._tab,
    "w:ptab": lambda reader, _: reader._add(" "),
    "w:noBreakHyphen": lambda reader, _: reader._add("\u2011"),
    "w:sym": Reader._symbol,
    "w:hyperlink": Reader._link,
    "w:fldChar": Reader._field_sign,
    "w:fldSimple": Reader._simple_field,
    "w:footnoteReference": partial(Reader._refer, kind="footnotes"),
    "w:endnoteReference": partial(Reader._refer, kind="endnotes"),
    "w:footnote": Reader._note,
    "w:endnote": Reader._note,
    "w:commentReference": partial(Reader._noted, kind=WordFinding.COMMENT),
    "w:ins": partial(Reader._noted, kind=WordFinding.INSERTED),
    "w:moveTo": partial(Reader._noted, kind=WordFinding.INSERTED),
    "w:altChunk": partial(Reader._noted, kind=WordFinding.EMBEDDED),
    "w:subDoc": partial(Reader._noted, kind=WordFinding.EMBEDDED),
    "w:sdt": Reader._control,
    "w:tbl": Reader.table,
    "w:tr": Reader.row,
    "w:tc": Reader.cell,
    "w:drawing": Reader.drawing,
    "w:pict": Reader.drawing,
    "wp:docPr": Reader.describe_drawing,
    "a:graphicData": Reader.graphic,
    "a:blip": Reader.blip,
    "a:srcRect": Reader.crop,
    "pic:spPr": Reader.turn,
    "v:imagedata": Reader.image,
    "v:shape": Reader.shape,
    "v:rect": Reader.shape,
    "v:textpath": Reader.word_art,
    "w:txbxContent": Reader.text_box,
    "w:object": Reader.embedded_object,
    "m:oMath": Reader._equation,
}
