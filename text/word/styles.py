"""How runs and paragraphs look: by their own properties, their styles and the file's defaults."""

import re
from dataclasses import dataclass, fields, replace

from text.word.xml import Attributes, on_off, to_int

# Styles on styles; Word allows eleven.
_MAX_STYLE_DEPTH = 20


@dataclass(slots=True)
class RunStyle:
    """Of a run; None is what says nothing and so leaves it to what lies below."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    raised: str | None = None  # sup, sub or nothing
    size: int | None = None  # half points
    font: str | None = None
    coloured: bool | None = None
    underlined: bool | None = None

    def take(self, name: str, attributes: Attributes) -> None:
        """A property as it stands in `<w:rPr>`."""
        simple = _SWITCHES.get(name)
        value = attributes.get("w:val", "")
        if simple:
            setattr(self, simple, on_off(attributes))
        elif name == "w:vertAlign":
            self.raised = {"superscript": "sup", "subscript": "sub"}.get(value, "")
        elif name == "w:position" and (height := to_int(value)):  # raised by hand, as in m²
            self.raised = "sup" if height > 0 else "sub"
        elif name == "w:sz":
            self.size = to_int(value, 24)
        elif name == "w:rFonts":
            font = attributes.get("w:ascii") or attributes.get("w:hAnsi") or ""
            themed = any(key.endswith("Theme") for key in attributes)
            self.font = font if font and not themed else "" if themed else self.font
        elif name == "w:color":
            self.coloured = value.lower() not in ("auto", "000000", "")
        elif name == "w:highlight":
            self.coloured = value != "none"
        elif name == "w:u":
            self.underlined = value != "none"

    def key(self) -> tuple[object, ...]:
        """What tells it from others."""
        return (
            self.bold, self.italic, self.struck, self.hidden, self.raised, self.size, self.font,
            self.coloured, self.underlined,
        )  # fmt: skip

    def over(self, below: "RunStyle") -> "RunStyle":
        """This one where it says something, else the one below."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(below, **{name: value for name, value in said.items() if value is not None})


_SWITCHES = {"w:b": "bold", "w:i": "italic", "w:strike": "struck", "w:dstrike": "struck"}
_SWITCHES["w:vanish"] = "hidden"


@dataclass(slots=True)
class ParagraphStyle:
    """Of a paragraph; None and "" as above. A `numbering` of "0" takes its style's away."""

    align: str = ""
    outline: int | None = None  # 0 is the first level, 9 is text
    numbering: str = ""
    level: int | None = None

    def take(self, name: str, attributes: Attributes) -> None:
        """A property as it stands in `<w:pPr>`."""
        value = attributes.get("w:val", "")
        if name == "w:jc":
            self.align = {"end": "right", "start": "left"}.get(value, value)
        elif name == "w:outlineLvl":
            self.outline = to_int(value, 9)
        elif name == "w:numId":
            self.numbering = value
        elif name == "w:ilvl":
            self.level = min(max(to_int(value), 0), 8)

    def over(self, below: "ParagraphStyle") -> "ParagraphStyle":
        return ParagraphStyle(
            self.align or below.align,
            below.outline if self.outline is None else self.outline,
            self.numbering or below.numbering,
            below.level if self.level is None else self.level,
        )


@dataclass(slots=True)
class Style:
    name: str = ""
    based_on: str = ""
    look: RunStyle | None = None
    setting: ParagraphStyle | None = None


