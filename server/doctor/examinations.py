"""All examinations, in the order in which an administrator would go through them."""

from django.utils.translation import gettext_lazy as _

from . import backups, machine, services
from .findings import Examination

EXAMINATIONS = (
    Examination(_("Settings"), machine.settings_fit),
    Examination(_("Files"), machine.files_are_closed),
    Examination(_("Disks"), machine.disks_have_room),
    Examination(_("Clock"), machine.clock_is_set),
    Examination(_("Limits"), machine.limits_are_wide),
    Examination(_("Database"), services.database_is_sound),
    Examination(_("Worker"), services.work_is_done),
    Examination(_("Backups"), backups.backups_are_proven),
    Examination(_("Caches in front"), services.engines_are_told),
    Examination(_("Mail"), services.mail_leaves, waits=True),
    Examination(_("Mail addresses"), services.addresses_are_good),
    Examination(_("Public hosts"), services.hosts_answer, waits=True),
    Examination(_("Versions"), machine.versions),
)
