"""One thing to be looked at, and where it stands in the form."""

from dataclasses import dataclass

from ..enums import CheckKind

AROUND = 40
"""Characters that are shown before and behind the words."""


@dataclass(frozen=True, slots=True)
class Remark:
    kind: CheckKind
    sentence: str
    """For people."""
    field: str
    """Of the article's form, in which it can be mended."""
    words: str = ""
    """What stands there."""
    around: tuple[str, str] = ("", "")
    """What stands before and behind the words, in the same paragraph."""
    element: tuple[str, int] | None = None
    """In the body: of which kind (`a`, `figure`, `heading`, `table`), and the how many-th, from
    0."""
    quoted: bool = False
    """Whether the sentence has the words already."""

    @property
    def quotation(self) -> tuple[str, str]:
        """What stands around them, as it is shown."""
        before, behind = self.around
        cut = len(before) == AROUND, len(behind) == AROUND
        return "…" * cut[0] + before, behind + "…" * cut[1]
