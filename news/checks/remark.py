"""A remark: one thing to be looked at, and where it stands in the form."""

from dataclasses import dataclass

from ..enums import CheckKind

# Shown before the words and behind them.
CONTEXT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Remark:
    kind: CheckKind
    # For people.
    sentence: str
    # The field of the article's form in which it can be mended.
    field: str
    # The words that it is about.
    words: str = ""
    # The text before the words and behind them, in the same paragraph.
    around: tuple[str, str] = ("", "")
    # In the body: the kind of element (`a`, `figure`, `heading`, `table`) and its number from 0.
    element: tuple[str, int] | None = None
    # Whether the sentence contains the words.
    quoted: bool = False

    @property
    def quotation(self) -> tuple[str, str]:
        """`around`, with an ellipsis where it is cut."""
        before, behind = self.around
        cut = len(before) == CONTEXT_CHARACTERS, len(behind) == CONTEXT_CHARACTERS
        return "…" * cut[0] + before, behind + "…" * cut[1]
