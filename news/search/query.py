"""What a reader types, as words and phrases, and how each database is asked for tokens."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from text.fold import Word, fold, words
from text.unicode import FORBIDDEN, nfc

# Characters of a query that are read.
MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 24

_QUOTED = re.compile(r'"([^"]*)(?:"|$)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))


@dataclass(frozen=True, slots=True)
class Query:
    """`units` are runs of words, each with whether it was quoted: then the text must have it so."""

    text: str
    units: tuple[tuple[tuple[Word, ...], bool], ...]

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def words(self) -> list[Word]:
        return [word for unit, _ in self.units for word in unit]

    @property
    def phrases(self) -> list[tuple[Word, ...]]:
        return [unit for unit, quoted in self.units if quoted]


def parse(typed: str) -> Query:
    """The query that was typed, whatever it was; a query without a word is false."""
    text = " ".join(FORBIDDEN.sub("", nfc(typed[: 4 * MAX_QUERY_CHARACTERS])).split())[
        :MAX_QUERY_CHARACTERS
    ]
    units: list[tuple[tuple[Word, ...], bool]] = []
    left = MAX_QUERY_WORDS
    # Every second part is what stood in quotation marks.
    for number, part in enumerate(_QUOTED.split(text.translate(_QUOTES))):
        unit = tuple(word for word in words(part) if word.folded)[:left]
        left -= len(unit)
        if unit:
            units.append((unit, number % 2 == 1))
    return Query(text, tuple(units))


def match_expression(
    tokens: Iterable[str],
    vendor: str,
    any_of: Sequence[Sequence[str]] = (),
    none_of: Sequence[str] = (),
) -> str:
    """The match expression of that database: all `tokens`, one of each group of `any_of`, and none
    of `none_of`."""
    spelled, both, either, but_not = (
        (_quoted, " AND ", " OR ", " NOT ")
        if vendor == "sqlite"
        else (_lexeme, " & ", " | ", " & !")
    )
    groups = (f"({either.join(map(spelled, group))})" for group in any_of)
    left_out = f"{but_not}({either.join(map(spelled, none_of))})" if none_of else ""
    return both.join([*map(spelled, tokens), *groups]) + left_out


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def _lexeme(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


_GAP = r"[\W_]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[Word, ...]
    # What a folded text must have; it takes a fifth of the time of cutting the text into words.
    pattern: re.Pattern[str]

    def stands_in(self, text: str, folded: str | None = None) -> bool:
        """Whether the phrase stands in the text; `folded` is `fold(text)` where that is known."""
        may_stand = self.pattern.search(fold(text) if folded is None else folded)
        return bool(may_stand and self.places(words(text)))

    def places(self, found: Sequence[Word]) -> list[int]:
        """The places at which it begins among the words of a text."""
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
    """The pattern of the word in a folded text; thousands with or without points."""
    return r"\.?".join(word.folded) if word.folded.isdigit() else re.escape(word.folded)


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern as whole words only."""
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")
