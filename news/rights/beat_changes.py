"""Beats are rights: what is given and taken goes into the audit log, wherever it is done."""

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from audit.recording import one_entry_per_account, record_rights_change

from ..models import Beat

AUDIT_LABEL = _("Sections looked after")


@receiver(pre_save, sender=Beat)
def keep_old_beat(instance: Beat, **_about: object) -> None:
    """As it stands in the database while it still does."""
    rows = Beat.objects.select_related("user", "section", "group")
    instance._stood = rows.filter(pk=instance.pk).first() if instance.pk else None


@receiver(post_save, sender=Beat)
def record_changed_beat(instance: Beat, raw: bool, **_about: object) -> None:
    stood = instance._stood
    if raw or (stood and _all_of(stood) == _all_of(instance)):
        return
    with one_entry_per_account():
        if stood:
            record_rights_change(stood.user, AUDIT_LABEL, f"− {_named(stood)}")
        record_rights_change(instance.user, AUDIT_LABEL, f"+ {_named(instance)}")


@receiver(pre_delete, sender=Beat)
def record_deleted_beat(instance: Beat, **_about: object) -> None:
    record_rights_change(instance.user, AUDIT_LABEL, f"− {_named(instance)}")


def _named(beat: Beat) -> str:
    return f"{beat.section} ({beat.group})"


def _all_of(beat: Beat) -> tuple[int, int, int]:
    return beat.user_id, beat.section_id, beat.group_id
