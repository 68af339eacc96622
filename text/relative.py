"""Times that a reader has to reckon from the day of writing: `đêm mai`, `24 giờ tới`."""

import re

_PARTS = r"(?:sáng|trưa|chiều|tối|đêm|khuya|ngày|hôm) (?:nay|mai|kia|qua)"
_SPANS = r"(?:tuần|tháng|quý) (?:này|tới|(?:sau|trước)(?! (?:khi|đó|ngày|buổi|lúc|lễ|tết)\b))"
_WEEKDAYS = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật) (?:này|tới)"
_COUNTS = r"\d+ (?:giờ|ngày|tuần|tháng) (?:tới|qua|nữa)"
_RELATIVE = re.compile(
    rf"\b(?:{_PARTS}|{_SPANS}|{_WEEKDAYS}|{_COUNTS}|hiện nay|hiện tại|sắp tới)\b", re.IGNORECASE
)
_DATE = re.compile(r"\b\d{1,2}[/-]\d{1,2}\b|\bngày \d{1,2}\b|\bmùng \d{1,2}\b", re.IGNORECASE)
# Characters: a date that stands so near says which day is meant.
_BESIDE = 25


def relative_times(text: str) -> list[tuple[int, int]]:
    """Where such words stand without a date beside them, in order."""
    return [
        found.span()
        for found in _RELATIVE.finditer(text)
        if not _DATE.search(text, max(0, found.start() - _BESIDE), found.end() + _BESIDE)
    ]
