"""What cleaning a body removed or changed that its editor must hear of, as codes and data."""

from dataclasses import dataclass
from enum import StrEnum

from text.unicode import FORBIDDEN, code

MAX_SAMPLE_CHARACTERS = 120
_CODES_SHOWN = 8


class RemovalKind(StrEnum):
    """What happened. A kind's sample is the first case met, shortened.

    `image`      a picture that is not a figure of the library was removed; sample: its address
    `pasted`     the same for a pasted picture whose bytes stood in the text (`data:`, `blob:`,
                 a `file:` of the writer's own disk); sample: the beginning of its address
    `figure`     a figure whose photo cannot be told was removed; sample: its caption (or its id)
    `frame`      a video, a frame or an embedded player became a link to its address, or was
                 removed when it had none that is allowed; sample: the address
    `link`       a link was taken off and its text kept; sample: the address that is not allowed
    `script`     a script or an applet was removed; sample: its address or its beginning
    `form`       form controls were removed; sample: the element's name
    `underline`  words lost their underline, which looks like a link; sample: the element's name
    `aligned`    a paragraph or cell that was centred or set to the right is as all others; sample:
                 the element's name
    `forbidden`  characters that no text may hold were left out, so that the caller can refuse
                 the text; sample: their codes, `U+202E U+0000`
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
    """Gathers cases by kind, in the order in which kinds first came up."""

    def __init__(self) -> None:
        self._counts: dict[RemovalKind, int] = {}
        self._samples: dict[RemovalKind, str] = {}
        self._codes: dict[str, None] = {}

    def add(self, kind: RemovalKind, sample: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if kind not in self._samples:
            self._samples[kind] = _shortened(sample)

    def without_forbidden(self, text: str) -> str:
        """The text without the characters that no text may hold, each noted."""
        found = FORBIDDEN.findall(text)
        if not found:
            return text
        kind = RemovalKind.FORBIDDEN
        self._counts[kind] = self._counts.get(kind, 0) + len(found)
        self._codes.update(dict.fromkeys(map(code, found)))
        self._samples[kind] = " ".join(list(self._codes)[:_CODES_SHOWN])
        return FORBIDDEN.sub("", text)

    def notes(self) -> tuple[Removal, ...]:
        return tuple(Removal(kind, n, self._samples[kind]) for kind, n in self._counts.items())


def _shortened(sample: str) -> str:
    # Cut before joining: a pasted picture's address runs to megabytes.
    plain = " ".join(FORBIDDEN.sub("", sample[: 4 * MAX_SAMPLE_CHARACTERS]).split())
    if plain.lower().startswith("data:") and "," in plain:
        return plain.partition(",")[0][:MAX_SAMPLE_CHARACTERS] + ",…"
    return (
        plain if len(plain) <= MAX_SAMPLE_CHARACTERS else plain[: MAX_SAMPLE_CHARACTERS - 1] + "…"
    )
