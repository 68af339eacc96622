"""One page of a long list: the newest rows, or those before or after a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from urllib.parse import quote

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from text.dates import midnight

from ..editions import lists

CARDS_PER_PAGE = 20


class HasCursor(Protocol):
    """A row of a list."""

    @property
    def place(self) -> lists.Cursor: ...

    @property
    def tags(self) -> list[str]: ...


T = TypeVar("T", bound=HasCursor)


@dataclass(frozen=True, slots=True)
class ListPage:
    """`?truoc=` goes on to older articles, `?sau=` back to newer ones, `?ngay=` begins with the
    last articles of a day."""

    cards: Sequence[HasCursor]
    first: bool
    older: str | None
    newer: str | None
    # The query of its own address; empty for the first page.
    query: str
    # As it was typed.
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
    """The cards of these lists that the address asks for, in one query. On the first page the cards
    of `top` stand above them and are not repeated.

    Http404 for an invalid cursor.
    """
    older, newer = cursors(request)
    typed = request.GET.get("ngay", "").strip()[:20]
    if typed and (older or newer):
        raise Http404
    day, error = _day(typed)
    first = not older and not newer and not day
    if day:
        older = lists.Cursor(midnight(day + timedelta(days=1)), 0)
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
    cards, before, after = trim_page(cards, CARDS_PER_PAGE - len(placed), older, newer)
    return ListPage(
        [*placed, *cards],
        first,
        older=before,
        newer=after,
        query=_query(typed if day else "", older, newer),
        day=typed,
        error=error,
    )


def trim_page(
    rows: list[T], room: int, older: lists.Cursor | None, newer: lists.Cursor | None
) -> tuple[list[T], str | None, str | None]:
    """Of one row more than there is room for, the rows that are shown, and the cursors for older
    and newer rows, where there are any.

    The extra row tells that there are more: it is the oldest one, or going back the newest.
    """
    beyond = len(rows) > room
    rows = rows[-room:] if newer else rows[:room]
    before = str(rows[-1].place) if rows and (beyond or newer) else None
    after = str(rows[0].place) if rows and (older or (newer and beyond)) else None
    return rows, before, after


def _query(day: str, older: lists.Cursor | None, newer: lists.Cursor | None) -> str:
    return f"?ngay={quote(day, safe='/')}" if day else query_of(older, newer)


def query_of(older: lists.Cursor | None, newer: lists.Cursor | None) -> str:
    """The query of the address of a page of a list."""
    return f"?truoc={older}" if older else f"?sau={newer}" if newer else ""


def cursors(request: HttpRequest) -> tuple[lists.Cursor | None, lists.Cursor | None]:
    """The cursors of the address: for rows older than it, or newer. Http404 for an invalid cursor,
    and for both."""
    older, newer = _place(request, "truoc"), _place(request, "sau")
    if older and newer:
        raise Http404
    return older, newer


def _place(request: HttpRequest, name: str) -> lists.Cursor | None:
    text = request.GET.get(name)
    if text is None:
        return None
    try:
        return lists.Cursor.read(text)
    except ValueError:
        raise Http404 from None


def _day(typed: str) -> tuple[date | None, str]:
    if not typed:
        return None, ""
    day = read_day(typed)
    return day, "" if day else _("Write the day so: 26/01/2019.")


def date_in_address(year: str, month: str = "1", day: str = "1") -> date:
    """Http404 where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None


def read_day(typed: str) -> date | None:
    """`26/01/2019`, or `2019-01-26` as browsers send a picked date; None when it is neither."""
    for spelling in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(typed, spelling).date()
        except ValueError:
            continue
        return day if 1900 <= day.year <= 2999 else None
    return None
