"""Beats: the rights that a person has in some sections only."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from sections.models import Section


class Beat(models.Model):
    """A section that a person looks after. In it and in all sections below they have the rights of
    `group`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="beats", verbose_name=_("who")
    )
    section = models.ForeignKey(
        Section,
        models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": Section.Kind.SECTION},
        verbose_name=_("section"),
    )
    group = models.ForeignKey(
        Group, models.CASCADE, related_name="+", verbose_name=_("works there as")
    )

    class Meta:
        verbose_name = _("beat")
        verbose_name_plural = _("beats")
        ordering = ["section__path", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "section", "group"], name="beat_once")
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.group}"
