"""A reader's query as words and phrases, and the expression by which each database finds tokens."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from text.fold import Word, fold, words
from text.unicode import FORBIDDEN, nfc

# Of a query; what is longer is cut off.
MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 24

_QUOTED = re.compile(r'"([^"]*)(?:"|$)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was typed. `units` are runs of words, each with whether it was in quotation
    marks: a text has to contain a quoted run as a phrase."""

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
    """Parse what was typed; nothing that can be typed is an error. A query without a word is
    false."""
    text = " ".join(FORBIDDEN.sub("", nfc(typed[: 4 * MAX_QUERY_CHARACTERS])).split())[
        :MAX_QUERY_CHARACTERS
    ]
    units: list[tuple[tuple[Word, ...], bool]] = []
    left = MAX_QUERY_WORDS
    # Every second part of the split is what was in quotation marks.
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
    """The expression by which that database (`vendor`) finds rows that have all `tokens`, at least
    one token of each group in `any_of`, and no token of `none_of`."""
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


# What may stand between two words of a phrase.
_GAP = r"[\W_]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted run of words, which a text has to contain word by word."""

    words: tuple[Word, ...]
    # A folded text without this pattern does not contain the phrase. To search for it takes a fifth
    # of the time of splitting the text into words.
    pattern: re.Pattern[str]

    def stands_in(self, text: str, folded: str | None = None) -> bool:
        """Whether the text contains the phrase. Give `folded` if `fold(text)` is known already."""
        may_stand = self.pattern.search(fold(text) if folded is None else folded)
        return bool(may_stand and self.places(words(text)))

    def places(self, found: Sequence[Word]) -> list[int]:
        """The positions, among the words of a text, at which the phrase begins."""
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
    """The pattern that finds the word in a folded text; a number may have points between its
    digits, as in 1.000."""
    return r"\.?".join(word.folded) if word.folded.isdigit() else re.escape(word.folded)


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern, limited to whole words."""
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")
