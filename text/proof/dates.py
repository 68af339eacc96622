"""Finds impossible dates, impossible times, and weekdays that do not fit their date.

It reads them as news writes them: `26/01/2019`, `26/1`, `ngày 5 tháng 3 năm 2026`, `22h30`,
`22 giờ 30`.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from text.proof.findings import Finding, ProofKind, ProofText, capped, match_case

_NAMES = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_DAYS = {**{name: at for at, name in enumerate(_NAMES)}, "bẩy": 5, "bày": 5} | {
    str(at + 2): at for at in range(6)
}
_DATE = r"""
    (?<![\w/.,-])(?:
        (?P<day>\d{1,2})[ ]?(?P<sign>[/.-])[ ]?(?P<month>\d{1,2})
        (?:[ ]?(?P=sign)[ ]?(?P<year>\d{4}))?
      | (?P<Day>\d{1,2})[ ]tháng[ ](?P<Month>\d{1,2})(?:(?:[ ]năm[ ]|/)(?P<Year>\d{4}))?
    )(?![\w/]|[.,-]\d)
"""
_DATES = re.compile(_DATE, re.VERBOSE | re.IGNORECASE)
# Words that say that `31/4` is a date, not a house number, a fraction or a score.
_DAY_BEFORE = re.compile(
    r"(?:\b(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|mùng|mồng)|\bthứ \w+,?|\bchủ nhật,?)[ (]{1,2}"
    r"(?:\d{1,2}[ ]?(?:[,–-]|và|đến)[ ]?)?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:số|ngõ|ngách|hẻm|nhà|đường|tổ|tỷ số|tỉ số)[ ]$", re.IGNORECASE)
_LUNAR = re.compile(r"[^.;\n]{0,20}?\b(?:âm lịch|âm)\b", re.IGNORECASE)

_WEEKDAY = r"(?P<weekday>thứ[ ](?P<name>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ[ ]nhật)"
_BETWEEN = (
    r"(?:[ ]tuần[ ](?:này|tới|sau|trước|qua))?[ ]?[,(–-]?[ ]?"
    r"(?:(?:lúc[ ])?\d{1,2}(?:h\d{0,2}|:\d\d|[ ]giờ(?:[ ]\d{1,2})?),?[ ])?"
    r"(?:(?:nhằm[ ])?(?:ngày|mùng|mồng|hôm)[ ])?"
)
_WEEKDAY_FIRST = re.compile(rf"\b{_WEEKDAY}{_BETWEEN}{_DATE}", re.VERBOSE | re.IGNORECASE)
_DATE_FIRST = re.compile(rf"{_DATE}[ ]?[,(][ ]?{_WEEKDAY}\b", re.VERBOSE | re.IGNORECASE)
# In lower case, `thứ hai` may be an ordinal: `lần thứ hai`, `đợt thứ ba, ngày 5/3`.
_TIME_BEFORE = re.compile(
    r"(?:^|[^\w\s][ ]?|\b(?:sáng|trưa|chiều|tối|đêm|khuya|vào|từ|đến|tới|hôm|là|qua|và|lúc|giờ|nay"
    r"|\d+h?\d*)[ ])$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:lần|đợt|người|kỳ|kì|phiên|khóa|khoá|vòng|trận|tập|đoạn|năm|tháng|tuần|quý|ngày|ca|hạng"
    r"|đứng|trí|xếp|hiệp|bàn|bài|con|cháu|cuộc|mùa|bước|tầng|lượt|số|nhóm|tổ|đội|loại|lớp|phần|điểm"
    r"|bậc|hệ)[ ]$",
    re.IGNORECASE,
)
# `thứ Năm, ngày 1/5 vào thứ Sáu`: the date belongs to the weekday after it.
_WEEKDAY_AFTER = re.compile(
    r"[ ](?:(?:rơi|nhằm)[ ])?(?:vào|là|nhằm)[ ](?:thứ|chủ nhật)\b", re.IGNORECASE
)

_CLOCK = re.compile(
    r"(?<![\w.,:/])(?P<hour>\d{1,2})[ ]?(?P<unit>h|giờ|g|:)"
    r"[ ]?(?P<minute>\d{1,2})?(?P<named>[ ]?phút)?"
    r"(?![\w:/]|[.,]\d|[ ]?(?:đồng|km|m)\b)",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:lúc|hồi|vào)(?: khoảng)?[ ]$", re.IGNORECASE)
# How many characters before a date or time are examined.
_LOOKBACK_CHARACTERS = 24


def check_dates(reading: ProofText, year: int | None = None) -> list[Finding]:
    """Findings about dates, their weekdays and times; dates without a year are in `year`."""
    return [
        *_impossible_dates(reading),
        *_impossible_times(reading),
        *_wrong_weekdays(reading, year),
    ]


def _parts(found: re.Match[str]) -> tuple[int, int, int | None]:
    day, month = found["day"] or found["Day"], found["month"] or found["Month"]
    year = found["year"] or found["Year"]
    return int(day), int(month), int(year) if year else None


def _before(text: str, at: int) -> str:
    return text[max(at - _LOOKBACK_CHARACTERS, 0) : at]


def _date(day: int, month: int, year: int) -> date | None:
    """The day, or None if no such day exists."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@capped
