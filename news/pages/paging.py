"""One page of a long list: the newest rows, or those before or after a cursor."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from text.dates import midnight

from ..editions import lists

CARDS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list. In its address `?truoc=` asks for rows older than a cursor, `?sau=` for
    newer ones, and `?ngay=` for those from the end of a day backwards."""

    # Rows with a `place` and `tags`.
    cards: Sequence[Any]
    # Whether this is the first page of the list.
    first: bool
    # The cursors of the pages with older and with newer rows; None where there is none.
    older: str | None
    newer: str | None
    # The query of its own address; empty for the first page.
    query: str
    # The day as it was typed.
    day: str = ""
    error: str = ""

    @property
    def tags(self) -> list[str]:
        return [name for card in self.cards for name in card.tags]


def list_page(
    request: HttpRequest,
    targets: list[tuple[str, int]],
    top: Sequence[lists.ListQuery] = (),
    at: datetime | None = None,
) -> ListPage:
    """The page of these lists that the request's address asks for. On the first page the cards of
    `top` stand above the others and are not repeated below.

    Raises Http404 for an invalid cursor, and for a day together with a cursor.
    """
    older, newer = cursors(request)
    typed = request.GET.get("ngay", "").strip()[:20]
    if typed and (older or newer):
        raise Http404
    day = read_day(typed) if typed else None
    if day:
        older = lists.Cursor(midnight(day + timedelta(days=1)), 0)
    first = not older and not newer
    *above, cards = lists.fetch_lists(
        [
            *(top if first else ()),
            lists.ListQuery(
                targets, CARDS_PER_PAGE + 1, older_than=older, newer_than=newer, unseen=first
            ),
        ],
        at,
    )
    placed = [card for found in above for card in found]
    error = _("Write the day so: 26/01/2019.") if typed and not day else ""
    return trim_page(cards, older, newer, placed, typed, error)


def trim_page(
    rows: list[Any],
    older: lists.Cursor | None,
    newer: lists.Cursor | None,
    above: Sequence[Any] = (),
    day: str = "",
    error: str = "",
) -> ListPage:
    """The page that shows `rows` below those in `above`.

    If there are more rows than it has room for, there is a further page. The rows that are left out
    are the oldest, or with `newer` the newest.
    """
    room = CARDS_PER_PAGE - len(above)
    beyond = len(rows) > room
    rows = rows[-room:] if newer else rows[:room]
    asked = {"truoc": older, "sau": newer}
    if day and not error:
        asked = {"ngay": quote(day, safe="/")}
    return ListPage(
        [*above, *rows],
        first=not older and not newer,
        older=str(rows[-1].place) if rows and (beyond or newer) else None,
        newer=str(rows[0].place) if rows and (older or (newer and beyond)) else None,
        query="".join(f"?{name}={value}" for name, value in asked.items() if value),
        day=day,
        error=error,
    )


def cursors(request: HttpRequest) -> tuple[lists.Cursor | None, lists.Cursor | None]:
    """The cursors `?truoc=` (older rows) and `?sau=` (newer rows) of the address. Raises Http404
    for an invalid cursor, and if there are both."""
    texts = [request.GET.get(name) for name in ("truoc", "sau")]
    try:
        older, newer = (None if text is None else lists.Cursor.read(text) for text in texts)
    except (ValueError, OverflowError):
        raise Http404 from None
    if older and newer:
        raise Http404
    return older, newer


def date_in_address(year: str, month: str = "1", day: str = "1") -> date:
    """The day that the parts of an address name. Raises Http404 if there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None


def read_day(typed: str) -> date | None:
    """The day written as `26/01/2019`, or as `2019-01-26`, which browsers send for a date field.
    None for another text, and for a year before 1900 or after 2999."""
    for spelling in ("%d/%m/%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            day = datetime.strptime(typed, spelling).date()
            return day if 1900 <= day.year <= 2999 else None
    return None
