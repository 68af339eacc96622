"""Finds where a line should not break: between a number and the word that it counts (`64 hộ`) or
names (`báo động 3`), in a time, a date, a range or a sum of money, and after a short title (`TP.`).

This runs for every page that is made. For speed, one regular expression finds the candidates, and
Python looks only at the words before these.
"""

import re

from text.display.wrapping_words import (
    COUNTED,
    DATES,
    DAYS,
    EACH,
    LABELS,
    MAGNITUDES,
    PAIRS,
    TITLES,
    UNCOUNTED,
    UNLIKE,
)

# A longer stretch would leave a gap at the end of the line before it.
MAX_NOWRAP_CHARACTERS = 12

_NUMBER = r"[0-9]++(?:[.,:/][0-9]++)*+"
_ANCHOR = re.compile(
    # A set of characters at the very beginning lets the engine skip all others at once.
    r"[<0-9A-ZĐđ](?:"
    # A tag is skipped as a whole.
    r"(?<=<)[^>]*>"
    # The short form of a title and the name after it; one letter or a Roman number.
    r"|(?<![0-9])(?:[A-Za-z.]{0,5}\.|/c)(?= (?P<name>[^\W\d_]+))"
    r"|(?<=[A-Z])[IVX]{0,4}(?P<letters>)(?!\w)"
    # A number, what is part of it, and after it the end of a range or a unit: `km`, `km/giờ`.
    r"|(?<=[0-9])(?<![\w.,:/@#+°%&-].)[0-9]*+(?:[.,:/–-][0-9]++)*+"
    r"(?P<tail>%|[^\W\d_][0-9]?|[/-][^\W\d_][\w/-]*|)(?!\w)"
    rf"(?= [–-] (?P<until>{_NUMBER})(?!\w)"
    r"| (?P<unit>[^\W\d_][^\W_]*|[%‰]|°C)(?P<per>/[^\W_]+)?(?!\w)|)"
    r")"
)
_MINUTES_BEHIND = re.compile(r" (?:[0-5]?[0-9]|rưỡi)(?!\w|[.,:/][0-9])")
_FURTHER = re.compile(r" ([^\W\d_]+)(?!\w)")
_LAST_WORD = re.compile(rf"(?:{_NUMBER}|[^\W\d_]+)$")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])(?:[/-][0-9]{4})?")
_PLAIN = re.compile(r"[0-9]{1,4}(?:[/–-][0-9]{1,4})*|[0-9]{1,2}\.[0-9]{1,2}")
_MEASURES = COUNTED - MAGNITUDES - {"giờ"}
# How many characters before a number are searched for the word before it.
_LOOKBACK_CHARACTERS = 24
# A single one of these capital letters may be a word.
_ALSO_WORDS = "EIOUVXY"
_LOWER = {
    form: word
    for word in LABELS | DATES | set(PAIRS) | {"giờ"}
    for form in (word, word.capitalize(), word.upper())
}

# A space at which the line should not break: its index, the start of the word before it, the end of
# the word after it, and the strength of the bond.
_Bond = tuple[int, int, int, int]
_SURE, _COUNT, _RANGE, _LABEL, _NAME, _LEAST = 6, 5, 4, 3, 2, 1
# In place of a strength: a tag hides the word before the number; the number counts minutes.
_HIDDEN, _MINUTES = -1, -2


def nowrap_spans(markup: str) -> list[tuple[int, int]]:
    """Start and end of each stretch that must stay on one line, in order. In the mark-up, `<` and
    `>` must be in tags only, as in the result of `text.body.safe` and in an escaped text."""
    bonds: list[_Bond] = []
    for found in _ANCHOR.finditer(markup):
        kind = found.lastgroup
        if kind is None:
            continue
        if kind in ("name", "letters"):
            _add_letters(bonds, markup, found)
            continue
        first, names = found.start(), 0
        if markup[first - 1 : first] == " ":
            word = markup[markup.rfind(" ", 0, first - 1) + 1 : first - 1]
            is_plain = word.isalpha() or word[-1:] in ",."
            if word in _LOWER or word[:1].isupper() or not is_plain:
                names = _add_name(bonds, markup, found)
        if kind == "unit" and found["unit"] in _MEASURES and not names and not found["tail"]:
            bonds.append((found.end(), first, found.end("unit"), _COUNT))
        elif found["unit"] and names != _MINUTES and _counts(markup, found, names):
            if names == _NAME:
                bonds.pop()
            _add_counted(bonds, markup, found)
        elif kind == "until":
            last = found.end()
            bonds.append((last, first, last + 2, _COUNT))
            bonds.append((last + 2, last + 1, found.end("until"), _RANGE))
    return _stretches(bonds)


