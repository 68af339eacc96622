"""Finds and converts texts in TCVN3 and VNI, Vietnamese encodings older than Unicode.

TCVN3 ("ABC", the fonts .VnTime) has a letter with all its marks as one code from 161 to 254 (TCVN
5712:1993, VN3). Read as Latin-1, it looks like `V¨n hãa`. It has no capitals with tones: a font of
capitals (.VnTimeH) shows them with the codes of small letters. So a word is converted to capitals
if its ASCII letters are capitals. VNI-Windows writes a mark as a second character: `Vaên hoùa`.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice

from text.html import escape, tokens
from text.proof.findings import Finding, ProofKind, capped
from text.proof.syllable import parse
from text.proof.word_lists import compounds

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300\u0309\u0303\u0301\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"
# The second characters of VNI letters. Those of tones follow any vowel, the others some vowels.
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_SINGLE = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}


def _vni_table() -> dict[str, str]:
    marks = {base: dict(_VNI_TONES) for base in "aeouyôö"}
    for base in "aeo":
        marks[base] |= {sign: _CIRCUMFLEX + tone for sign, tone in _VNI_CIRCUMFLEX.items()}
    marks["a"] |= {sign: _BREVE + tone for sign, tone in _VNI_BREVE.items()}
    table = dict(_VNI_SINGLE)
    for base, signs in marks.items():
        for sign, mark in signs.items():
            letter = unicodedata.normalize("NFC", _VNI_SINGLE.get(base, base) + mark)
            table[base + sign] = letter
            # Texts also have letters of which only the first character is a capital.
            table[base.upper() + sign] = letter.upper()
    table |= {written.upper(): letter.upper() for written, letter in table.items()}
    return table


_VNI = _vni_table()
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# The second branch takes a word that begins with another letter, so that the first branch does not
# begin inside it.
_TOKEN = re.compile("[A-Za-z" + re.escape("".join(map(chr, _TCVN3))) + "À-ÿ]+|[^\\W\\d_]+")
_LATIN_1 = re.compile("[\x00-\xff]*")
# A run needs at least this much evidence for its encoding: two words, or one sure word.
_MIN_EVIDENCE = 2
# No syllable in VNI is longer.
_MAX_SYLLABLE_LETTERS = 16
_SIGN_INSIDE = re.compile("[A-Za-zÀ-ÿ][¡-¿×÷]+[A-Za-zÀ-ÿ]")


def to_unicode(text: str) -> str:
    """The text with its runs in legacy encodings converted to Unicode NFC; the rest is kept."""
    return pieces_to_unicode([text])[0]


def pieces_to_unicode(pieces: list[str]) -> list[str]:
    """`to_unicode` for a text in pieces, which stand between tags. A run may go over several
    pieces; each letter stays in its piece."""
    whole = "".join(pieces)
    letters = list(whole)
    for run in runs(whole):
        letters[run.start : run.end] = _letters(run)
    left = iter(letters)
    return ["".join(islice(left, len(piece))) for piece in pieces]


def _letters(run: Finding) -> list[str]:
    """What each character of a run becomes; "" for one that is a mark of the character before."""
    # TCVN3 has one character for each letter.
    if run.about == "TCVN3":
        return list(run.suggestion)
    letters = list(run.words)
    for found in _VNI_PAIRS.finditer(run.words):
        letters[slice(*found.span())] = [_VNI[found[0]], *[""] * (len(found[0]) - 1)]
    return letters


def from_tcvn3(text: str) -> str:
    """The text in Unicode, all of it read as TCVN3."""
    if _capitals(text):
        return _tcvn3_word(text)
    return _TOKEN.sub(lambda found: _tcvn3_word(found[0]), text)


def _tcvn3_word(word: str) -> str:
    converted = word.translate(_TCVN3)
    return converted.upper() if _capitals(word) else converted


def _capitals(text: str) -> bool:
    """Whether the text has more than one ASCII letter, and all of them are capitals."""
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return len(plain) > 1 and all(map(str.isupper, plain))


def from_vni(text: str) -> str:
    """The text in Unicode, all of it read as VNI."""
    return _VNI_PAIRS.sub(lambda found: _VNI[found[0]], text)


_ENCODINGS = {"TCVN3": from_tcvn3, "VNI": from_vni}


def runs(text: str) -> Iterator[Finding]:
    """The runs of words in a legacy encoding, in order; the suggestion is their text in Unicode.

    A run goes from the first to the last word that is evidence for the encoding: as written it is
    not Vietnamese, but converted it is. One such word alone is a run if it has a sign inside
    (`Th«ng`), because foreign names have only letters. A word beside the run that may be read in
    both ways is part of it if both make a compound (`nghiªm tóc`).
    """
    if text.isascii():
        return
    for stretch in _stretches(text):
        found = [list(_runs_in(stretch, text, encoding)) for encoding in _ENCODINGS]
        yield from max(found, key=lambda runs: sum(run.end - run.start for run in runs))


check_legacy = capped(runs)


def _stretches(text: str) -> Iterator[list[re.Match[str]]]:
    """Groups of neighbouring words on one line that have only Latin-1 letters. Words in ASCII are
    skipped, because they are the same in all encodings."""
    stretch: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0].isascii():
            continue
        is_latin = _LATIN_1.fullmatch(token[0])
        if stretch and (not is_latin or "\n" in text[stretch[-1].end() : token.start()]):
            yield stretch
            stretch = []
        if is_latin:
            stretch.append(token)
    yield stretch


def _runs_in(stretch: list[re.Match[str]], text: str, encoding: str) -> Iterator[Finding]:
    judged = [(token, _evidence(token[0], encoding)) for token in stretch]
    for is_against, group in groupby(judged, key=lambda each: each[1] is None):
        words = [*group]
        if not is_against and sum(evidence for _, evidence in words) >= _MIN_EVIDENCE:
            start, end = _ends(words, encoding)
            written = text[start:end]
            said = _ENCODINGS[encoding](written)
            yield Finding(ProofKind.LEGACY, written, start, end, said, encoding)


def _ends(judged: list[tuple[re.Match[str], int]], encoding: str) -> tuple[int, int]:
    """Start and end of a run: at words that are evidence or make a compound with such a word."""
    own = [token for token, _ in judged]
    telling = [at for at, (_, evidence) in enumerate(judged) if evidence]
    first, last = telling[0], telling[-1]
    said = [_ENCODINGS[encoding](token[0]).lower() for token in own]
    if first and (said[first - 1], said[first]) in compounds():
        first -= 1
    if last + 1 < len(own) and (said[last], said[last + 1]) in compounds():
        last += 1
    return own[first].start(), own[last].end()


def _evidence(word: str, encoding: str) -> int | None:
    """How much evidence for the encoding a word is: 0 for none, None for evidence against it."""
    if len(word) > _MAX_SYLLABLE_LETTERS or parse(_ENCODINGS[encoding](word)) is None:
        return None
    # The word may be read in both ways, or is the same in both, like VNI's `í`.
    if parse(word) is not None:
        return 0
    is_vni = encoding == "VNI"
    is_sure = len(word) - len(from_vni(word)) > 1 if is_vni else _SIGN_INSIDE.search(word)
    return _MIN_EVIDENCE if is_sure else 1


# A run may go over these tags; at every other tag it ends.
_INLINE = frozenset("a em s strong sub sup".split())


def body_to_unicode(html: str) -> str:
    """A canonical body (`text.body.clean`) with its texts in TCVN3 or VNI converted to Unicode; the
    result is canonical.

    Alternative texts are attributes, and stay as they are.
    """
    made: list[str] = []
    # The indexes in `made` of the texts of this block.
    texts: list[int] = []

    def settle() -> None:
        for at, text in zip(texts, pieces_to_unicode([made[at] for at in texts]), strict=True):
            made[at] = escape(text)
        texts.clear()

    for token in tokens(html):
        if isinstance(token, str):
            texts.append(len(made))
            made.append(token)
            continue
        if token.name not in _INLINE:
            settle()
        made.append(f"<{'/' * token.is_end}{token.name}{token.raw}>")
    settle()
    return "".join(made)


# Latin-1 characters that those encodings use and Vietnamese does not, and pairs of letters that
# only VNI writes (`saùng`, `coâng`).
_SIGNS = re.compile(
    "[¡-¬\xad®µ-¹»-¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ]|[aeyAEY][âùáàãÂÙÁÀÃ]|[oO][âùÂÙ]|[aA][êéèÊÉÈ]"
)


def may_be_legacy(text: str) -> bool:
    """A quick test: False if nothing in the text is in such an encoding; True if it may be."""
    return not text.isascii() and _SIGNS.search(text) is not None
