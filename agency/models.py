"""The agency, its links to social networks, and notices at the top of every page."""

import re
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.purging import PurgesEveryPage, purge
from delivery.tags import SITE
from media.models import Photo
from media.public_files.rows import NamesFiles

from . import measuring_script as measuring


class Level(TextChoices):
    """How urgent a notice is; the most urgent level comes first."""

    URGENT = "urgent", _("Urgent")
    WARNING = "warning", _("Warning")
    INFO = "info", _("Information")


# Nobody reads a warning that is on every page for longer.
MAX_URGENT_NOTICE_DURATION = timedelta(days=30)

_OWN_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x20\x7f]*")


class Agency(NamesFiles, PurgesEveryPage):
    """One row: the agency in the header and footer of every page, and settings of the portal."""

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
    indexed = models.BooleanField(
        _("open to search engines"),
        default=True,
        help_text=_("Switched off, every page asks search engines to leave it alone."),
    )
    measuring_script = models.CharField(
        _("measuring script"),
        max_length=500,
        blank=True,
        help_text=_(
            "The address of a script that counts visits, such as that of the state's measuring "
            "system: “https://…/do.js”. Whoever runs it learns the address of each reader and "
            "what they read, and may set cookies; tell your readers so. Empty: pages load "
            "nothing from others. Only an administrator changes this."
        ),
    )
    measuring_integrity = models.CharField(
        _("hash of the script"),
        max_length=95,
        blank=True,
        validators=[measuring.validate_integrity],
        help_text=_(
            "“sha384-…”: browsers run the script only while its bytes have this hash, and nothing "
            "that it would load besides. Needed where the staff's pages have no host of their own "
            "(ADMIN_URL). Measuring ends without a word as soon as the script is changed, or if "
            "its server does not let other sites read it (CORS)."
        ),
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
        super().save(**kwargs)


class SocialLink(NamesFiles, PurgesEveryPage):
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


def validate_link(value: str) -> None:
    """Raises ValidationError unless the value is a path of this portal or an address that begins
    with https://."""
    if not _OWN_PATH.fullmatch(value):
        URLValidator(
            schemes=["https"],
            code="link",
            message=_(
                "A page of this portal (“/kinh-te/”) or an address that begins with “https://”."
            ),
        )(value)


class Notice(NamesFiles, PurgesEveryPage):
    """An announcement at the top of every page, from one moment until another."""

    level = models.CharField(
        _("level"),
        max_length=7,
        choices=Level,
        default=Level.INFO,
        help_text=_("Three stand on a page at most, the most urgent first."),
    )
    text = models.TextField(
        _("text"),
        max_length=300,
        help_text=_("What happens, where, from when to when, and what to do."),
    )
    link = models.CharField(
        _("leads to"),
        max_length=500,
        blank=True,
        validators=[validate_link],
        help_text=_(
            "A page of this portal (“/kinh-te/”) or an address that begins with “https://”."
        ),
    )
    link_text = models.CharField(
        _("words of the link"), max_length=80, blank=True, help_text=_("“Read more” when empty.")
    )
    starts_at = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    expires_at = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("A warning or an urgent notice needs one, 30 days ahead at most."),
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at=None)
                | models.Q(starts_at=None)
                | models.Q(expires_at__gt=models.F("starts_at")),
                name="notice_ends_after_it_starts",
                violation_error_message=_("It would end before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(level=Level.INFO) | models.Q(expires_at__isnull=False),
                name="notice_urgent_ones_end",
                violation_error_message=_("A warning or an urgent notice has to end."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    def public_rows(cls) -> models.QuerySet:
        ahead = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return super().public_rows().filter(ahead)

    def clean(self) -> None:
        if self.level != Level.INFO and self.expires_at is None:
            raise ValidationError({"expires_at": _("A warning or an urgent notice has to end.")})
        if self.expires_at is None:
            return
        start = self.starts_at or timezone.now()
        if self.starts_at and self.expires_at <= self.starts_at:
            raise ValidationError({"expires_at": _("It would end before it starts.")})
        if self.pk is None and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": _("This moment has passed already.")})
        if self.level != Level.INFO and self.expires_at > start + MAX_URGENT_NOTICE_DURATION:
            raise ValidationError({"expires_at": _("30 days after its start at most.")})


def logo_usage(ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The use of these photos as the logo, by the photo's key: a label, and the address of the form
    that uses it."""
    place = str(Agency._meta.verbose_name), reverse("admin:agency_agency_change", args=[1])
    return {row.logo_id: [place] for row in Agency.objects.filter(logo__in=ids)}


def purge_logo(photo: int, **kwargs) -> None:
    """Purge every page when renditions of the logo were made, because no page has a tag for the
    logo."""
    if Agency.objects.filter(logo=photo).exists():
        purge([SITE])