def _stretches(bonds: list[_Bond]) -> list[tuple[int, int]]:
    """The stretches that result from the bonds: bonds that share a word form a chain."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(bonds):
        end = at + 1
        while (
            end < len(bonds)
            and bonds[end - 1][2] == bonds[end][0]
            and end - at < MAX_NOWRAP_CHARACTERS
        ):
            end += 1
        first, last = bonds[at][1], bonds[end - 1][2]
        # The chain begins in a word of the last stretch: `TP. TP. Hải Lam`.
        if found and first < found[-1][1]:
            at += 1
            continue
        if last - first <= MAX_NOWRAP_CHARACTERS:
            found.append((first, last))
        else:
            found += _cut(bonds[at:end])
        at = end
    return found


def _cut(chain: list[_Bond]) -> list[tuple[int, int]]:
    """A chain of bonds cut at its weakest bonds into stretches that are short enough."""
    if not chain:
        return []
    first, last = chain[0][1], chain[-1][2]
    if last - first <= MAX_NOWRAP_CHARACTERS:
        return [(first, last)]
    weakest = min(range(len(chain)), key=lambda at: (chain[at][3], -at))
    return _cut(chain[:weakest]) + _cut(chain[weakest + 1 :])


def _before(text: str, first: int) -> tuple[int, str]:
    """The start of the word or number before the index `first`, and the word; "" if there is
    none."""
    if not first or text[first - 1] != " ":
        return first, ""
    begin = max(text.rfind(" ", 0, first - 1) + 1, first - _LOOKBACK_CHARACTERS)
    word = text[begin : first - 1]
    if not word.isalpha():
        found = _LAST_WORD.search(word)
        return (begin + found.start(), found[0]) if found else (first, "")
    return begin, word


def _add_letters(bonds: list[_Bond], text: str, found: re.Match[str]) -> None:
    first, last = found.span()
    if found["name"]:
        if found[0] in TITLES:
            bonds.append((last, first, found.end("name"), _SURE))
        return
    begin, word = _before(text, first)
    known = _LOWER.get(word, "")
    further, furthest = _before(text, begin) if known in PAIRS else (begin, "")
    is_pair = furthest.lower() in PAIRS.get(known, ())
    is_roman = not found[0].strip("IVX") and (is_pair or known in LABELS)
    is_letter = last - first == 1 and found[0] not in _ALSO_WORDS
    if is_roman or (is_letter and word and not text[last + 1 : last + 2].isupper()):
        if is_pair:
            bonds.append((begin - 1, further, first - 1, _LEAST))
        bonds.append((first - 1, begin, last, _LABEL))


def _add_name(bonds: list[_Bond], text: str, found: re.Match[str]) -> int:
    """Add the bonds between a number and the word that it names. Returns their strength, 0 if it
    names none, or `_HIDDEN` or `_MINUTES`."""
    first = found.start()
    begin, word = _before(text, first)
    if not word:
        return _HIDDEN if text[first - 2 : first] == "> " else 0
    further, furthest = _before(text, begin)
    word, furthest = _LOWER.get(word, ""), furthest.lower()
    if word == "giờ":
        # `22 giờ 30 ngày 5`
        is_minute = furthest.isdecimal() and found["unit"] != "phút"
        return _MINUTES if is_minute else 0
    # The number before is part of a name, and counts nothing: `phường 5 quận 3`.
    if furthest[:1].isdecimal() and bonds and bonds[-1][2] == begin - 1:
        furthest = ""
    names = _names(word, furthest, text[first : found.start("tail")], found["tail"])
    if names and furthest in PAIRS.get(word, ()):
        bonds.append((begin - 1, further, first - 1, _LEAST))
    if names:
        bonds.append((first - 1, begin, found.end(), names))
    return names


def _names(word: str, furthest: str, digits: str, tail: str) -> int:
    """The strength of the bond between a number and the word before it; 0 if the number does not
    name the word. `word` is empty if it is in no list."""
    if not word:
        # A name that ends with a number: `cụm Đông Ngạn 2`. There must be a word before the name,
        # because any word has a capital at the start of a sentence.
        return _NAME if furthest and digits.isdecimal() and len(digits) < 3 else 0
    if word in DATES and (("/" in digits and not tail) or (word == "năm" and _is_year(digits[:4]))):
        return _SURE
    if tail == "%" or furthest in EACH:
        return 0
    if word == "tháng":
        return _SURE if _MONTH.fullmatch(digits) and not tail else 0
    if furthest[:1].isdecimal():
        return 0
    if word in DAYS:
        return _SURE if len(digits) < 3 and not tail else 0
    named = furthest in PAIRS.get(word, ()) or (
        word in LABELS and furthest not in UNLIKE.get(word, ())
    )
    return _LABEL if named and _PLAIN.fullmatch(digits) else 0


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20") and digits.isdecimal()


def _counts(text: str, found: re.Match[str], names: int) -> bool:
    """Whether a number counts the word after it."""
    unit, tail = found["unit"], found["tail"]
    if unit in COUNTED and not names and not tail:
        return True
    digits = text[found.start() : found.start("tail")]
    if tail or ":" in digits or (names and "/" in digits):
        return False
    if unit in COUNTED:
        # The number does not count the word in `ngày 5 tháng 12`, `phường 5 quận 3`.
        end = found.end("unit")
        return not (unit in LABELS or unit in DATES) or not text[end : end + 2].strip().isdecimal()
    return not (names or "/" in digits or _is_year(digits)) and _may_be_counted(unit)


def _add_counted(bonds: list[_Bond], text: str, found: re.Match[str]) -> None:
    """Add the bonds between a number and what it counts: `5,8 triệu m³`, `22 giờ 30`."""
    (first, last), unit, end = found.span(), found["unit"], found.end("unit")
    if found["per"] and found.end("per") - first <= MAX_NOWRAP_CHARACTERS:
        end = found.end("per")
    bonds.append((last, first, end, _COUNT))
    begin = last + 1
    if unit == "giờ" and (minutes := _MINUTES_BEHIND.match(text, end)):
        bonds.append((end, begin, minutes.end(), _LABEL))
    while unit in MAGNITUDES and (further := _FURTHER.match(text, end)):
        if not _may_be_counted(further[1]):
            break
        bonds.append((end, begin, further.end(), _NAME))
        unit, begin, end = further[1], end + 1, further.end()


def _may_be_counted(word: str) -> bool:
    return word in COUNTED or (word.islower() and len(word) < 8 and word not in UNCOUNTED)
