"""Which backups are kept: of the last days, weeks and months that have one, the last of each."""

from collections.abc import Callable, Iterable
from datetime import datetime

from text.dates import HANOI

DAYS, WEEKS, MONTHS = 7, 5, 12

# How many are kept, and what two moments of one period have in common. Days are Hà Nội's.
_RULES: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAYS, lambda moment: moment.date()),
    (WEEKS, lambda moment: moment.isocalendar()[:2]),
    (MONTHS, lambda moment: (moment.year, moment.month)),
)


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Those of the moments whose backups are kept; the last one always is. Periods without a backup
    do not count, so nothing goes while no new backups come."""
    newest_first, keep = sorted(moments, reverse=True), set()
    for count, period in _RULES:
        last: dict[object, datetime] = {}
        for moment in newest_first:
            last.setdefault(period(moment.astimezone(HANOI)), moment)
        keep.update(list(last.values())[:count])
    return keep
