"""Finds how runs and paragraphs look, from their own properties, their styles and the defaults of
the file."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from text.word.package import children, on_off, to_int, value

# How many styles are followed, each based on the next; Word allows eleven.
_MAX_STYLE_DEPTH = 20

Attributes = Mapping[str, str]
Properties = Mapping[str, Element]


class RunStyle(NamedTuple):
    """The look of a run. None means “not set”: then a style below decides."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    # "sup", "sub" or "".
    raised: str | None = None
    # In half points.
    size: int | None = None
    font: str | None = None
    coloured: bool | None = None
    underlined: bool | None = None


PLAIN = RunStyle()


class ParagraphStyle(NamedTuple):
    """The look of a paragraph; None means “not set”. A `numbering` of "0" removes that of the
    style."""

    align: str | None = None
    # 0 is the first level, 9 is text.
    outline: int | None = None
    numbering: str | None = None
    level: int | None = None


_Style = TypeVar("_Style", RunStyle, ParagraphStyle)


def overlaid(*styles: _Style) -> _Style:
    """One style: each field has the first value that is not None, in the order of the styles."""
    fields = zip(*styles, strict=True)
    said = (next((each for each in field if each is not None), None) for field in fields)
    return type(styles[0])(*said)


def _raised_by_hand(attributes: Attributes) -> str | None:
    height = to_int(attributes.get("w:val", ""))
    return None if height == 0 else "sup" if height > 0 else "sub"


def _font(attributes: Attributes) -> str | None:
    themed = any(key.endswith("Theme") for key in attributes)
    return "" if themed else attributes.get("w:ascii") or attributes.get("w:hAnsi") or None


def _is_set(attributes: Attributes) -> bool:
    return attributes.get("w:val", "") != "none"


_RAISED = {"superscript": "sup", "subscript": "sub"}
# The properties of `<w:rPr>`: for each, the field of RunStyle and the function for its value.
_RUN_PROPERTIES: dict[str, tuple[str, Callable[[Attributes], Any]]] = {
    "w:b": ("bold", on_off),
    "w:i": ("italic", on_off),
    "w:strike": ("struck", on_off),
    "w:dstrike": ("struck", on_off),
    "w:vanish": ("hidden", on_off),
    # Some people raise the ² of m² by hand.
    "w:position": ("raised", _raised_by_hand),
    "w:vertAlign": ("raised", lambda found: _RAISED.get(found.get("w:val", ""), "")),
    "w:sz": ("size", lambda found: to_int(found.get("w:val", ""), 24)),
    "w:rFonts": ("font", _font),
    "w:color": (
        "coloured",
        lambda found: found.get("w:val", "").lower() not in ("auto", "000000", ""),
    ),
    "w:highlight": ("coloured", _is_set),
    "w:u": ("underlined", _is_set),
}
_ALIGN = {"end": "right", "start": "left"}


def run_style(properties: Properties) -> RunStyle:
    """The look that a `<w:rPr>` sets."""
    found = {
        _RUN_PROPERTIES[name][0]: _RUN_PROPERTIES[name][1](each.attrib)
        for name, each in properties.items()
        if name in _RUN_PROPERTIES
    }
    return RunStyle(**found) if found else PLAIN


def paragraph_style(properties: Properties) -> ParagraphStyle:
    """The look that a `<w:pPr>` sets."""
    align = value(properties, "w:jc")
    numbering = children(properties["w:numPr"]) if "w:numPr" in properties else {}
    return ParagraphStyle(
        _ALIGN.get(align, align) or None,
        to_int(value(properties, "w:outlineLvl"), 9) if "w:outlineLvl" in properties else None,
        value(numbering, "w:numId") or None,
        min(max(to_int(value(numbering, "w:ilvl")), 0), 8) if "w:ilvl" in numbering else None,
    )


class Style(NamedTuple):
    name: str
    based_on: str
    run: RunStyle
    paragraph: ParagraphStyle


