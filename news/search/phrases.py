"""Runs of words, as they must stand in a text: side by side, with the accents typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from text.fold import fold
from text.search_words import Word, words

_GAP = r"[\W_]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[Word, ...]
    # What a folded text must have; told in a fifth of the time of cutting it into words.
    pattern: re.Pattern[str]

    def stands_in(self, text: str, folded: str | None = None) -> bool:
        """Whether it does; `folded` is the text as `fold` gives it, where that is known."""
        if not self.pattern.search(fold(text) if folded is None else folded):
            return False
        return bool(self.places(words(text)))

    def places(self, found: Sequence[Word]) -> list[int]:
        """Where it begins among the words of a text."""
        return [
            at
            for at in range(len(found) - len(self.words) + 1)
            if all(
                there.exact == typed.exact if typed.accented else there.folded == typed.folded
                for typed, there in zip(self.words, found[at : at + len(self.words)], strict=True)
            )
        ]


def phrase(typed: tuple[Word, ...]) -> Phrase:
    return Phrase(typed, whole_words(_GAP.join(pattern_of(word) for word in typed)))


def pattern_of(word: Word) -> str:
    """How it stands in a folded text: thousands with or without points."""
    return r"\.?".join(word.folded) if word.folded.isdigit() else re.escape(word.folded)


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern, where no word goes on before or after it."""
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")
