"""What proofing finds: where it stands in the text, and what a sentence about it needs."""

from dataclasses import dataclass
from enum import StrEnum


class ProofKind(StrEnum):
    """What may be wrong with the words.

    `legacy`        written in TCVN3 (ABC) or VNI; about: which of them
    `decomposed`    letters and their marks stored apart (NFD)
    `no-break`      a no-break or other unusual space; about: its code, `U+00A0`
    `invisible`     a character that shows nothing; about: its code
    `double-space`  more than one space
    `space-before`  a space before a full stop, comma …
    `doubled`       a word twice
    `misspelt`      a syllable that cannot be Vietnamese
    `tone-style`    `hoà` where the text mostly has `hòa`, or the other way round;
                    about: `old` (hòa) or `new` (hoà), what the words are
    `confusion`     real syllables that make another word than was surely meant
    `weekday`       not the weekday of the date beside it; about: the date
    `number`        a number of the title that the text does not have
    `date`          a day that no calendar has
    `time`          an hour or a minute that no clock has
    """

    LEGACY = "legacy"
    DECOMPOSED = "decomposed"
    NO_BREAK = "no-break"
    INVISIBLE = "invisible"
    DOUBLE_SPACE = "double-space"
    SPACE_BEFORE = "space-before"
    DOUBLED = "doubled"
    MISSPELT = "misspelt"
    TONE_STYLE = "tone-style"
    CONFUSION = "confusion"
    WEEKDAY = "weekday"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` is the given text from `start` to `end`; `suggestion` could stand in their place.

    `paragraph` counts from 0; it is None for a title, and for a text that was checked alone.
    """

    kind: ProofKind
    words: str
    start: int
    end: int
    suggestion: str | None = None
    about: str = ""
    paragraph: int | None = None
