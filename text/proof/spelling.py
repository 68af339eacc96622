"""Finds syllables that cannot be Vietnamese, and suggests what was meant.

Every text has foreign words, so a word is reported only if something in it is surely Vietnamese:
marks (`đuợc`, `phừơng`) or keystrokes of Telex. Names with a spelling of their own (`Đắk Lắk`,
`Krông Pắc`, `Niê`) are not reported.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from text.proof.corrections import HARD_TONES, MAX_WORD_LETTERS, best, candidates, joined, swapped
from text.proof.findings import Finding, ProofKind, ProofText, Word, capped, match_case
from text.proof.syllable import parse, spellings, without_tones

_FOREIGN_LETTER = re.compile("[fjwzçñßøåäëïöü]")
# Beginnings and ends of names from the languages of the highlands, and of most loanwords.
_FOREIGN_SOUND = re.compile(
    r"^(?:[bcdđghkmps][lr]|[kmr][bcdđgknpst]|n[bcdđkpst]|h[lmnrj]|s[kt])|[bdđklrsvy]$"
)
_GROUP = re.compile("[aeiouyăâêôơư]+")
_ASCII_TURNED = re.compile(
    "(?:gn|hn|rng)$|^(?:h[bcdgklmnptqrx]|r[bcdgklmnptx]|[ktcbgx]n[gh]|uq|gna|nht)"
)
_ASCII_TWICE = re.compile(r"^([b-df-hj-kmnp-tvx])\1|(?:ngg|nhh|[iouay]nn|[aou]mm)$")
# A longer word is not checked, so it is not cached either.
_MAX_READ_LETTERS = 24


@capped
def check_spelling(reading: ProofText) -> Iterator[Finding]:
    """A finding for each word that is probably a misspelt Vietnamese syllable."""
    words = reading.words
    for at, word in enumerate(words):
        if parse(word.text) or not word.plain or len(word.text) > _MAX_READ_LETTERS:
            continue
        if suspicious(word.text):
            before = words[at - 1].lower if at and word.joined else ""
            after = words[at + 1].lower if at + 1 < len(words) and words[at + 1].joined else ""
            suggestion = _suggested(word, before, after)
            yield reading.finding(ProofKind.MISSPELT, word.start, word.end, suggestion)


@lru_cache(maxsize=4096)
def suspicious(word: str) -> bool:
    """Whether a word that is not a Vietnamese syllable was meant to be one."""
    lower = word.lower()
    # `iPhone`, `kWh`
    if word[1:] != lower[1:] and not word.isupper():
        return False
    if decode_telex(lower) and not (word[0].isupper() and lower.isascii()):
        return True
    if lower.isascii():
        return word == lower and _ascii_slip(lower)
    letters, tones = without_tones(lower)
    groups = _GROUP.findall(letters)
    # Letters that only Vietnamese has, in a word that is not a name.
    ours = word == lower and any("\u1ea0" <= letter <= "\u1ef9" for letter in lower)
    if not groups or (not ours and "ð" not in lower and _FOREIGN_LETTER.search(lower)):
        return False
    if word[0].isupper() and (not tones or _FOREIGN_SOUND.search(letters)):
        return False
    if len(groups) > 1:
        return bool(joined(lower)) or _more_than_a_loan(word, ours, tones)
    return bool(joined(lower) or tones or not _FOREIGN_SOUND.search(letters))


def _more_than_a_loan(word: str, ours: bool, tones: list[str]) -> bool:
    """Whether a word of several groups of vowels is not a loanword (`ôtô`, `sôcôla`, `vắcxin`)."""
    lower = word.lower()
    if word == lower and swapped(lower):
        return True
    in_two = any(parse(lower[:at]) and parse(lower[at:]) for at in range(1, len(lower)))
    return not HARD_TONES.isdisjoint(tones) and (len(tones) > 1 or (ours and not in_two))


def _ascii_slip(lower: str) -> bool:
    """Whether a word without marks is a misspelt Vietnamese syllable: `nghanh`, `trogn`, `hhai`."""
    if len(lower) > MAX_WORD_LETTERS:
        return False
    if _ASCII_TURNED.search(lower):
        return swapped(lower) is not None
    if _ASCII_TWICE.search(lower):
        return parse(re.sub(r"^(\w)\1|(\w)\2$", r"\1\2", lower)) is not None
    return len(_GROUP.findall(lower)) == 1 and bool(re.match("ngh[aou]", lower))


def _suggested(word: Word, before: str, after: str) -> str | None:
    if len(word.lower) > MAX_WORD_LETTERS:
        return None
    spelt = decode_telex(word.lower) or joined(word.lower)
    spelt = spelt or best(candidates(word.lower), before, after)
    return match_case(word.text, spelt) if spelt else None


_TONE_KEYS = {"f": "huyền", "r": "hỏi", "x": "ngã", "s": "sắc", "j": "nặng"}
_PAIRS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_PAIR = re.compile("|".join(_PAIRS))
_HORNS = re.compile("uơ|ưo")
_VOWEL = frozenset("aeiouyăâêôơư")
# Keystrokes that are in no English or French word; words like `boots` and `tour` look like Telex.
_SURE = re.compile(
    "dd|uw|[^aou]w$|aa|oow|iee|yeeu|uoo|ooi|j$|nh[frsx]$|ng[frx]$|[ghmny]f$|(?<!o)a[oiuy]?f$"
    "|[aeow][iu]f$|[ao]w[a-z]*[fjx]$|[ao]w[tcp]s$|^(?:ng|nh|kh|gi|qu).*[frx]$"
    "|^(?:ph|tr).*[rx]$|^(?:ng|nh|kh).*(?:oo|ee).*[rsx]$"
)


def decode_telex(word: str) -> str | None:
    """The syllable, in lower case, that these keystrokes give in Telex; None if they give none."""
    lower = word.lower()
    if len(lower) > 12 or not _SURE.search(lower):
        return None
    letters, tones = without_tones(lower)
    key = next((at for at in range(len(letters) - 1, 0, -1) if letters[at] in _TONE_KEYS), None)
    stems = [(letters, tones)]
    if key is not None and any(letter in _VOWEL for letter in letters[:key]):
        stems.insert(0, (letters[:key] + letters[key + 1 :], [*tones, _TONE_KEYS[letters[key]]]))
    for stem, own in stems:
        typed = _HORNS.sub("ươ", _PAIR.sub(lambda pair: _PAIRS[pair[0]], stem))
        spelt = spellings().get((typed, own[-1] if own else ""))
        if spelt and spelt != lower and not (lower.isascii() and spelt.isascii()):
            return spelt
    return None
