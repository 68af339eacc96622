"""The stream of a part with text (`document.xml`, `footnotes.xml` …) as paragraphs and tables.

A part is read once, from its beginning to its end, with no tree: what is open stands on stacks,
and what an article has no place for is skipped and noted.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from text.unicode import nfc
from text.word.equations import Equation
from text.word.fields import Field, link_target, with_fragment
from text.word.findings import WordFileError, WordFinding
from text.word.model import Block, Run, WordParagraph
from text.word.package import Relation
from text.word.styles import PRIVATE, RunStyle, is_legacy, symbol_character
from text.word.tables_and_drawings import Drawings, OpenParagraph, SharedState, Tables
from text.word.xml import Attributes, on_off

# Characters, a paragraph counted as seven more: an article holds no more with its mark-up.
MAX_CHARACTERS = 1_000_000
_HEADING = re.compile(r"heading ([1-9])")
_LEVEL = re.compile(r"list (?:bullet|number) ([2-5])")
_WHITE = re.compile(r"[\r\n\t]")
_SKIPPED = frozenset("mc:Fallback w:sectPr w:tblPr w:tblPrEx".split()) | {
    f"w:{each}PrChange" for each in ("p", "r", "tc", "tr")
}


class Reader(Tables, Drawings):
    """A handler for `xml.parse`; afterwards `blocks` is the text, `notes` the text of each note."""

    def __init__(self, story: SharedState, relations: dict[str, Relation]) -> None:
        super().__init__(story, relations)
        self.notes: dict[str, list[Block]] = {}
        self._skipped = 0
        self._fields: list[Field] = []
        self._placeholders: list[bool] = []
        self._words: list[str] | None = None  # of the text element being read
        self._kept_spaces = False
        self._equation: Equation | None = None
        self._merged: list[Run] = []  # of paragraphs that go on in the next

    # The stream

    def start(self, name: str, attributes: Attributes) -> None:
        if self._skipped:
            self._skipped += 1
            return
        parent = self.path[-1]
        if self._skips(name, parent):
            self._skipped = 1
            return
        self.path.append(name)
        if self._equation:
            self._equation.start(name, attributes)
        elif parent == "w:rPr":
            self._property(name, attributes)
        elif parent in ("w:pPr", "w:numPr"):
            if self.opened and name == "w:pStyle":
                self.opened[-1].style = attributes.get("w:val", "")
            elif self.opened and name == "w:framePr":
                is_drop_cap = attributes.get("w:dropCap", "none") != "none"
                self.opened[-1].goes_on = self.opened[-1].goes_on or is_drop_cap
            elif self.opened:
                self.opened[-1].setting.take(name, attributes)
        elif handler := _STARTS.get(name):
            handler(self, attributes)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self.path.pop()
        if self._equation:
            self._end_equation()
        elif handler := _ENDS.get(name):
            handler(self)

    def text(self, text: str) -> None:
        if self._equation and not self._skipped:
            self._equation.text(text)
        elif self._words is not None and not self._skipped:
            self._words.append(text)

    def finished(self) -> list[Block]:
        """The blocks, when the part has been read to its end."""
        if self._merged:
            self.blocks.append(WordParagraph(runs=self._merged))
        return self.blocks

    def _skips(self, name: str, parent: str) -> bool:
        """Whether the element is left out with all that stands in it."""
        if name in ("w:del", "w:moveFrom") and parent not in ("w:rPr", "w:trPr", "w:numPr"):
            self.note(WordFinding.DELETED)
            return True
        if name == "w:sdtContent":
            return bool(self._placeholders and self._placeholders[-1])
        return name in _SKIPPED

    # Paragraphs and runs

    def _property(self, name: str, attributes: Attributes) -> None:
        owner = self.path[-3]
        if not self.opened:
            return
        if owner == "w:r":
            if name == "w:rStyle":
                self.opened[-1].run_style = attributes.get("w:val", "")
            else:
                self.opened[-1].look.take(name, attributes)
        elif owner == "w:pPr" and name in ("w:del", "w:moveFrom"):
            self.opened[-1].goes_on = True

    def _start_paragraph(self, _: Attributes) -> None:
        self.opened.append(OpenParagraph())

    def _end_paragraph(self) -> None:
        opened = self.opened.pop()
        par, story = opened.par, self.story
        self._fields = [each for each in self._fields if each.shows]
        if opened.goes_on and not self.opened:
            self._merged += par.runs
            par.runs = []
        elif not self.opened and self._merged:
            par.runs, self._merged = self._merged + par.runs, []
        words = par.text.strip()
        self.last = words or self.last
        if opened.captions and not par.pictures:
            boxes = opened.noted.get(WordFinding.TEXTBOX, 0) + opened.captions
            opened.noted[WordFinding.TEXTBOX] = boxes
        for kind, count in opened.noted.items():
            story.findings.add(kind, words or self.last, count)
        for font, sample in opened.legacy.items():
            story.findings.add(WordFinding.LEGACY, f"{font}: {sample.strip()}")
        if words or par.pictures:
            self._describe(opened)
            story.length += len(par.text) + 7
            if story.length > MAX_CHARACTERS:
                raise WordFileError("long")
            self.sinks[-1].append(par)
        self.sinks[-1].extend(opened.after)

    def _describe(self, opened: OpenParagraph) -> None:
        par, styles = opened.par, self.story.styles
        par.style = styles.name(opened.style) if opened.style else ""
        setting = opened.setting.over(styles.setting(opened.style))
        par.align = setting.align
        if match := _HEADING.match(par.style):
            par.heading = int(match[1])
        elif setting.outline is not None and 0 <= setting.outline < 9 and par.style != "title":
            par.heading = setting.outline + 1
        par.mark = self.story.numbering.mark(setting.numbering, setting.level or 0)
        if par.mark and not par.mark.list:
            par.runs.insert(0, Run(par.mark.label + " "))
            self.story.findings.add(WordFinding.NUMBERING, par.text)
            par.mark = None
        elif par.mark and (match := _LEVEL.match(par.style)):  # a list of its own to Word
            par.mark = replace(par.mark, level=int(match[1]) - 1)

    def _start_run(self, _: Attributes) -> None:
        if self.opened:
            self.opened[-1].look, self.opened[-1].run_style = RunStyle(), ""

    def _add(self, text: str, mark: str = "") -> None:
        """Text of the run being read, as it looks there."""
        if not self.opened or not text or not all(each.shows for each in self._fields):
            return
        opened = self.opened[-1]
        look = self.story.styles.shown(opened.style, opened.run_style, opened.look)
        if look.hidden:
            self.note(WordFinding.HIDDEN)
            return
        text = self._signs(text, look.font or "")
        link = opened.link or next((each.link for each in self._fields if each.link), "")
        raised = mark or look.raised
        marks = [*(["strong"] if look.bold else []), *(["em"] if look.italic else [])]
        marks += [*(["s"] if look.struck else []), *([raised] if raised else [])]
        if look.font and is_legacy(look.font, text):
            opened.legacy[look.font] = (opened.legacy.get(look.font, "") + text)[:200]
        if text.strip() and not link:
            if look.coloured:
                opened.noted[WordFinding.COLOUR] = 1
            if look.underlined:
                opened.noted[WordFinding.UNDERLINE] = 1
        runs = opened.par.runs
        run = Run(text, tuple(marks), link, look.size or 20)
        last = runs[-1] if runs else None
        if last and not last.picture and (last.marks, last.link, last.size) == (
            run.marks, run.link, run.size
        ):  # fmt: skip
            last.text += text
        else:
            runs.append(run)

    def _signs(self, text: str, font: str) -> str:
        if not PRIVATE.search(text):
            return text

        def drawn(match: re.Match[str]) -> str:
            found = symbol_character(ord(match[0]), font)
            if not found:
                self.note(WordFinding.SYMBOL)
            return found

        return PRIVATE.sub(drawn, text)

    # Text elements

    def _start_text(self, attributes: Attributes) -> None:
        self._words = []
        self._kept_spaces = any(value == "preserve" for value in attributes.values())

    def _end_text(self) -> None:
        words, self._words = "".join(self._words or ()), None
        words = words if self._kept_spaces else words.strip(" \t\r\n")
        self._add(nfc(_WHITE.sub(" ", words).replace("\u00ad", "")))

    def _end_instruction(self) -> None:
        words, self._words = "".join(self._words or ()), None
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].instruction += words[:4000]

    def _break(self, attributes: Attributes) -> None:
        if attributes.get("w:type") in ("page", "column"):
            self.note(WordFinding.PAGE_BREAK)
        else:
            self._add("\n")

    def _tab(self, _: Attributes) -> None:
        if self.path[-2] != "w:r" or not self.opened:
            return  # it says where tabs stop
        runs = self.opened[-1].par.runs
        if runs and not runs[-1].text.endswith((" ", "\n")):  # at the beginning it only indents
            self._add(" ")

    def _symbol(self, attributes: Attributes) -> None:
        code = attributes.get("w:char", "")
        value = int(code, 16) if re.fullmatch("[0-9a-fA-F]{1,5}", code) else 0
        found = symbol_character(value, attributes.get("w:font", "")) if value else ""
        self._add(found) if found else self.note(WordFinding.SYMBOL)

    def _start_equation(self, _: Attributes) -> None:
        self.note(WordFinding.EQUATION)
        self._equation = Equation()
        self._start_run({})

    def _end_equation(self) -> None:
        if self._equation and self._equation.end():
            line, self._equation = self._equation.line, None
            self._add(nfc(_WHITE.sub(" ", line)))

    # Links and fields

    def _start_link(self, attributes: Attributes) -> None:
        relation = self.relations.get(attributes.get("r:id", ""))
        if self.opened and relation and relation.external:
            self.opened[-1].link = with_fragment(relation.target, attributes.get("w:anchor", ""))

    def _end_link(self) -> None:
        if self.opened:
            self.opened[-1].link = ""

    def _field_sign(self, attributes: Attributes) -> None:
        kind = attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
            self._fields[-1].link = link_target(self._fields[-1].instruction)
        elif kind == "end" and self._fields:
            self._add(self._fields.pop().box)

    def _check(self, attributes: Attributes) -> None:
        if self._fields and self.path[-2] == "w:checkBox":
            self._fields[-1].checked = on_off(attributes)

    def _start_simple_field(self, attributes: Attributes) -> None:
        instruction = attributes.get("w:instr", "")
        self._fields.append(Field(instruction, True, link_target(instruction)))

    def _end_simple_field(self) -> None:
        if self._fields:
            self._fields.pop()

    # Notes

    def _refer(self, kind: str, attributes: Attributes) -> None:
        self.story.notes.append((kind, attributes.get("w:id", "")))
        self.note(WordFinding.FOOTNOTE)
        self._add(f"[{len(self.story.notes)}]", "sup")

    def _start_note(self, attributes: Attributes) -> None:
        self.sinks.append(self.notes.setdefault(attributes.get("w:id", ""), []))

    # Content controls

    def _start_control(self, _: Attributes) -> None:
        self._placeholders.append(False)

    def _end_control(self) -> None:
        if self._placeholders:
            self._placeholders.pop()

    def _placeholder(self, attributes: Attributes) -> None:
        if self._placeholders:
            self._placeholders[-1] = on_off(attributes)


def _note_handler(kind: WordFinding) -> Callable[[Reader, Attributes], None]:
    return lambda reader, _: reader.note(kind)


_STARTS: dict[str, Callable[[Reader, Attributes], None]] = {
    "w:p": Reader._start_paragraph,
    "w:r": Reader._start_run,
    "w:t": Reader._start_text,
    "w:instrText": Reader._start_text,
    "w:br": Reader._break,
    "w:cr": lambda reader, _: reader._add("\n"),
    "w:tab": Reader._tab,
    "w:ptab": lambda reader, _: reader._add(" "),
    "w:noBreakHyphen": lambda reader, _: reader._add("\u2011"),
    "w:sym": Reader._symbol,
    "w:hyperlink": Reader._start_link,
    "w:fldChar": Reader._field_sign,
    "w:fldSimple": Reader._start_simple_field,
    "w:default": Reader._check,
    "w:checked": Reader._check,
    "w:footnoteReference": lambda reader, found: reader._refer("footnotes", found),
    "w:endnoteReference": lambda reader, found: reader._refer("endnotes", found),
    "w:footnote": Reader._start_note,
    "w:endnote": Reader._start_note,
    "w:commentReference": _note_handler(WordFinding.COMMENT),
    "w:ins": _note_handler(WordFinding.INSERTED),
    "w:moveTo": _note_handler(WordFinding.INSERTED),
    "w:altChunk": _note_handler(WordFinding.EMBEDDED),
    "w:subDoc": _note_handler(WordFinding.EMBEDDED),
    "w:sdt": Reader._start_control,
    "w:showingPlcHdr": Reader._placeholder,
    "w:tbl": Reader.start_table,
    "w:tr": Reader.start_row,
    "w:tc": Reader.start_cell,
    "w:tblHeader": lambda reader, found: reader.row_setting("head", found),
    "w:del": lambda reader, found: reader.row_setting("deleted", found),
    "w:gridSpan": lambda reader, found: reader.cell_setting("span", found),
    "w:hMerge": lambda reader, found: reader.cell_setting("row", found),
    "w:gridBefore": lambda reader, found: reader.row_setting("before", found),
    "w:vMerge": lambda reader, found: reader.cell_setting("merge", found),
    "w:drawing": Reader.start_drawing,
    "w:pict": Reader.start_drawing,
    "wp:docPr": Reader.describe_drawing,
    "a:graphicData": Reader.graphic,
    "a:blip": Reader.blip,
    "a:srcRect": Reader.crop,
    "a:xfrm": Reader.turn,
    "v:imagedata": Reader.image,
    "v:shape": Reader.shape,
    "v:rect": Reader.shape,
    "v:textpath": Reader.word_art,
    "w:txbxContent": Reader.start_box,
    "w:object": Reader.start_object,
    "m:oMath": Reader._start_equation,
}
_ENDS: dict[str, Callable[[Reader], None]] = {
    "w:p": Reader._end_paragraph,
    "w:t": Reader._end_text,
    "w:instrText": Reader._end_instruction,
    "w:hyperlink": Reader._end_link,
    "w:fldSimple": Reader._end_simple_field,
    "w:footnote": Reader.leave_sink,
    "w:endnote": Reader.leave_sink,
    "w:sdt": Reader._end_control,
    "w:tbl": Reader.end_table,
    "w:tc": Reader.end_cell,
    "w:drawing": Reader.end_drawing,
    "w:pict": Reader.end_drawing,
    "w:txbxContent": Reader.end_box,
    "w:object": Reader.end_object,
}
