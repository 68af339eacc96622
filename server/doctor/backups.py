"""What the doctor examines of backups: the last one, the last trial, the list of removals."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from backups import status
from backups.trial.outcome import Trial
from text.dates import datetime_with_zone

from .findings import Finding, advice, bad, good


def backups_are_proven() -> Iterator[Finding]:
    """Whether there is a backup of last night, and whether it was restored for a trial."""
    if settings.BACKUP_DIR is None:
        make = bad if settings.PRODUCTION else advice
        yield make(_("No backups are made."), _("Set BACKUP_DIR (docs/backup.md)."))
        return
    see_log = "journalctl -u cong-tin-backup"
    last = status.last_backup()
    words = _("Last backup: %s.") % (datetime_with_zone(last) if last else _("never"))
    yield bad(words, see_log) if status.is_late(last) else good(words)
    yield from _trial(see_log)
    if fault := status.fault_of_removals():
        yield bad(
            _("What was redacted or taken down would come back with a backup: %s.") % fault,
            _("See “Removals” in docs/backup.md."),
        )
    else:
        yield good(_("The list of what was redacted and taken down is there and signed."))
    if not settings.BACKUP_RECIPIENT:
        yield advice(
            _("Backups are not encrypted."), _("Set BACKUP_RECIPIENT: docs/backup.md, “Encrypt”.")
        )


def _trial(see_log: str) -> Iterator[Finding]:
    trial = Trial.last()
    if trial is None:
        yield bad(_("Last restored for a trial: %s.") % _("never"), "manage.py prove_backup")
        return
    when, found = datetime_with_zone(trial.at), trial.found
    if found.fault_count:
        yield bad(
            _("Last restored for a trial: %(when)s, with faults: %(count)d.")
            % {"when": when, "count": found.fault_count},
            _("Make another backup, and keep the older ones."),
        )
        for each in found.faults:
            yield bad(each, see_log)
        return
    words = _(
        "Last restored for a trial: %(when)s; compared: editions %(editions)d, files %(files)d, "
        "pages %(pages)d."
    ) % {
        "when": when,
        "editions": found.editions,
        "files": found.files,
        "pages": found.pages,
    }
    yield bad(words, see_log) if status.is_late(trial.at) else good(words)
