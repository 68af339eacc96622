"""Beats are rights: what is given and taken goes into the audit log, wherever it is done."""

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from audit.recording import changed, gathering

from ..models import Beat

LOOKED_AFTER = _("Sections looked after")


@receiver(pre_save, sender=Beat)
def remember(instance: Beat, **_about: object) -> None:
    """As it stands in the database while it still does."""
    rows = Beat.objects.select_related("user", "section", "group")
    instance._stood = rows.filter(pk=instance.pk).first() if instance.pk else None


@receiver(post_save, sender=Beat)
def compare(instance: Beat, raw: bool, **_about: object) -> None:
    stood = instance._stood
    if raw or (stood and _all_of(stood) == _all_of(instance)):
        return
    with gathering():
        if stood:
            changed(stood.user, LOOKED_AFTER, f"− {_named(stood)}")
        changed(instance.user, LOOKED_AFTER, f"+ {_named(instance)}")


@receiver(pre_delete, sender=Beat)
def taken(instance: Beat, **_about: object) -> None:
    changed(instance.user, LOOKED_AFTER, f"− {_named(instance)}")


def _named(beat: Beat) -> str:
    return f"{beat.section} ({beat.group})"


def _all_of(beat: Beat) -> tuple[int, int, int]:
    return beat.user_id, beat.section_id, beat.group_id