def _impossible_dates(reading: ProofText) -> Iterator[Finding]:
    text = reading.text
    for found in _DATES.finditer(text):
        day, month, year = _parts(found)
        before = _before(text, found.start())
        is_named = _DAY_BEFORE.search(before) or found["Day"]
        # Without a year it may be a decimal, a range or a score.
        is_date = year is not None or (is_named and found["sign"] not in (".", "-"))
        # 2024 has a 29 February.
        exists = _date(day, month, 2024 if year is None else year)
        if is_date and not (exists or _NUMBERED.search(before) or _LUNAR.match(text, found.end())):
            yield reading.finding(ProofKind.DATE, found.start(), found.end())


@capped
def _impossible_times(reading: ProofText) -> Iterator[Finding]:
    text = reading.text
    for found in _CLOCK.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        at = _AT.search(_before(text, found.start()))
        # A score, a ratio, a verse.
        if found["unit"] == ":" and not (at and found["minute"]):
            continue
        # `trong 26 giờ 70 người đến`
        if found["unit"].lower() == "giờ" and found["minute"] and not (at or found["named"]):
            continue
        if minute > 59 or (at and hour * 60 + minute > 24 * 60):
            yield reading.finding(ProofKind.TIME, found.start(), found.end())


@capped
def _wrong_weekdays(reading: ProofText, default: int | None) -> Iterator[Finding]:
    text = reading.text
    told: set[int] = set()
    for found in chain(_WEEKDAY_FIRST.finditer(text), _DATE_FIRST.finditer(text)):
        start, end = found.span("weekday")
        if start not in told and _is_weekday(text, found):
            told.add(start)
            right = _weekday(found, default)
            if right is not None and not _LUNAR.match(text, found.end()):
                yield reading.finding(
                    ProofKind.WEEKDAY, start, end, _named(found, right), _date_of(found)
                )


def _date_of(found: re.Match[str]) -> str:
    group = "day" if found["day"] else "Day"
    last = next(g for g in ("year", "Year", "month", "Month") if found[g])
    return found.string[found.start(group) : found.end(last)]


def _is_weekday(text: str, found: re.Match[str]) -> bool:
    """Whether the match is a weekday (not an ordinal) and belongs to this date."""
    if _WEEKDAY_AFTER.match(text, found.end()):
        return False
    before = _before(text, found.start("weekday"))
    if not found["name"] or found["name"][0].isupper() or _TIME_BEFORE.search(before):
        return True
    dated = "ngày" in found[0].lower() or found["year"] or found["Year"]
    return bool(dated) and not _COUNTED.search(before)


def _weekday(found: re.Match[str], default: int | None) -> int | None:
    """The weekday of the date (0 is Monday) if the text names another one; else None.

    Near New Year, a date without a year may also be in the year before or after.
    """
    said = _DAYS[found["name"].lower()] if found["name"] else 6
    day, month, year = _parts(found)
    if year is None and default is None:
        return None
    beside = {1: 1, 2: 1, 11: -1, 12: -1}.get(month, 0)
    years = (default, default + beside) if year is None else (year,)
    actual = [each.weekday() for each in (_date(day, month, year) for year in years) if each]
    return None if not actual or said in actual else actual[0]


def _named(found: re.Match[str], weekday: int) -> str:
    """The weekday, written in the way of the text: `thứ 6`, `Thứ Sáu`, `THỨ SÁU`."""
    said = found["weekday"]
    if said.isupper():
        return "CHỦ NHẬT" if weekday == 6 else f"THỨ {_NAMES[weekday].upper()}"
    if weekday == 6:
        return match_case(said, "chủ nhật")
    name = found["name"] or ""
    if name.isdigit():
        return f"{said[:3]} {weekday + 2}"
    capital = name[:1].isupper() or (not name and said[0].isupper())
    return match_case(said, "thứ ") + (_NAMES[weekday].capitalize() if capital else _NAMES[weekday])
