"""One thing to be looked at, and where it stands in the form."""

from dataclasses import dataclass

from ..enums import CheckKind

# Characters that are shown before and behind the words.
CONTEXT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Remark:
    kind: CheckKind
    # For people.
    sentence: str
    # Of the article's form, in which it can be mended.
    field: str
    # What stands there.
    words: str = ""
    # What stands before and behind the words, in the same paragraph.
    around: tuple[str, str] = ("", "")
    # In the body: of which kind (`a`, `figure`, `heading`, `table`), and the how many-th, from 0.
    element: tuple[str, int] | None = None
    # Whether the sentence has the words already.
    quoted: bool = False

    @property
    def quotation(self) -> tuple[str, str]:
        """What stands around them, as it is shown."""
        before, behind = self.around
        cut = len(before) == CONTEXT_CHARACTERS, len(behind) == CONTEXT_CHARACTERS
        return "…" * cut[0] + before, behind + "…" * cut[1]
