"""Arranging a front: the only way in which placements change."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges, purge

from ..models import Front, Placement
from ..rights import permissions
from .placements import Slot, front_tags, label


class FrontChanged(Exception):
    """Somebody else has arranged this front meanwhile."""


def current_placements(section: int | None, at: datetime) -> QuerySet:
    """The placements of a front (None: home page) that are in force or to come, in the order in
    which they were set."""
    return Placement.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), front__section=section
    ).order_by("set_at", "pk")


def as_slot(row: Placement) -> Slot:
    """The stored placement as a slot, to compare it with one that was typed."""
    return Slot(row.place, row.article_id, row.starts_at, row.ends_at)


@gathered_purges()
def arrange(
    section: int | None,
    wanted: Iterable[tuple[int | None, Slot]],
    *,
    by,
    version: int,
    at: datetime | None = None,
) -> tuple[Front, list[int]]:
    """Replace the placements of a front that are in force or to come by the slots `wanted`. Each
    slot comes with the key of its placement (None: new). A changed slot becomes a new placement.

    Returns the front, and the articles that were taken off because newer slots hide them. Raises
    PermissionDenied, and FrontChanged if the front no longer has that version.
    """
    if not permissions.may_arrange(by):
        raise PermissionDenied(f"{by} may not arrange the front page")
    at = at or timezone.now()
    Front.objects.get_or_create(section_id=section)
    front = Front.objects.select_for_update().get(section=section)
    if front.version != version:
        raise FrontChanged
    rows = {row.pk: row for row in current_placements(section, at)}
    kept, new = [], []
    # Later than all placements of the front, even if the clock was put back since.
    set_at = max([at, *(row.set_at + timedelta(microseconds=1) for row in rows.values())])
    for number, (key, each) in enumerate(wanted):
        if key in rows and as_slot(rows[key]) == each:
            kept.append(rows.pop(key))
            continue
        row = Placement.objects.create(
            front=front,
            place=each.place,
            article_id=each.article,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            # Later slots count as set later.
            set_at=set_at + timedelta(microseconds=number),
            set_by=by,
        )
        kept.append(row)
        new.append(row)
    unseen = hidden_placements(kept, at)
    gone = [*rows.values(), *unseen]
    told = [_audit_line("−", section, row) for row in gone if row not in new]
    told += [_audit_line("+", section, row) for row in new if row not in unseen]
    if told:
        record(Kind.PUBLISH, front, by=by, detail="\n".join(told))
    for row in gone:
        if max(row.starts_at, row.set_at) < at:
            Placement.objects.filter(pk=row.pk).update(ends_at=at)
        else:
            # Readers never saw the placement.
            row.delete()
    front.version += 1
    front.changed_at, front.changed_by = at, by
    front.save()
    purge(front_tags(section))
    return front, [row.article_id for row in unseen]


def _audit_line(sign: str, section: int | None, row: Placement) -> str:
    """For the audit log. It names the article by its number, because a redaction clears former
    titles only in entries about the article itself."""
    article = _("article no. %d") % row.article_id
    return f"{sign} {as_slot(row).in_words(label(section, row.place), article)}"


def hidden_placements(rows: Iterable[Placement], at: datetime) -> list[Placement]:
    """The rows that are hidden completely, from `at` on, by a placement that was set later."""
    found, above = [], []
    for row in sorted(rows, key=lambda row: (row.set_at, row.pk), reverse=True):
        mine = as_slot(row)
        if any(each.covers(mine, at) for each in above):
            found.append(row)
        above.append(mine)
    return found
