"""Finds Vietnamese phone numbers in a text, for links that dial them.

Dates, sums, codes, and numbers of documents and accounts are not phone numbers. Where the digits
alone do not decide, the words before the number do.
"""

import re
from typing import NamedTuple

from text.display.wrapping_words import COUNTED

# Replaces each character of mark-up within a paragraph.
PLACEHOLDER = "\x00"
# How many characters before a number are examined.
CONTEXT_CHARACTERS = 60

_PART = r"[ .\u00a0-]"
_CANDIDATE = re.compile(
    # A set of characters at the very beginning lets the engine skip all others at once.
    r"[(+01](?<![\w.,@#°+-].)(?<!\d[ :(].)(?<!\D/.)(?:"
    rf"(?<=[(])\+84\)?{_PART}?(?:\(0\){_PART}?)?[1-9]|(?<=[+])84{_PART}?(?:\(0\){_PART}?)?[1-9]"
    rf"|(?<=[(])0\d{{1,3}}\){_PART}?\d|(?<=0)\d{{2}}|(?<=1)[89]00)"
    # Hours of service (`24/7`) and a second number after it are not part of the number.
    rf"\d{{0,10}}(?:{_PART}(?!24/)\d{{1,8}}(?!\d))*"
    rf"(?![\w@%°]|[.,:]\d|[/-][^\W\d]|/(?!0\d)\d|{_PART}\d(?!4/))"
)
_HOTLINE = re.compile(r"1(?<![\w.,:/–-].)(?:1[1-5]|022)(?![\w%]|[.,:/–-]\d|[/-]\w)")
_CALLED = re.compile(
    r"(?:gọi|tổng đài|đường dây nóng|hotline|điện thoại)"
    r"(?: (?:ngay|điện|đến|tới|cho|theo|vào|qua|số|máy|khẩn cấp|quốc gia|miễn phí))*"
    rf"[{PLACEHOLDER}]*:?[{PLACEHOLDER}]*[ \u00a0][{PLACEHOLDER}]*"
    rf"(?:(?:11[1-5]|1022|[0-9 .()+-]{{8,20}})[{PLACEHOLDER}]*"
    rf"(?:, | hoặc | và |, hoặc )[{PLACEHOLDER}]*)*$",
    re.IGNORECASE,
)
# Each begins with a literal character, which makes the search fast.
_MAYBE = re.compile(r"0(?<![\d.,].)\d\d"), re.compile(r"1(?<![\d.,].)(?:[89]00|1[1-5]|022)")
_FOLLOWING = re.compile(r"[ \u00a0]([^\W\d_]+\d?|[%°])")
# Words before a number in its sentence. The words of the group (in brackets) say that it is not a
# phone number, the others say that it is one; the last such word counts.
_ABOUT = re.compile(
    r"(tài khoản|\bs?tk\b|\bmã\b|\bmst\b|\bcccd\b|\bcmnd\b|căn cước|chứng minh|định danh|hộ chiếu"
    r"|số hiệu|số khung|tọa độ|toạ độ|sê-ri|seri|isbn"
    r"|(?:hồ sơ|hóa đơn|hoá đơn|vận đơn|biên lai|văn bản|quyết định|công văn|thẻ(?: \w+){0,2})"
    r"(?: số)?:? ?$)"
    r"|điện thoại|gọi|liên hệ|đường dây|hotline|tổng đài|zalo|\bs?đt\b|\btel\b|di động|fax",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;?!]\s|\n")


class Phone(NamedTuple):
    first: int
    last: int
    # The digits to dial: `02253821055`, `+84912345678`, `115`.
    digits: str


def may_have_phones(text: str) -> bool:
    """A quick test before `phones`, because most texts have none."""
    return any(each.search(text) for each in _MAYBE) or "+84" in text


def phones(text: str) -> list[Phone]:
    """The phone numbers of a text, in order."""
    found = [
        Phone(*each.span(), digits)
        for each in _CANDIDATE.finditer(text)
        if (digits := _dialled(each[0]))
        and not is_not_phone(text[max(0, each.start() - CONTEXT_CHARACTERS) : each.start()])
        and not _counts(text, each.end())
    ]
    found += [
        Phone(*each.span(), each[0])
        for each in _HOTLINE.finditer(text)
        if _CALLED.search(text, max(0, each.start() - CONTEXT_CHARACTERS), each.start())
        and not _counts(text, each.end())
    ]
    return sorted(found)


def _dialled(written: str) -> str:
    """The digits to dial, if their count is that of a phone number; else empty."""
    digits = "".join(filter(str.isdecimal, written.replace("(0)", "")))
    length = len(digits)
    if "+" in written:
        is_phone = length == (12 if digits[2] == "2" else 11) and digits[2] in "235789"
        return f"+{digits}" if is_phone else ""
    # The number of a service (`1900 1234`). With a dash, they are years.
    if digits[0] == "1":
        return digits if length in (8, 10) and "-" not in written else ""
    if written[0] == "(":
        return digits if length in (10, 11) else ""
    is_phone = length == 11 if digits[1] == "2" else length == 10 and digits[1] in "35789"
    return digits if is_phone else ""


def is_not_phone(before: str) -> bool:
    """Whether the words before a number say that it belongs to an account, a person, a document."""
    found = [each[1] for each in _ABOUT.finditer(_SENTENCE.split(before)[-1])]
    return bool(found and found[-1])


def _counts(text: str, last: int) -> bool:
    """Whether the number counts what follows it: `1900 1945 người`."""
    following = _FOLLOWING.match(text, last)
    return bool(following) and following[1] in COUNTED
