"""Writes an equation as a line of text: `(a+b)/c`, `√(x+1)`, `∑_(i=1)^n i`."""

from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element


class _Part(NamedTuple):
    """An element: the names and texts of its children, and the settings that name its signs."""

    texts: list[tuple[str, str]]
    signs: dict[str, str]

    def of(self, name: str) -> str:
        return "".join(text for each, text in self.texts if each == name)

    def joined(self, between: str) -> str:
        return between.join(text for _, text in self.texts if text)


def equation_line(element: Element, left_out: frozenset[str]) -> str:
    """The text of an `m:oMath` element or a part of one, without the elements named in
    `left_out`."""
    if element.tag in ("m:t", "w:t"):
        return element.text or ""
    texts: list[tuple[str, str]] = []
    signs: dict[str, str] = {}
    for child in element:
        if child.tag.endswith("Pr"):
            signs |= {sign.tag: sign.get("m:val", "") for sign in child}
        elif child.tag not in left_out:
            texts.append((child.tag, equation_line(child, left_out)))
    write = _WRITTEN.get(element.tag, lambda part: part.joined(""))
    return write(_Part(texts, signs))


def _grouped(text: str) -> str:
    """The text in brackets; unchanged if it is one character, a number, or in brackets already."""
    alone = len(text) < 2 or text.isdecimal()
    held = text.startswith("(") and text.find(")") == len(text) - 1
    return text if alone or held else f"({text})"


def _scripts(part: _Part) -> str:
    low, high = part.of("m:sub") or part.of("m:lim"), part.of("m:sup")
    return f"{f'_{_grouped(low)}' if low else ''}{f'^{_grouped(high)}' if high else ''}"


def _bracketed(part: _Part) -> str:
    begin, end = part.signs.get("m:begChr", "("), part.signs.get("m:endChr", ")")
    return f"{begin}{part.joined(part.signs.get('m:sepChr', '|'))}{end}"


_WRITTEN: dict[str, Callable[[_Part], str]] = {
    "m:f": lambda part: f"{_grouped(part.of('m:num'))}/{_grouped(part.of('m:den'))}",
    "m:rad": lambda part: f"{part.of('m:deg')}√{_grouped(part.of('m:e'))}",
    "m:nary": lambda part: f"{part.signs.get('m:chr', '∫')}{_scripts(part)} {part.of('m:e')}",
    "m:d": _bracketed,
    "m:sSup": lambda part: part.of("m:e") + _scripts(part),
    "m:sSub": lambda part: part.of("m:e") + _scripts(part),
    "m:sSubSup": lambda part: part.of("m:e") + _scripts(part),
    "m:limLow": lambda part: part.of("m:e") + _scripts(part),
    "m:func": lambda part: f"{part.of('m:fName')} {part.of('m:e')}",
    "m:acc": lambda part: part.of("m:e") + part.signs.get("m:chr", "\u0302"),
    "m:mr": lambda part: part.joined(", "),
    "m:m": lambda part: part.joined("; "),
    "m:eqArr": lambda part: part.joined("; "),
}
