"""Impossible dates, impossible times, and weekdays that do not fit their date.

As news writes them: `26/01/2019`, `26/1`, `ngày 5 tháng 3 năm 2026`, `22h30`, `22 giờ 30`.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date

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
# `thứ Năm, ngày 1/5 vào thứ Sáu`: the date belongs to what follows.
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
_LOOKBACK_CHARACTERS = 24  # characters looked at before a date


def check_dates(reading: ProofText, year: int | None = None) -> list[Finding]:
    """Findings about dates, their weekdays and times; `year` is that of dates without one."""
    return [
        *capped(_impossible_dates(reading)),
        *capped(_impossible_times(reading)),
        *capped(_wrong_weekdays(reading, year)),
    ]


def _parts(found: re.Match[str]) -> tuple[int, int, int | None]:
    day, month = found["day"] or found["Day"], found["month"] or found["Month"]
    year = found["year"] or found["Year"]
    return int(day), int(month), int(year) if year else None


def _before(text: str, at: int) -> str:
    return text[max(at - _LOOKBACK_CHARACTERS, 0) : at]


def _exists(day: int, month: int, year: int | None) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    if year is None:
        return day <= (29 if month == 2 else monthrange(2024, month)[1])
    return year >= 1 and day <= (29 if month == 2 and isleap(year) else monthrange(2023, month)[1])


def _impossible_dates(reading: ProofText) -> Iterator[Finding]:
    text = reading.text
    for found in _DATES.finditer(text):
        day, month, year = _parts(found)
        before = _before(text, found.start())
        named = bool(_DAY_BEFORE.search(before))
        if not (named or year is not None or found["Day"]) or _NUMBERED.search(before):
            continue
        if found["sign"] in (".", "-") and year is None:
            continue  # a decimal, a range, a score
        if not _exists(day, month, year) and not _LUNAR.match(text, found.end()):
            yield reading.finding(ProofKind.DATE, found.start(), found.end())


def _impossible_times(reading: ProofText) -> Iterator[Finding]:
    text = reading.text
    for found in _CLOCK.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        at = bool(_AT.search(_before(text, found.start())))
        colon, spelt = found["unit"] == ":", found["unit"].lower() == "giờ"
        if colon and not (at and found["minute"]):
            continue  # a score, a ratio, a verse
        if spelt and found["minute"] and not (at or found["named"]):
            continue  # `trong 26 giờ 70 người đến`
        wrong_minute = minute > 59 and found["minute"] is not None
        if wrong_minute or (at and hour * 60 + minute > 24 * 60):
            yield reading.finding(ProofKind.TIME, found.start(), found.end())


def _wrong_weekdays(reading: ProofText, default: int | None) -> Iterator[Finding]:
    text = reading.text
    told: set[int] = set()
    for pattern in (_WEEKDAY_FIRST, _DATE_FIRST):
        for found in pattern.finditer(text):
            start, end = found.span("weekday")
            if start in told or not _is_weekday(text, found):
                continue
            told.add(start)
            day, month, year = _parts(found)
            right = _weekday(found, day, month, year, default)
            if right is not None and not _LUNAR.match(text, found.end()):
                yield reading.finding(
                    ProofKind.WEEKDAY, start, end, _named(found, right), _date_of(found)
                )


def _date_of(found: re.Match[str]) -> str:
    group = "day" if found["day"] else "Day"
    last = next(g for g in ("year", "Year", "month", "Month") if found[g])
    return found.string[found.start(group) : found.end(last)]


def _is_weekday(text: str, found: re.Match[str]) -> bool:
    """Whether `thứ hai` is a weekday there, and that of this date."""
    if _WEEKDAY_AFTER.match(text, found.end()):
        return False
    before = _before(text, found.start("weekday"))
    if not found["name"] or found["name"][0].isupper() or _TIME_BEFORE.search(before):
        return True
    dated = "ngày" in found[0].lower() or found["year"] or found["Year"]
    return bool(dated) and not _COUNTED.search(before)


def _weekday(
    found: re.Match[str], day: int, month: int, year: int | None, default: int | None
) -> int | None:
    """The date's weekday, 0 for Monday, if the text names another one; else None.

    Around New Year a date without a year may be of the year before or after.
    """
    said = _DAYS[found["name"].lower()] if found["name"] else 6
    years = [year] if year is not None else _years(default, month)
    fitting = [each for each in years if _exists(day, month, each) and each <= 9999]
    actual = [date(each, month, day).weekday() for each in fitting]
    return None if not actual or said in actual else actual[0]


def _years(default: int | None, month: int) -> list[int]:
    if default is None:
        return []
    return [
        default,
        *([default + 1] if month <= 2 else []),
        *([default - 1] if month >= 11 else []),
    ]


def _named(found: re.Match[str], weekday: int) -> str:
    """That weekday as the text names weekdays: `thứ 6`, `Thứ Sáu`, `THỨ SÁU`."""
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
