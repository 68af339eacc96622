"""The form in which a front is arranged: its rows, and what the buttons do with them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from staff.fields import MomentLineField, is_key

from ..models import Front, Placement
from . import arrange, placements
from .choices import ArticleInfo, article_infos, search_articles
from .rows import (
    MAX_MOMENT_CHARACTERS,
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

# A longer search is cut.
MAX_SEARCH_CHARACTERS = 200

# What `arrange.arrange` takes: the key of a placement, or None, and its slot.
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
    # The words that were typed to search for articles.
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

    # The next two properties cost queries, and not every button needs them.

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
        """A form with the placements that are stored."""
        form = cls(section, user, timezone.now(), [], version_of(section))
        form.rows = [from_placement(row) for row in form.before.values()]
        return form

    @classmethod
    def sent(cls, section: int | None, user, data: QueryDict) -> "FrontForm":
        """A form with what was sent, which may be anything."""
        version = data.get("version", "")
        return cls(
            section,
            user,
            timezone.now(),
            rows_from_post(data),
            int(version) if is_key(version) else -1,
            data.get("words", "").replace("\0", "")[:MAX_SEARCH_CHARACTERS],
            data.get("moment", "")[:MAX_MOMENT_CHARACTERS],
        )

    def do(self, act: str) -> None:
        """Do what the button with this value asks for. A value that no button has does nothing."""
        match = _BUTTON.fullmatch(act)
        verb, key = match.groups() if match else ("", "")
        row = next((row for row in self.rows if row.key == key), None)
        if verb.startswith("put"):
            self.refused_more = len(self.rows) >= MAX_PLACEMENTS
            if is_key(key) and not self.refused_more:
                self._moved(add_row(self.rows, key, self._place(verb)))
        elif row and verb == "off":
            self.rows.remove(row)
            self.message = gettext("Taken off: %s") % self._title(row)
        elif row:
            to = {"up": row.number - 1, "down": row.number + 1}.get(verb, self._place(verb))
            move_row(self.rows, row, max(0, min(to, len(self.labels) - 1)), self.at)
            self._moved(row)

    def _place(self, verb: str) -> int:
        return min(int(verb[-1]) if verb[-1].isdecimal() else 0, len(self.labels) - 1)

    def _moved(self, row: PlacementRow) -> None:
        if 0 <= row.number < len(self.labels):
            self.message = f"{self._title(row)}: {self.labels[row.number]}"

    def _title(self, row: PlacementRow) -> str:
        return self._known([int(row.article)])[int(row.article)].title

    def wanted_slots(self) -> WantedSlots | None:
        """The slots that were typed; None if a field has an error, which the form then shows."""
        self.open()
        return validate_rows(self.rows, self.before, self.at)

    def changes_nothing(self) -> bool:
        """Whether saving would change nothing for readers, for example because the form was sent
        twice."""
        last = [each for _row, each in sorted_slots(self.rows, self.before, self.at)]
        stored = [arrange.as_slot(row) for row in reversed(self.before.values())]
        return placements.visible_slots(last, self.at) == placements.visible_slots(stored, self.at)

    def open(self) -> None:
        """Prepare the rows to be shown: their forms, and notes on each."""
        about = self._known(int(row.article) for row in self.rows)
        for row in self.rows:
            row.known = about[int(row.article)]
            row.open(self.labels)
        self.opened = True
        last = sorted_slots(self.rows, self.before, self.at)
        for number, (row, each) in enumerate(last):
            row.notes = [row.known.note] if row.known.note else []
            cover = next((r for r, other in last[:number] if other.covers(each, self.at)), None)
            if cover:
                row.notes.append(
                    gettext("“%s” stands before it; it is taken off when you save.")
                    % cover.known.title
                )
        for place in range(len(self.labels)):
            rows = [row for row, each in last if each.place == place and each.in_force(self.at)]
            for row in [row for row in rows if row.known.public][:1]:
                row.shown = "now" if row.is_stored(self.before, self.at) else "saving"

    def _known(self, articles: Iterable[int]) -> dict[int, ArticleInfo]:
        """What is shown of these articles, by key. Of a deleted one only the number is known."""
        missing = {key: ArticleInfo(key, gettext("article no. %d") % key) for key in articles}
        return missing | article_infos(self.section, missing, self.user, self.at)

    def places(self) -> list[tuple[int, str, list[PlacementRow]]]:
        """Number, name and rows of each place, the row that starts first before the others. Rows
        without a valid place are in the first place."""
        rows = sorted(self.rows, key=lambda row: row.readable_slot(self.at).starts_at)
        return [
            (place, name, [row for row in rows if self._valid(row.number) == place])
            for place, name in enumerate(self.labels)
        ]

    def _valid(self, place: int) -> int:
        return place if 0 <= place < len(self.labels) else 0

    def arrangement(self, at: datetime) -> placements.Arrangement:
        """The arrangement at that moment if the form were saved."""
        last = sorted_slots(self.rows, self.before, self.at)
        return placements.slots_at((each for _row, each in last), len(self.labels), at)

    def preview_moment(self) -> datetime | None:
        """The moment of the preview; None if its field has an error."""
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

    def changes(self, now: "FrontForm") -> list[str]:
        """Compares the placements that were stored with those of `now`: a line for each one that
        was taken off or added."""
        old, new = ([arrange.as_slot(row) for row in form.before.values()] for form in (self, now))
        return [
            f"{sign} {line}"
            for sign, slots, others in (("−", old, new), ("+", new, old))
            for line in now.in_words([each for each in slots if each not in others])
        ]

    def in_words(self, slots: list[placements.Slot] | None = None) -> list[str]:
        """These slots, or those of the rows, in words, one line for each."""
        slots = [row.readable_slot(self.at) for row in self.rows] if slots is None else slots
        about = self._known(each.article for each in slots)
        return [
            each.in_words(self.labels[self._valid(each.place)], f"“{about[each.article].title}”")
            for each in sorted(slots, key=lambda each: (each.place, each.starts_at))
        ]


def version_of(section: int | None) -> int:
    """The version of that front; 0 if nobody has arranged it yet."""
    return Front.objects.filter(section=section).values_list("version", flat=True).first() or 0
