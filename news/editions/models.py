"""Editions: what was published, when, word for word; and the lists that they stand in."""

import secrets
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from media.models import Document as MediaDocument, Photo
from sections.models import Section
from text.dates import HANOI

from ..desk.models import Article
from ..enums import ListKind
from ..rights.people import full_name
from .constraints import FROZEN, ONE_AT_A_TIME
from .document import Document
from .live import live

# The clocks of several machines may differ by this much although each of them is right.
MAX_CLOCK_SKEW = timedelta(seconds=10)


def unended_q(at: datetime, prefix: str = "") -> Q:
    """The condition that readers see something at that moment or will see it later. `prefix` leads
    to what has the columns `live_from` and `live_until`."""
    until = f"{prefix}live_until"
    is_ahead = Q(**{until: None}) | Q(**{f"{until}__gt": at})
    return is_ahead & ~Q(**{until: F(f"{prefix}live_from")})


class EditionQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> "EditionQuerySet":
        """The editions that readers see at that moment, at most one of each article."""
        return self.filter(live(at or timezone.now()))

    def begun(self, at: datetime | None = None) -> "EditionQuerySet":
        """The editions that began by that moment, without cancelled ones, latest first."""
        return (
            self.filter(live_from__lte=at or timezone.now())
            .exclude(live_until=F("live_from"))
            .order_by("-live_from", "-number")
        )

    def corrections(self, at: datetime | None = None) -> "EditionQuerySet":
        """The editions of `begun` that published a correction. A correction stays when the next
        edition begins. `news.pages.corrections` has the same condition in plain SQL."""
        return self.begun(at).filter(correction__gt="")

    def ahead(self, at: datetime | None = None) -> "EditionQuerySet":
        """The editions that begin after that moment, without cancelled ones, soonest first."""
        return (
            self.filter(live_from__gt=at or timezone.now())
            .exclude(live_until=F("live_from"))
            .order_by("live_from")
        )

    def misdated(self, at: datetime | None = None) -> "EditionQuerySet":
        """The editions that begin later only because the clock ran ahead when they were published
        at once. (A scheduled edition is made before it begins.)"""
        return self.ahead((at or timezone.now()) + MAX_CLOCK_SKEW).filter(
            made_at__gte=F("live_from")
        )


class Edition(models.Model):
    """An immutable snapshot, read by the public in `[live_from, live_until)`.

    An end that lies ahead may be set, moved or lifted. The database refuses every other change,
    except a redaction (`news.redaction.redact`) of an edition that is over. A cancelled edition
    ends when it starts.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    kicker = models.CharField(max_length=100)
    title = models.CharField(_("title"), max_length=250)
    slug = models.CharField(max_length=160)
    lead = models.TextField()
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")

    released_at = models.DateTimeField(_("published at"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True)
    # The time of update that readers are shown; NULL while the words are those first published.
    updated_at = models.DateTimeField(null=True)

    code = models.CharField(_("verification code"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    made_at = models.DateTimeField(_("made at"))
    note = models.CharField(_("change note"), max_length=300)
    # Shown with the article from `live_from` on, also when later editions run; mostly empty.
    correction = models.TextField(_("public correction"))
    # When a redaction took its words away. `digest` stays that of the original document.
    redacted_at = models.DateTimeField(null=True)
    # The last column: SQLite needs twice the time to read small columns behind a long one.
    document = models.TextField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number"),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")),
                name="edition_ends_after_it_starts",
            ),
            ONE_AT_A_TIME,
            FROZEN,
        ]
        indexes = [
            models.Index(fields=["article", "-live_from"], name="edition_running"),
            models.Index(fields=["live_from"], name="edition_next_start"),
            models.Index(
                fields=["live_until", "article", "live_from"],
                condition=Q(live_until__isnull=False),
                name="edition_next_end",
            ),
            models.Index(
                fields=["article"],
                condition=Q(live_until=F("live_from")),
                name="edition_cancelled",
            ),
            models.Index(
                fields=["article", "-live_from"],
                condition=Q(correction__gt=""),
                name="edition_corrected",
            ),
            models.Index(
                fields=["-live_from", "-article"],
                condition=Q(correction__gt=""),
                name="edition_corrections",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({gettext('edition %(number)s') % {'number': self.number}})"

    @cached_property
    def content(self) -> Document:
        return Document.from_json(self.document)

    @property
    def day(self) -> date:
        """The day of publication that readers are shown, in Hà Nội's time."""
        return self.released_at.astimezone(HANOI).date()

    def is_over(self, at) -> bool:
        """Whether readers never see it from that moment on."""
        return self.was_cancelled or (self.live_until is not None and self.live_until <= at)

    @property
    def publisher(self) -> str:
        return full_name(self.published_by) if self.published_by else ""

    @property
    def was_cancelled(self) -> bool:
        return self.live_until == self.live_from


class EditionPhoto(models.Model):
    """A photo that stands in an edition, also the logo of its source. The row keeps it from being
    deleted."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="photo_rows")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="edition_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "photo"], name="edition_photo_once")
        ]


class EditionDocument(models.Model):
    """A document that is attached to an edition, or to which its body leads. The row keeps it from
    being deleted."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="document_rows")
    document = models.ForeignKey(MediaDocument, models.PROTECT, related_name="edition_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "document"], name="edition_document_once")
        ]


class ListingQuerySet(models.QuerySet):
    def listed(self, kind: str, target: int, at: datetime | None = None) -> "ListingQuerySet":
        """The rows of that list that readers see at that moment."""
        return self.filter(live(at or timezone.now()), kind=kind, target=target)

    def unended(self, at: datetime | None = None) -> "ListingQuerySet":
        """The rows that readers see at that moment or will see later."""
        return self.filter(unended_q(at or timezone.now()))


class Listing(models.Model):
    """An edition's place in one list, from when until when. The worker deletes ended rows."""

    kind = models.CharField(max_length=8, choices=ListKind)
    # The key of the section, topic, author, tag or source; 0 in the list of all articles; in the
    # list of a day `lifecycle.day_target`.
    target = models.BigIntegerField()
    article = models.ForeignKey(Article, models.PROTECT, related_name="listings", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="listings")
    released_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "target", "-released_at", "-article"], name="listing_page"
            ),
            models.Index(fields=["article"], name="listing_article"),
            models.Index(
                fields=["live_until"],
                condition=Q(live_until__isnull=False),
                name="listing_ended",
            ),
        ]


# Crockford's base 32, which has no I, L, O and U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """A verification code: 60 random bits, in letters that nobody confuses on paper."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def parse_code(typed: str) -> str | None:
    """The code that somebody typed, look-alike letters corrected; None when it cannot be one."""
    code = "".join(typed.split()).replace("-", "").upper().translate(_LOOKALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(_ALPHABET) else None
