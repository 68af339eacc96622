"""An equation as a line of text: `(a+b)/c`, `√(x+1)`, `∑_(i=1)^n i`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from text.word.xml import Attributes


@dataclass(slots=True)
class _Part:
    """An element that is open: the text of what was read in it, by the names of the elements."""

    name: str
    inner: list[tuple[str, str]] = field(default_factory=list)
    signs: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        return "".join(text for each, text in self.inner if each == name)

    def joined(self, between: str) -> str:
        return between.join(text for _, text in self.inner if text)


class Equation:
    """One `m:oMath`, read as a stream; `line` is its text when it has ended."""

    def __init__(self) -> None:
        self._open = [_Part("m:oMath")]

    @property
    def line(self) -> str:
        return self._open[0].joined("")

    def start(self, name: str, attributes: Attributes) -> None:
        if self._open[-1].name.endswith("Pr") and len(self._open) > 1:  # how its owner is drawn
            self._open[-2].signs[name] = attributes.get("m:val", "")
        self._open.append(_Part(name))

    def end(self) -> bool:
        """Whether that was the end of the equation."""
        if len(self._open) == 1:
            return True
        part = self._open.pop()
        write = _WRITTEN.get(part.name)
        self._open[-1].inner.append((part.name, write(part) if write else part.joined("")))
        return False

    def text(self, text: str) -> None:
        if self._open[-1].name in ("m:t", "w:t"):
            self._open[-1].inner.append(("", text))


def _grouped(text: str) -> str:
    """In brackets, unless it is read as one thing without them."""
    alone = len(text) < 2 or text.isdecimal()
    held = text.startswith("(") and text.find(")") == len(text) - 1
    return text if alone or held else f"({text})"


def _scripts(part: _Part) -> str:
    low, high = part.of("m:sub") or part.of("m:lim"), part.of("m:sup")
    return f"{f'_{_grouped(low)}' if low else ''}{f'^{_grouped(high)}' if high else ''}"


def _root(part: _Part) -> str:
    return f"{part.of('m:deg')}√{_grouped(part.of('m:e'))}"


def _sum(part: _Part) -> str:
    return f"{part.signs.get('m:chr', '∫')}{_scripts(part)} {part.of('m:e')}"


def _bracketed(part: _Part) -> str:
    begin, end = part.signs.get("m:begChr", "("), part.signs.get("m:endChr", ")")
    return f"{begin}{part.joined(part.signs.get('m:sepChr', '|'))}{end}"


_WRITTEN: dict[str, Callable[[_Part], str]] = {
    "m:f": lambda part: f"{_grouped(part.of('m:num'))}/{_grouped(part.of('m:den'))}",
    "m:rad": _root,
    "m:nary": _sum,
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
