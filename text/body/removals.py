"""What cleaning a body removed or changed, as codes and data, for messages to its editor."""

import re
from dataclasses import dataclass
from enum import StrEnum

from text.html import MAX_STYLE_CHARACTERS, HtmlTag
from text.unicode import FORBIDDEN, code

MAX_SAMPLE_CHARACTERS = 120
_MAX_CODES_SHOWN = 8


class RemovalKind(StrEnum):
    """What was removed or changed. The sample of a kind is the first case, shortened.

    `image`      a picture that is not a figure of the library was removed; sample: its address
    `pasted`     the same for a pasted picture whose bytes stood in the text (`data:`, `blob:`,
                 a `file:` of the writer's own disk); sample: the beginning of its address
    `figure`     a figure that names no photo of the library was removed; sample: its caption, or
                 its id
    `frame`      a video, a frame or an embedded player became a link to its address, or was
                 removed when it had none that is allowed; sample: the address
    `link`       a link was taken off and its text kept; sample: the address that is not allowed
    `script`     a script or an applet was removed; sample: its address or its beginning
    `form`       form controls were removed; sample: the element's name
    `underline`  words lost their underline, which looks like a link; sample: the element's name
    `aligned`    a paragraph or cell is no longer centred or set to the right; sample: the
                 element's name
    `forbidden`  characters that no text may hold were removed, and the caller may refuse the
                 text; sample: their codes, `U+202E U+0000`
    """

    IMAGE = "image"
    PASTED = "pasted"
    FIGURE = "figure"
    FRAME = "frame"
    LINK = "link"
    SCRIPT = "script"
    FORM = "form"
    UNDERLINE = "underline"
    ALIGNED = "aligned"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Removal:
    """`count` cases of one kind, the first of them shown in `sample`."""

    kind: RemovalKind
    count: int
    sample: str


class RemovalCounter:
    """Counts cases by kind, in the order in which the kinds first appeared."""

    def __init__(self) -> None:
        self._counts: dict[RemovalKind, int] = {}
        self._samples: dict[RemovalKind, str] = {}
        self._codes: dict[str, None] = {}

    def add(self, kind: RemovalKind, sample: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if kind not in self._samples:
            self._samples[kind] = _shortened(sample)

    def without_forbidden(self, text: str) -> str:
        """The text without the characters that no text may hold; each of them is counted."""
        found = FORBIDDEN.findall(text)
        if not found:
            return text
        kind = RemovalKind.FORBIDDEN
        self._counts[kind] = self._counts.get(kind, 0) + len(found)
        self._codes.update(dict.fromkeys(map(code, found)))
        self._samples[kind] = " ".join(list(self._codes)[:_MAX_CODES_SHOWN])
        return FORBIDDEN.sub("", text)

    def all(self) -> tuple[Removal, ...]:
        return tuple(Removal(kind, n, self._samples[kind]) for kind, n in self._counts.items())


def _shortened(sample: str) -> str:
    # The sample is cut first: the address of a pasted picture may have megabytes.
    plain = " ".join(FORBIDDEN.sub("", sample[: 4 * MAX_SAMPLE_CHARACTERS]).split())
    if plain.lower().startswith("data:") and "," in plain:
        return plain.partition(",")[0][:MAX_SAMPLE_CHARACTERS] + ",…"
    return (
        plain if len(plain) <= MAX_SAMPLE_CHARACTERS else plain[: MAX_SAMPLE_CHARACTERS - 1] + "…"
    )


_SOURCE = re.compile(r"<source(?=[ \t\n\r\f/])([^>]*)>", re.IGNORECASE)
_UNDERLINED = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:[^;]*underline")
_ALIGNED = re.compile(r"(?<![\w-])text-align\s*:\s*(?:center|right|end)\b")
# Alignment of these elements moves the element, not its words, so it is not noted.
_BOXES = frozenset("table img figure iframe hr".split())
# Elements whose name alone says how their words look.
STYLED_ELEMENTS = frozenset("u ins center".split())
_PASTED = ("data:", "blob:", "file:", "cid:")


def note_image(removals: RemovalCounter, tag: HtmlTag, expected: bool = False) -> bool:
    """Note a picture unless it is `expected`. Returns False for an image that CKEditor itself puts
    into the text, True for all others."""
    attributes = tag.attributes()
    # The class of CKEditor's drag handles.
    if "cke_" in attributes.get("class", ""):
        return False
    if not expected:
        source = attributes.get("src", "").strip() or tag.name
        is_pasted = source[:5].lower().startswith(_PASTED)
        removals.add(RemovalKind.PASTED if is_pasted else RemovalKind.IMAGE, source)
    return True


def note_script(removals: RemovalCounter, tag: HtmlTag) -> None:
    removals.add(RemovalKind.SCRIPT, tag.attributes().get("src") or tag.inside or tag.name)


def note_control(removals: RemovalCounter, tag: HtmlTag) -> None:
    """Note a form control, but not the hidden fields that are in whole pasted pages."""
    if tag.attributes().get("type", "").lower() != "hidden":
        removals.add(RemovalKind.FORM, tag.name)


def note_styling(removals: RemovalCounter, tag: HtmlTag, in_link: bool) -> None:
    """Note an underline outside links, and text that is centred or aligned right."""
    attributes = tag.attributes()
    style = attributes.get("style", "")[:MAX_STYLE_CHARACTERS].lower()
    underlined = tag.name in ("u", "ins") or _UNDERLINED.search(style)
    if underlined and not in_link and tag.name != "a":
        removals.add(RemovalKind.UNDERLINE, tag.name)
    aligned = tag.name == "center" or attributes.get("align", "").lower() in ("center", "right")
    if tag.name not in _BOXES and (aligned or _ALIGNED.search(style)):
        removals.add(RemovalKind.ALIGNED, tag.name)


def player_source(tag: HtmlTag) -> str:
    """The address that a frame, video or embedded object shows, as it was written; may be empty."""
    attributes = tag.attributes()
    for name in ("src", "data", "url"):
        if attributes.get(name):
            return attributes[name].strip()
    inner = _SOURCE.search(tag.inside)
    return HtmlTag("source", raw=inner[1]).attributes().get("src", "").strip() if inner else ""