class Styles:
    """The styles of `styles.xml`, from its elements."""

    def __init__(self, elements: Iterable[Element] = ()) -> None:
        self._default = PLAIN
        self._styles: dict[str, Style] = {}
        # The id of the style of paragraphs that name none.
        self._paragraphs = ""
        for element in elements:
            if element.tag == "w:docDefaults":
                self._default = run_style(children(element, "w:rPrDefault", "w:rPr"))
            elif element.tag == "w:style":
                self._add(element)
        self.paragraph = cache(self._paragraph)
        self.run = cache(self._run)
        self.shown = cache(self._shown)

    def _add(self, element: Element) -> None:
        style_id, found = element.get("w:styleId", ""), children(element)
        style = Style(
            value(found, "w:name"),
            value(found, "w:basedOn"),
            run_style(children(element, "w:rPr")),
            paragraph_style(children(element, "w:pPr")),
        )
        self._styles.setdefault(style_id, style)
        is_default = element.get("w:default", "0") not in ("0", "false", "off")
        if is_default and element.get("w:type") == "paragraph":
            self._paragraphs = self._paragraphs or style_id

    def name(self, style_id: str) -> str:
        """The name of the style in lower case, because Word and LibreOffice write it in different
        case; its id if the style is not known."""
        style = self._styles.get(style_id)
        return (style.name if style else style_id).lower()

    def _run(self, style_id: str, of_paragraph: bool = False) -> RunStyle:
        """The look of a run in this style. For the style of a paragraph, with the defaults of the
        file below it."""
        chain = self._chain(style_id or (self._paragraphs if of_paragraph else ""))
        return overlaid(*(style.run for style in chain), self._default if of_paragraph else PLAIN)

    def _shown(self, style_id: str, run_style_id: str, own: RunStyle) -> RunStyle:
        """The look of a run with the properties `own` and the style `run_style_id`, in a paragraph
        of the style `style_id`."""
        of_run = self.run(run_style_id) if run_style_id else PLAIN
        return overlaid(own, of_run, self.run(style_id, True))

    def _paragraph(self, style_id: str, own: ParagraphStyle) -> ParagraphStyle:
        """The look of a paragraph with the properties `own` and this style."""
        chain = self._chain(style_id or self._paragraphs)
        return overlaid(own, *(style.paragraph for style in chain))

    def _chain(self, style_id: str) -> list[Style]:
        """The style, then the one on which it is based, and so on."""
        chain: list[Style] = []
        while (style := self._styles.get(style_id)) and len(chain) < _MAX_STYLE_DEPTH:
            chain.append(style)
            style_id = style.based_on
        return chain


# Fonts of TCVN3 (.VnTime), of VNI (VNI-Times) and of similar encodings.
_LEGACY = re.compile(r"^(\.vn|vni[ -]|vn[a-z]*(times|helv|arial)|tcvn|bk ?hcm|vps |vietware)", re.I)
_UNICODE = re.compile("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]")
_OWN = re.compile("[\u00a1-\u00ff\u0102\u0103\u0110\u0111\u2018-\u2122]")


def is_legacy(font: str, text: str) -> bool:
    """Whether the text is in the legacy encoding of the font; such a font may also show Unicode
    text."""
    return bool(_LEGACY.match(font.strip()) and _OWN.search(text) and not _UNICODE.search(text))


# By the last byte of the code. Files have the signs as `<w:sym>` or as characters U+F020 to U+F0FF.
_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x73: "♦", 0x75: "◆",
    0x76: "❖", 0x77: "♦", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE8: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xDE: "⇒", 0xD7: "·", 0x2D: "−", 0xD6: "√",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x6C: "λ", 0x44: "Δ",
    0x53: "Σ", 0x57: "Ω", 0x77: "ω", 0x71: "θ", 0x73: "σ",
}  # fmt: skip
PRIVATE = re.compile("[\uf000-\uf0ff]")


def symbol_character(code: int, font: str) -> str:
    """The character that the font shows for this code; "" if it is a sign that we do not know."""
    if code >= 0xF100 or 0x100 <= code < 0xF000:
        return chr(code) if code < 0xD800 else ""
    table = _SYMBOL if "symbol" in font.lower() else _WINGDINGS
    is_signs = re.search("symbol|wingdings|webdings", font, re.IGNORECASE)
    if not is_signs and code < 0x100:
        return chr(code) if code >= 0x20 else ""
    return table.get(code & 0xFF) or (_SYMBOL.get(code & 0xFF, "") if not is_signs else "")
