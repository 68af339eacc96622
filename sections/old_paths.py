"""Former addresses of sections. They are recorded when a section, or one above it, is renamed or
moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_PATH_CHARACTERS = 500


class OldPath(models.Model):
    """A former address of a section, which redirects to it."""

    path = models.CharField(_("address"), max_length=MAX_PATH_CHARACTERS, unique=True)
    section = models.ForeignKey("sections.Section", models.CASCADE, related_name="old_paths")
    left_at = models.DateTimeField(_("left at"), auto_now=True)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.path


def record_move(section_id: int, old: str, new: str) -> None:
    """Record that the section has moved from the address `old` to `new`. A record of `new` as a
    former address is deleted, because a section is there now."""
    OldPath.objects.filter(path=new).delete()
    OldPath.objects.update_or_create(path=old, defaults={"section_id": section_id})