class Styles:
    """The part `styles.xml`, read as a stream."""

    def __init__(self) -> None:
        self.default = RunStyle()
        self._styles: dict[str, Style] = {}
        self._paragraphs = ""  # the style of paragraphs that name none
        self._now: Style | None = None
        self._in: list[str] = []
        self._looks: dict[str, RunStyle] = {}
        self._settings: dict[str, ParagraphStyle] = {}
        self._shown: dict[tuple[object, ...], RunStyle] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        style, inside = self._now, self._in[-1] if self._in else ""
        self._in.append(name)
        if name == "w:style":
            style_id = attributes.get("w:styleId", "")
            self._now = Style(look=RunStyle(), setting=ParagraphStyle())
            self._styles.setdefault(style_id, self._now)
            by_default = attributes.get("w:default", "0") not in ("0", "false", "off")
            if by_default and attributes.get("w:type") == "paragraph":
                self._paragraphs = self._paragraphs or style_id
        elif style is None:
            if inside == "w:rPr" and "w:rPrDefault" in self._in:
                self.default.take(name, attributes)
        elif inside == "w:rPr" and len(self._in) == 4:  # not a table style's for its first row
            style.look.take(name, attributes)
        elif inside in ("w:pPr", "w:numPr") and len(self._in) <= 5:
            style.setting.take(name, attributes)
        elif name == "w:name" and inside == "w:style":
            style.name = attributes.get("w:val", "")
        elif name == "w:basedOn":
            style.based_on = attributes.get("w:val", "")

    def end(self, name: str) -> None:
        self._in.pop()
        if name == "w:style":
            self._now = None

    def text(self, text: str) -> None:
        pass

    def name(self, style_id: str) -> str:
        """What the style is called, in lower case: Word and LibreOffice differ in theirs."""
        style = self._styles.get(style_id)
        return (style.name if style else style_id).lower()

    def look(self, style_id: str, paragraph: bool = False) -> RunStyle:
        """What a run of that style looks like; of a paragraph's, the file's defaults below it."""
        key = f"{style_id}|{paragraph}"
        if key not in self._looks:
            found = self.default if paragraph else RunStyle()
            for style in self._chain(style_id or (self._paragraphs if paragraph else "")):
                found = style.look.over(found)
            self._looks[key] = found
        return self._looks[key]

    def shown(self, style_id: str, run_style: str, look: RunStyle) -> RunStyle:
        """What a run with these properties looks like in a paragraph of that style."""
        key = (style_id, run_style, *look.key())
        found = self._shown.get(key)
        if found is None:
            if run_style:
                look = look.over(self.look(run_style))
            found = self._shown[key] = look.over(self.look(style_id, paragraph=True))
        return found

    def setting(self, style_id: str) -> ParagraphStyle:
        if style_id not in self._settings:
            found = ParagraphStyle()
            for style in self._chain(style_id or self._paragraphs):
                found = style.setting.over(found)
            self._settings[style_id] = found
        return self._settings[style_id]

    def _chain(self, style_id: str) -> list[Style]:
        """The style and those that it is based on, the lowest first."""
        chain: list[Style] = []
        while (style := self._styles.get(style_id)) and len(chain) < _MAX_STYLE_DEPTH:
            chain.insert(0, style)
            style_id = style.based_on
        return chain


# TCVN3 (.VnTime), VNI (VNI-Times), and the families that came after their pattern.
_LEGACY = re.compile(r"^(\.vn|vni[ -]|vn[a-z]*(times|helv|arial)|tcvn|bk ?hcm|vps |vietware)", re.I)
_UNICODE = re.compile("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]")
_OWN = re.compile("[\u00a1-\u00ff\u0102\u0103\u0110\u0111\u2018-\u2122]")


def is_legacy(font: str, text: str) -> bool:
    """Whether the text is written for that font: one may stand over Unicode and do no harm."""
    return bool(_LEGACY.match(font.strip()) and _OWN.search(text) and not _UNICODE.search(text))


# By the last byte; the same signs come as `<w:sym>` and as characters U+F020 to U+F0FF.
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
    """The character that a font of signs shows there; nothing where it is none of the usual."""
    if code >= 0xF100 or 0x100 <= code < 0xF000:
        return chr(code) if code < 0xD800 else ""
    table = _SYMBOL if "symbol" in font.lower() else _WINGDINGS
    is_signs = re.search("symbol|wingdings|webdings", font, re.IGNORECASE)
    if not is_signs and code < 0x100:
        return chr(code) if code >= 0x20 else ""
    return table.get(code & 0xFF) or (_SYMBOL.get(code & 0xFF, "") if not is_signs else "")
