"""What stands at the top of the home page and of each section, at any moment.

The placements in force or to come are few. The process caches them, so a page fetches the placed
articles in the same statement as all its lists. That statement leaves out articles that readers do
not see at that moment. The newest article fills an empty place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.cached_value import CachedValue
from delivery.tags import tag
from sections.tree import Node, tree
from text.dates import datetime_with_zone

from ..counting import ranking
from ..editions import lists
from ..enums import ListKind
from .models import HOME_PLACES, Placement

HOME_NEWEST, HOME_SECTION_STRIP = 12, 5
HOME_MOST_READ, HOME_PICTURES = 5, 4
# Articles that are read for the strip of pictures, because not each of them has a picture.
PICTURE_CANDIDATES = 12

# For each place the keys of the articles that may stand there, the preferred one first. The newest
# article fills a place that has none.
Arrangement = list[list[int]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A placement, stored or only typed."""

    place: int
    article: int
    starts_at: datetime
    ends_at: datetime | None

    def in_force(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def meets(self, other: "Slot") -> bool:
        """Whether both are in force at some moment."""
        return (self.ends_at is None or other.starts_at < self.ends_at) and (
            other.ends_at is None or self.starts_at < other.ends_at
        )

    def covers(self, other: "Slot", at: datetime) -> bool:
        """Whether this one, set later, hides the other one from that moment on."""
        begins, ends = self.starts_at <= max(other.starts_at, at), self.ends_at is None
        if not ends and other.ends_at is not None:
            ends = other.ends_at <= self.ends_at
        return self.place == other.place and begins and ends

    def in_words(self, place: str, article: str) -> str:
        """`Tin chính: “Bài một”, từ 01/12/2026 08:00 GMT+7`. `place` and `article` are their
        names."""
        times = _("from %s") % datetime_with_zone(self.starts_at)
        if self.ends_at:
            times += " " + _("until %s") % datetime_with_zone(self.ends_at)
        return f"{place}: {article}, {times}"


def places(section: int | None) -> int:
    """The number of places of that front; None is the home page."""
    return HOME_PLACES if section is None else 1


def label(section: int | None, place: int) -> str:
    """The name of that place for staff."""
    if section is not None:
        return _("Top story")
    return _("Featured story %d") % place if place else _("Lead story")


def targets(section: int | None) -> list[tuple[str, int]]:
    """The lists of a front, as kind and target. Only an article in one of them can be placed there.
    Empty for an unknown section."""
    if section is None:
        return [(ListKind.ALL.value, 0)]
    node = tree().by_id.get(section)
    return lists.section_targets(node) if node else []


def front_tags(section: int | None) -> list[str]:
    """The tags of the pages that show that front."""
    return [tag("home", 0) if section is None else tag("section", section)]


def arranged(section: int | None, at: datetime | None = None) -> Arrangement:
    """The arrangement of that front at that moment."""
    return slots_at(_cached().get(section, ()), places(section), at or timezone.now())


def slots_at(placed: Iterable[Slot], count: int, at: datetime) -> Arrangement:
    """The arrangement that slots make at that moment, given the one set last first."""
    found: Arrangement = [[] for _ in range(count)]
    for each in placed:
        if each.place < count and each.in_force(at):
            found[each.place].append(each.article)
    return found


def visible_slots(placed: Iterable[Slot], at: datetime) -> list[Slot]:
    """Takes slots ordered by when they were set, newest first. Returns those that readers will
    still see; slots hidden by newer ones are left out, and a start in the past becomes `at`. Used
    to compare two arrangements."""
    found: list[Slot] = []
    for each in placed:
        if not any(above.covers(each, at) for above in found):
            found.append(each)
    return [replace(each, starts_at=max(each.starts_at, at)) for each in found]


def slot_queries(arrangement: Arrangement, section: int | None) -> list[lists.ListQuery]:
    """One query for each place. They come before the other lists of a page, so that these lists can
    leave out what is placed."""
    return [
        lists.ListQuery(targets(section) if articles else (), 1, articles=articles, unseen=True)
        for articles in arrangement
    ]


@dataclass(frozen=True, slots=True)
class Home:
    """The cards of the home page. No article comes twice, except among the most read."""

    # The lead story, the featured ones, then the newest.
    front: list[lists.Card]
    strips: list[tuple[Node, tuple[lists.Card, ...]]]
    # Recent ones with a picture; empty where there are too few for a strip.
    pictures: list[lists.Card]
    # The most read of the week.
    read: list[lists.Card]
    tags: list[str]


def home(arrangement: Arrangement, at: datetime | None = None) -> Home:
    """All cards of the home page, in one query."""
    nodes = [node for node in tree().top if node.on_home and node.lists_articles]
    found = lists.fetch_lists(
        [
            *slot_queries(arrangement, None),
            lists.ListQuery(targets(None), HOME_NEWEST, unseen=True, together=True),
            *(
                lists.ListQuery(lists.section_targets(node), HOME_SECTION_STRIP, unseen=True)
                for node in nodes
            ),
            lists.ListQuery(targets(None), PICTURE_CANDIDATES, unseen=True),
            lists.ListQuery(articles=ranking.most_read()[:HOME_MOST_READ]),
        ],
        at,
    )
    placed, newest, (*strips, rest, read) = (
        found[:HOME_PLACES],
        found[HOME_PLACES],
        found[HOME_PLACES + 1 :],
    )
    pictures = [card for card in rest if card.picture][:HOME_PICTURES]
    fresh = iter(newest)
    front = [card for cards in placed for card in (cards or [next(fresh, None)]) if card]
    shown = [name for cards in found for card in cards for name in card.tags]
    sections = [tag("section", each.pk) for node in nodes for each in node.subtree()]
    return Home(
        front=[*front, *fresh],
        strips=[(node, tuple(cards)) for node, cards in zip(nodes, strips, strict=True) if cards],
        pictures=pictures if len(pictures) == HOME_PICTURES else [],
        read=read,
        tags=[*front_tags(None), tag(ListKind.ALL, 0), ranking.MOST_READ_TAG, *sections, *shown],
    )


def moment_after(at: datetime) -> datetime | None:
    """When the next placement begins or ends; None where none lies ahead."""
    return min(
        (
            moment
            for placed in _cached().values()
            for each in placed
            for moment in (each.starts_at, each.ends_at)
            if moment is not None and moment > at
        ),
        default=None,
    )


def tags_between(first: datetime, last: datetime) -> list[str]:
    """The tags of the fronts that change by the clock after `first`, up to and including `last`."""
    begun = Q(starts_at__gt=first, starts_at__lte=last)
    ended = Q(ends_at__gt=first, ends_at__lte=last)
    fronts = Placement.objects.filter(begun | ended).values_list("front__section", flat=True)
    return [name for section in fronts.distinct() for name in front_tags(section)]


def _load() -> dict[int | None, list[Slot]]:
    rows = Placement.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
    found: dict[int | None, list[Slot]] = {}
    for section, *row in rows.order_by("-set_at", "-pk").values_list(
        "front__section", "place", "article", "starts_at", "ends_at"
    ):
        found.setdefault(section, []).append(Slot(*row))
    return found


_cached: CachedValue[dict[int | None, list[Slot]]] = CachedValue(_load)
