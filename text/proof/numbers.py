"""Finds numbers of a title that the text does not have.

They are reported only where a slip is likely. The text may also have the number in words, in
another scale (`1,2 nghìn`, `1.200`) or unit (`0,3 km`, `300 mét`), or in a date or a time.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from text.proof.findings import Finding, ProofKind, ProofText, capped

_NUMBER = re.compile(r"(?<![\w.,-])\d{1,12}(?:[.,/:]\d{1,6}){0,4}+(?!\w)%?")
_DIGITS = re.compile(r"\d{1,12}")
_IN_TEXT = re.compile(r"\d{1,12}(?:[.,]\d{1,6}){0,4}+")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_SCALES = {"chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000}
_SCALES |= {"triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALE = re.compile(
    r"[ \xa0]?(chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b(?:[ \xa0](tỷ|tỉ|triệu)\b)?", re.IGNORECASE
)
_ABOUT = re.compile(r"\b(?:hơn|gần|khoảng|trên|dưới|ngót|cả|tới|chừng|quá)[ ]$", re.IGNORECASE)
_UNITS = {
    name: value
    for value, names in enumerate(
        "không;một mốt;hai;ba;bốn tư;năm lăm nhăm;sáu;bảy bẩy;tám;chín".split(";")
    )
    for name in names.split()
}
_TENS = {"mười": 10, "mươi": 10}
# A number up to this may count what the text only lists (`5 điều cần nhớ`).
_MAX_SMALL_COUNT = 12
# Above this, words (`trăm trăm trăm …`) are not read as a number.
_MAX_NUMBER = 10**15
# At most this many numbers of a title are checked, because each may need a search of the text.
_MAX_TITLE_NUMBERS = 40


@capped
def check_numbers(
    title: ProofText, texts: Iterable[ProofText], year: int | None = None
) -> Iterator[Finding]:
    """A finding for each number of the title that none of the texts has; `year` and the years next
    to it are never reported."""
    text = "\n".join(reading.text for reading in texts)
    numbers = list(islice(_NUMBER.finditer(title.text), _MAX_TITLE_NUMBERS))
    if not numbers or not text.strip():
        return
    values_in_text = set(_values_in(text))
    parts = {part.lstrip("0") for part in _DIGITS.findall(text)}
    for number in numbers:
        is_about = _ABOUT.search(title.text[max(number.start() - 10, 0) : number.start()])
        if is_about or _is_in_text(number, title.text, values_in_text, parts, year):
            continue
        is_small = number[0].isdigit() and int(number[0]) <= _MAX_SMALL_COUNT
        if not is_small or _counted_otherwise(title.text, number, text):
            yield title.finding(ProofKind.NUMBER, number.start(), number.end())


def _is_in_text(
    number: re.Match[str], title: str, values_in_text: set[float], parts: set[str], year: int | None
) -> bool:
    written = number[0].rstrip("%")
    is_clock = title[number.end() :].lstrip().startswith("giờ")
    if is_clock or "/" in written or ":" in written:
        return all(part.lstrip("0") in parts for part in _DIGITS.findall(written))
    values = _values(written, _SCALE.match(title, number.end()))
    is_near_year = year and values & {year - 1, year, year + 1}
    is_half = number[0].endswith("%") and 50 in values and 0.5 in values_in_text
    return bool(is_near_year or is_half or written in parts) or any(
        round(value * unit, 9) in values_in_text for value in values for unit in (1, 1000, 0.001)
    )


def _counted_otherwise(title: str, number: re.Match[str], text: str) -> bool:
    """Whether the text counts the same noun as the title: `7 tuyến buýt` and `9 tuyến buýt`."""
    noun = re.match(r" ([^\W\d_]+ [^\W\d_]+)", title[number.end() :])
    return bool(noun) and re.search(rf"\b\d+ {noun[1]}\b", text, re.IGNORECASE) is not None


def _values(written: str, scale: re.Match[str] | None = None) -> set[float]:
    """All values that the digits may have (`1.200` is 1200 or 1.2), alone and with their scale."""
    values: set[float] = set()
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d+", written):
        values.add(float(re.sub("[.,]", "", written)))
    if written.count(".") + written.count(",") == 1:
        values.add(float(written.replace(",", ".")))
    if scale:
        factor = _SCALES[scale[1].lower()] * (_SCALES[scale[2].lower()] if scale[2] else 1)
        values |= {round(value * factor, 3) for value in values}
    return values


def _values_in(text: str) -> Iterator[float]:
    for found in _IN_TEXT.finditer(text):
        yield from _values(found[0], _SCALE.match(text, found.end()))
    yield from _worded(text)
    if "một nửa" in text.lower():
        yield 0.5


def _worded(text: str) -> Iterator[float]:
    """The numbers that are written in words, and the number at each word of one: `hai mươi bảy`
    gives 2, 20 and 27."""
    total = part = 0
    running = False
    for found in _WORDS.finditer(text):
        word = found[0].lower()
        if word in _UNITS:
            part = part + _UNITS[word] if running and part % 10 == 0 else _UNITS[word]
        elif word in _TENS:
            part = part - part % 10 + (part % 10 or 1) * 10 if word == "mươi" else part + 10
        elif word in _SCALES and running and total + part < _MAX_NUMBER:
            if _SCALES[word] <= 100:
                part *= _SCALES[word]
            else:
                total, part = total + max(part, 1) * _SCALES[word], 0
        elif word in ("linh", "lẻ") and running:
            continue
        else:
            total = part = 0
            running = False
            continue
        running = True
        yield float(total + part)
