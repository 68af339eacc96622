"""Missed addresses: those at which readers find nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissedAddress(models.Model):
    """An address at which readers find nothing, and the address to which staff redirect it."""

    path = models.CharField(_("address"), max_length=300, unique=True)
    count = models.PositiveIntegerField(_("times asked for"))
    first_seen = models.DateTimeField(_("first asked for"))
    last_seen = models.DateTimeField(_("last asked for"))
    # A page of ours that links to this address. Pages of other sites are not stored.
    linked_from = models.CharField(_("linked from"), max_length=300, blank=True)
    target = models.CharField(
        _("leads to"),
        max_length=300,
        blank=True,
        help_text=_(
            "An address of this portal, from its first slash on: “/kinh-te/cau-moi-42/”. "
            "Empty: readers are told that there is nothing here."
        ),
    )

    class Meta:
        verbose_name = _("missed address")
        verbose_name_plural = _("missed addresses")
        default_permissions = ("view", "change")
        ordering = ["-count", "-last_seen", "pk"]

    def __str__(self) -> str:
        return self.path
