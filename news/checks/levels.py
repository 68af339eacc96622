"""Which kinds of remarks block publishing, which advise, which are not made: by default, and as an
administrator has set them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.models import Kind
from audit.recording import record

from ..enums import CheckKind, Level
from ..models import CheckLevel

# They block whatever is set: without these there is nothing to be published, or no place for it.
ALWAYS_BLOCKING = (CheckKind.NO_TITLE, CheckKind.NO_SECTION, CheckKind.NO_TEXT)
_DEFAULTS = {
    # No reader can read it.
    CheckKind.LEGACY: Level.BLOCK,
    # News of one's own has no source, and what comes from an agency often no author.
    CheckKind.NO_AUTHOR: Level.OFF,
    CheckKind.NO_SOURCE: Level.OFF,
}


def default_level(kind: CheckKind) -> Level:
    return Level.BLOCK if kind in ALWAYS_BLOCKING else _DEFAULTS.get(kind, Level.ADVISE)


def levels() -> dict[CheckKind, Level]:
    """The level of each kind, now. Asked of the database each time, a few rows beside a text that
    is read in full, so what was set is in force at once on every host."""
    chosen = dict(CheckLevel.objects.values_list("kind", "level"))
    found = {}
    for kind in CheckKind:
        level = chosen.get(kind.value)
        found[kind] = Level(level) if level and kind not in ALWAYS_BLOCKING else default_level(kind)
    return found


def kinds_at(*wanted: Level) -> set[CheckKind]:
    """The kinds that stand at one of those levels."""
    return {kind for kind, level in levels().items() if level in wanted}


@transaction.atomic
def set_levels(wanted: Mapping[CheckKind, Level]) -> dict[CheckKind, tuple[Level, Level]]:
    """Set these and leave the others; what each that changed was, and is now."""
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
        update_conflicts=True,  # somebody else may be setting them in this moment
        unique_fields=["kind"],
        update_fields=["level"],
    )
    if changed:
        told = (
            f"{kind.label}: {was.label} → {level.label}" for kind, (was, level) in changed.items()
        )
        record(Kind.CHANGE, words=_("What blocks publishing"), detail="; ".join(told))
    return changed
