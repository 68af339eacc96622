"""The rows of a front's form: read from a POST, moved from place to place, validated."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count as numbers
from math import inf

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from staff.fields import MomentLineField, is_key
from text.dates import short_datetime

from ..models import Placement
from .arrange import as_slot
from .choices import ArticleInfo
from .placements import Slot

# The most placements of one front that are in force or to come.
MAX_PLACEMENTS = 40
# What is sent in a field of a row, or as the moment of the preview, is cut to so many.
MAX_PLACE_CHARACTERS, MAX_MOMENT_CHARACTERS = 9, 60

_KEY = re.compile(r"[pn][0-9]{1,19}")


def _box(empty: str) -> forms.TextInput:
    """A text field with a placeholder; `empty` tells people what an empty field means."""
    return forms.TextInput({"placeholder": empty, "maxlength": 30, "autocomplete": "off"})


class RowForm(forms.Form):
    place = forms.TypedChoiceField(label=_("Place"), coerce=int)
    starts_at = MomentLineField(
        label=_("From (GMT+7)"), required=False, widget=_box(pgettext_lazy("moment", "now"))
    )
    ends_at = MomentLineField(
        label=_("Until (GMT+7)"), required=False, widget=_box(_("without end"))
    )


@dataclass
class PlacementRow:
    """A placement as it was typed."""

    # `p` and the key of the placement, or `n` and any number for a new one.
    key: str
    article: str
    place: str
    starts_at: str = ""
    ends_at: str = ""
    form: RowForm | None = None
    known: ArticleInfo | None = None
    notes: list[str] = field(default_factory=list)
    # `now` if readers see it there, `saving` if they will as soon as it is saved, or empty.
    shown: str = ""

    @property
    def placement(self) -> int | None:
        """The key of the stored placement that the form sent; None for a new one."""
        return int(self.key[1:]) if self.key[0] == "p" and is_key(self.key[1:]) else None

    @property
    def number(self) -> int:
        """The number of its place; -1 for none."""
        return int(self.place) if re.fullmatch("[0-9]", self.place) else -1

    def open(self, labels: list[str]) -> None:
        """Make the row's form, bound to what was typed. `labels` are the names of the places."""
        data = {
            f"{self.key}-{name}": getattr(self, name) for name in ("place", "starts_at", "ends_at")
        }
        self.form = RowForm(data, prefix=self.key, auto_id="id_%s")
        self.form.fields["place"].choices = list(enumerate(labels))

    def readable_slot(self, at: datetime) -> Slot:
        """The slot as far as it can be read; an unreadable moment counts as empty."""

        def read(text: str) -> datetime | None:
            try:
                return MomentLineField(required=False).clean(text)
            except ValidationError:
                return None

        starts = read(self.starts_at) or whole_minute(at)
        return Slot(self.number, int(self.article), starts, read(self.ends_at))

    def is_stored(self, before: dict[int, Placement], at: datetime) -> bool:
        """Whether it is in `before`, the stored placements, exactly as it was typed."""
        stored = before.get(self.placement)
        return stored is not None and as_slot(stored) == self.readable_slot(at)


def whole_minute(at: datetime) -> datetime:
    """The moment without its seconds, because people type moments in whole minutes."""
    return at.replace(second=0, microsecond=0)


def from_placement(row: Placement) -> PlacementRow:
    """The stored placement as somebody would type it."""
    return PlacementRow(
        f"p{row.pk}",
        str(row.article_id),
        str(row.place),
        short_datetime(row.starts_at),
        short_datetime(row.ends_at) if row.ends_at else "",
    )


def rows_from_post(data: QueryDict) -> list[PlacementRow]:
    """The rows that a form sent. Rows that our form cannot send are left out."""
    return [
        PlacementRow(
            key,
            data.get(f"{key}-article", ""),
            data.get(f"{key}-place", "")[:MAX_PLACE_CHARACTERS],
            data.get(f"{key}-starts_at", "")[:MAX_MOMENT_CHARACTERS],
            data.get(f"{key}-ends_at", "")[:MAX_MOMENT_CHARACTERS],
        )
        for key in dict.fromkeys(data.getlist("row"))
        if _KEY.fullmatch(key) and is_key(data.get(f"{key}-article", ""))
    ]


def add_row(rows: list[PlacementRow], article: str, place: int) -> PlacementRow:
    """Add a new row, which starts now."""
    taken = {row.key for row in rows}
    key = next(key for key in (f"n{number}" for number in numbers(1)) if key not in taken)
    rows.append(PlacementRow(key, article, str(place)))
    return rows[-1]


def move_row(rows: list[PlacementRow], row: PlacementRow, to: int, at: datetime) -> None:
    """Move the row to place `to`, one place after another. Each time it changes places with the
    rows that are in force there at the same time."""
    while row.number != to and row.number >= 0:
        here, mine = row.number, row.readable_slot(at)
        there = here + (1 if to > here else -1)
        for other in rows:
            if other.number == there and other.readable_slot(at).meets(mine):
                other.place = str(here)
        row.place = str(there)


def validate_rows(
    rows: list[PlacementRow], before: dict[int, Placement], at: datetime
) -> list[tuple[int | None, Slot]] | None:
    """The slots that were typed, in the order of the rows, each with the key of the stored
    placement that it changes (None: new). Returns None if a field has an error. `before` are the
    stored placements. Each row has its form already (`PlacementRow.open`)."""
    read = [(row, each) for row in rows if (each := _placed(row, before, at)) is not None]
    for number, (row, each) in enumerate(read):
        met = [
            earlier.place
            for _row, earlier in read[:number]
            if earlier.article == each.article and earlier.meets(each)
        ]
        if met:
            where = dict(row.form.fields["place"].choices)[met[0]]
            row.form.add_error(
                "starts_at", gettext("The article stands in “%s” at that time already.") % where
            )
    if len(rows) > MAX_PLACEMENTS or any(row.form.errors for row in rows):
        return None
    return [(row.placement if row.placement in before else None, each) for row, each in read]


def _placed(row: PlacementRow, before: dict[int, Placement], at: datetime) -> Slot | None:
    form = row.form
    if not form.is_valid():
        return None
    values = form.cleaned_data
    starts, ends = values["starts_at"] or whole_minute(at), values["ends_at"]
    each = Slot(values["place"], int(row.article), starts, ends)
    stored = before.get(row.placement)
    if stored and as_slot(stored) == each:
        return each
    if ends and ends <= starts:
        form.add_error("ends_at", gettext("It would end before it starts."))
    elif ends and ends <= at:
        form.add_error("ends_at", gettext("This moment has passed already."))
    if not row.known.choosable and (stored is None or stored.article_id != each.article):
        form.add_error(None, gettext("This article cannot be placed here; choose another."))
    return each if not form.errors else None


def sorted_slots(
    rows: list[PlacementRow], before: dict[int, Placement], at: datetime
) -> list[tuple[PlacementRow, Slot]]:
    """The rows with their slots as they would be saved, the one that counts as set last first."""

    def set_at(row: PlacementRow) -> float:
        return before[row.placement].set_at.timestamp() if row.is_stored(before, at) else inf

    first_to_last = sorted(rows, key=set_at)
    return [(row, row.readable_slot(at)) for row in reversed(first_to_last)]
