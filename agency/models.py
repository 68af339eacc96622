from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from delivery.kept import Kept
from delivery.purging import purge
from delivery.tags import SITE
from media.models import Photo
from media.pictures import picture


class Agency(models.Model):
    """The only row: what stands in the head and the foot of every page."""

    name = models.CharField(
        _("name of the portal"), max_length=150, help_text=_("“News portal of Hai Lam city”.")
    )
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_("Where there is little room: “Hai Lam”. The full name when empty."),
    )
    governing_body = models.CharField(_("governing body"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    responsible_editor = models.CharField(_("responsible editor"), max_length=150, blank=True)
    licence = models.CharField(
        _("licence line"), max_length=300, blank=True, help_text=_("“Licence No. 12/GP-TTĐT …”.")
    )
    logo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    source_name = models.CharField(
        _("name in signatures"),
        max_length=100,
        blank=True,
        help_text=_("Stands behind the author of a text of our own: “hailam.example”."),
    )
    fanpage_name = models.CharField(_("name of the fanpage"), max_length=150, blank=True)
    fanpage_url = models.URLField(_("address of the fanpage"), max_length=500, blank=True)
    notice = models.TextField(
        _("notice"),
        max_length=500,
        blank=True,
        help_text=_("Stands at the top of every page until it is emptied."),
    )
    indexed = models.BooleanField(
        _("open to search engines"),
        default=True,
        help_text=_("Switched off, every page asks search engines to leave it alone."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("agency")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="agency_only_row"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.pk = 1
        with transaction.atomic():
            super().save(**kwargs)
            purge([SITE])


class SocialLink(models.Model):
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="social_links")
    name = models.CharField(_("name"), max_length=60, help_text=_("“Zalo”, “YouTube” …"))
    url = models.URLField(_("address"), max_length=500)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("social link")
        verbose_name_plural = _("social links")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


def _load() -> dict[str, Any]:
    agency = Agency.objects.select_related("logo").first()
    if agency is None:
        agency = Agency(name=str(_("News portal")))
        social = []
    else:
        social = list(agency.social_links.values("name", "url"))
    fields = {field.name: getattr(agency, field.attname) for field in Agency._meta.fields}
    logo = agency.logo and picture(
        {
            name: getattr(agency.logo, name)
            for name in ("pk", "key", "format", "width", "height", "widths")
        }
    )
    return {
        **fields,
        "short_name": agency.short_name or agency.name,
        "logo": logo,
        "social_links": social,
    }


current: Kept[dict[str, Any]] = Kept(_load)
"""The agency as pages show it."""
