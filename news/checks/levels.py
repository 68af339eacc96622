"""The level of each kind of remark: whether it blocks publishing, advises, or is off. Each kind has
a default level, which an administrator may change."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.models import Kind
from audit.recording import record

from ..enums import CheckKind, Level
from ..models import CheckLevel

# These kinds always block: there is nothing to publish, or no section to publish it in.
ALWAYS_BLOCKING = (CheckKind.NO_TITLE, CheckKind.NO_SECTION, CheckKind.NO_TEXT)
_DEFAULTS = {
    # Nobody can read text in an old encoding.
    CheckKind.LEGACY: Level.BLOCK,
    # The portal's own news has no source, and news taken from an agency often has no author.
    CheckKind.NO_AUTHOR: Level.OFF,
    CheckKind.NO_SOURCE: Level.OFF,
}


def default_level(kind: CheckKind) -> Level:
    return Level.BLOCK if kind in ALWAYS_BLOCKING else _DEFAULTS.get(kind, Level.ADVISE)


def levels() -> dict[CheckKind, Level]:
    """The present level of each kind. It is read from the database each time, so a change is in
    force at once on every machine."""
    chosen = {
        row.kind: Level(row.level) for row in CheckLevel.objects.exclude(kind__in=ALWAYS_BLOCKING)
    }
    return {kind: chosen.get(kind.value, default_level(kind)) for kind in CheckKind}


def kinds_at(*wanted: Level) -> set[CheckKind]:
    """The kinds that have one of those levels."""
    return {kind for kind, level in levels().items() if level in wanted}


@transaction.atomic
def set_levels(wanted: Mapping[CheckKind, Level]) -> dict[CheckKind, tuple[Level, Level]]:
    """Set these levels; other kinds keep theirs. Returns the old and the new level of each kind
    that changed."""
    before = levels()
    changed = {
        kind: (before[kind], level)
        for kind, level in wanted.items()
        if level != before[kind] and kind not in ALWAYS_BLOCKING
    }
    CheckLevel.objects.filter(kind__in=changed).delete()
    CheckLevel.objects.bulk_create(
        [
            CheckLevel(kind=kind, level=level)
            for kind, (_was, level) in changed.items()
            if level != default_level(kind)
        ],
        # Somebody else may set the same kinds at the same moment.
        update_conflicts=True,
        unique_fields=["kind"],
        update_fields=["level"],
    )
    if changed:
        record(
            Kind.CHANGE,
            words=_("What blocks publishing"),
            detail="; ".join(
                f"{kind.label}: {was.label} → {now.label}" for kind, (was, now) in changed.items()
            ),
        )
    return changed
