"""The form in which a front is arranged: its rows, and what the buttons do with them."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from staff.fields import MomentLineField, is_key
from text.dates import datetime_with_zone

from ..models import Front, Placement
from . import arrange, placements
from .choices import ArticleInfo, article_infos, search_articles
from .rows import (
    MAX_PLACEMENTS,
    PlacementRow,
    add_row,
    from_placement,
    move_row,
    rows_from_post,
    sorted_slots,
    validate_rows,
    whole_minute,
)

# As `arrange.arrange` takes them.
WantedSlots = list[tuple[int | None, placements.Slot]]

_BUTTON = re.compile(r"(up|down|off|to[0-3]|put[0-3]):([pn]?[0-9]{1,19})")


@dataclass
class FrontForm:
    """One front being arranged, by one person, at one moment."""

    section: int | None
    user: Any
    at: datetime
    rows: list[PlacementRow]
    # The front's version when the form was opened.
    version: int
    # What articles are searched for.
    words: str = ""
    # The moment of the preview, as typed.
    moment: str = ""
    wrong_moment: str = ""
    # What a button has just done.
    message: str = ""
    # Whether its rows are ready to be shown.
    opened: bool = False
    # Whether a row was refused because the front is full.
    refused_more: bool = False

    @cached_property
    def labels(self) -> list[str]:
        return [
            placements.label(self.section, place)
            for place in range(placements.places(self.section))
        ]

    # These two cost queries, and not every button needs them.

    @cached_property
    def before(self) -> dict[int, Placement]:
        """The stored placements by key."""
        return {row.pk: row for row in arrange.current_placements(self.section, self.at)}

    @cached_property
    def found(self) -> list[ArticleInfo]:
        """The articles that this person can place, for the words that were searched."""
        return search_articles(self.section, self.words, self.user, self.at)

    @classmethod
    def stored(cls, section: int | None, user) -> "FrontForm":
        at = timezone.now()
        rows = [from_placement(row) for row in arrange.current_placements(section, at)]
        return cls(section, user, at, rows, version_of(section))

    @classmethod
    def sent(cls, section: int | None, user, data: QueryDict) -> "FrontForm":
        version = data.get("version", "")
        return cls(
            section,
            user,
            timezone.now(),
            rows_from_post(data),
            int(version) if is_key(version) else -1,
            data.get("words", "").replace("\0", "")[:200],
            data.get("moment", "")[:60],
        )

    def do(self, act: str) -> None:
        """What a button asks for, by its value; nothing for a value that no button has."""
        match = _BUTTON.fullmatch(act)
        if not match:
            return
        verb, key = match.groups()
        if verb.startswith("put"):
            self.refused_more = len(self.rows) >= MAX_PLACEMENTS
            if is_key(key) and not self.refused_more:
                self._moved(add_row(self.rows, key, self._place(verb)))
            return
        row = next((row for row in self.rows if row.key == key), None)
        if row is None:
            return
        if verb == "off":
            self.rows.remove(row)
            self.message = gettext("Taken off: %s") % self._title(row)
            return
        to = {"up": row.number - 1, "down": row.number + 1}.get(verb, self._place(verb))
        move_row(self.rows, row, max(0, min(to, len(self.labels) - 1)), self.at)
        self._moved(row)

    def _place(self, verb: str) -> int:
        return min(int(verb[-1]) if verb[-1].isdecimal() else 0, len(self.labels) - 1)

    def _moved(self, row: PlacementRow) -> None:
        if 0 <= row.number < len(self.labels):
            where = self.labels[row.number]
            self.message = f"{self._title(row)}: {where}"

    def _title(self, row: PlacementRow) -> str:
        return self._known([row])[int(row.article)].title

    def wanted_slots(self) -> WantedSlots | None:
        """The slots that were typed; None where a field shows an error."""
        self.open()
        return validate_rows(self.rows, self.before, self.at)

    def changes_nothing(self) -> bool:
        """Whether the same is stored already, as by a form that was sent twice."""
        last = [each for _row, each in sorted_slots(self.rows, self.before, self.at)]
        stored = [arrange.as_slot(row) for row in reversed(self.before.values())]
        return placements.visible_slots(last, self.at) == placements.visible_slots(stored, self.at)

    def open(self) -> None:
        """Prepare the rows to be shown: their forms, and notes on each."""
        about = self._known(self.rows)
        for row in self.rows:
            row.known = about[int(row.article)]
            row.open(self.labels)
        self.opened = True
        last = sorted_slots(self.rows, self.before, self.at)
        for number, (row, each) in enumerate(last):
            row.notes = [row.known.note] if row.known.note else []
            cover = next((r for r, other in last[:number] if other.covers(each, self.at)), None)
            if cover:
                words = gettext("“%s” stands before it; it is taken off when you save.")
                row.notes.append(words % cover.known.title)
        for place in range(len(self.labels)):
            rows = [row for row, each in last if each.place == place and each.in_force(self.at)]
            for row in [row for row in rows if row.known.public][:1]:
                row.shown = "now" if self._is_stored(row) else "saving"

    def _is_stored(self, row: PlacementRow) -> bool:
        before = self.before.get(row.placement)
        return before is not None and arrange.as_slot(before) == row.loosely(self.at)

    def _known(self, rows: list[PlacementRow]) -> dict[int, ArticleInfo]:
        """What is known of the rows' articles; of a deleted one only its number."""
        keys = {int(row.article) for row in rows}
        missing = {key: ArticleInfo(key, gettext("article no. %d") % key) for key in keys}
        return missing | article_infos(self.section, keys, self.user, self.at)

    def places(self) -> list[tuple[int, str, list[PlacementRow]]]:
        """Each place with its rows, the earliest first; rows without a valid place are in the
        first."""
        found = []
        for place, name in enumerate(self.labels):
            rows = [row for row in self.rows if self._in(row) == place]
            rows.sort(key=lambda row: row.loosely(self.at).starts_at)
            found.append((place, name, rows))
        return found

    def _in(self, row: PlacementRow) -> int:
        return row.number if 0 <= row.number < len(self.labels) else 0

    def arrangement(self, at: datetime) -> placements.Arrangement:
        """The arrangement at that moment if the form were saved."""
        rows = [each for _row, each in sorted_slots(self.rows, self.before, self.at)]
        return placements.slots_at(rows, len(self.labels), at)

    def preview_moment(self) -> datetime | None:
        """The moment of the preview; None where its field shows an error."""
        try:
            at = MomentLineField(required=False).clean(self.moment)
        except ValidationError as error:
            self.wrong_moment = " ".join(error.messages)
            return None
        if at is None:
            return self.at
        if at < whole_minute(self.at):
            self.wrong_moment = gettext("This moment has passed already.")
            return None
        return max(at, self.at)

    @property
    def full(self) -> bool:
        return self.refused_more or len(self.rows) > MAX_PLACEMENTS

    def changes(self, now: "FrontForm") -> list[str]:
        """The differences to the form `now`, a line for each row that was taken off or added."""
        before = [from_placement(row) for row in self.before.values()]
        same = {_facts(row) for row in before} & {_facts(row) for row in now.rows}
        return [
            f"{sign} {line}"
            for sign, rows in (("−", before), ("+", now.rows))
            for line in now.in_words([row for row in rows if _facts(row) not in same])
        ]

    def in_words(self, rows: list[PlacementRow] | None = None) -> list[str]:
        """The rows in words, one line for each."""
        rows = self.rows if rows is None else rows
        about = self._known(rows)
        lines = []
        for row in sorted(rows, key=lambda row: (row.number, row.loosely(self.at).starts_at)):
            each = row.loosely(self.at)
            name = self.labels[self._in(row)]
            title = about[each.article].title
            times = gettext("from %s") % datetime_with_zone(each.starts_at)
            if each.ends_at:
                times += " " + gettext("until %s") % datetime_with_zone(each.ends_at)
            lines.append(f"{name}: “{title}”, {times}")
        return lines


def _facts(row: PlacementRow) -> tuple[str, ...]:
    return row.article, row.place, row.starts_at, row.ends_at


def version_of(section: int | None) -> int:
    return Front.objects.filter(section=section).values_list("version", flat=True).first() or 0
