"""Receipts: what the portal found when it read its own public pages after a publication, or after a
file was taken down."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from database import request_ids
from media.models import Document, Photo
from media.usage import DOCUMENT, PHOTO, FileRef

from ..editions.models import Edition
from ..enums import ReceiptKind

# A worker that has not finished a receipt in this time counts as dead. To read the pages takes half
# a minute.
CLAIM_EXPIRES = timedelta(minutes=2)


class ReceiptQuerySet(models.QuerySet):
    def waiting(self, at: datetime | None = None) -> "ReceiptQuerySet":
        """The receipts whose moment has come and that no worker is making, the earliest first."""
        at = at or timezone.now()
        is_free = Q(begun_at=None) | Q(begun_at__lte=at - CLAIM_EXPIRES)
        return self.filter(is_free, done_at=None, asked_at__lte=at).order_by("asked_at", "pk")

    def set_aside(self) -> "ReceiptQuerySet":
        """The receipts that could not be made because of an error in the portal."""
        return self.exclude(fault="")


class EditionReceiptQuerySet(ReceiptQuerySet):
    def of(self, articles: list[int], at: datetime | None = None) -> "EditionReceiptQuerySet":
        """The receipts of these articles whose moment has come, the latest first."""
        rows = self.filter(edition__article__in=articles, asked_at__lte=at or timezone.now())
        return rows.order_by("-asked_at", "-pk")


class PagesRead(models.Model):
    """The result of reading public pages: since when each of them is right."""

    # The moment from which on the pages have to be right.
    asked_at = models.DateTimeField()
    # When a worker claimed it.
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # From `asked_at` until the last page was right; NULL while a page is not right.
    seconds = models.FloatField(null=True)
    # For each page a dict of `host`, `path`, `kind`, `ms` and `said`. `ms` is the time from
    # `asked_at` until the page was right; None if it is not. Then `said` tells what is wrong: a
    # code of `delivery.http_client` or `news.receipts.public_pages`, or an HTTP status.
    pages = models.JSONField(default=list)
    # The error in the portal because of which it was set aside; no page is the cause.
    fault = models.CharField(max_length=300, blank=True)
    # Of the request that asked for it.
    request_id = models.CharField(
        max_length=64, blank=True, default=request_ids.current, db_default=""
    )

    class Meta:
        abstract = True
        default_permissions = ()

    @property
    def lacking(self) -> list[dict]:
        """The pages that are not right."""
        return [page for page in self.pages if page["ms"] is None]


class Receipt(PagesRead):
    """The proof that each page shows an edition that began, or no longer shows one that ended. If
    the edition was replaced before, it is done and has no pages.

    `asked_at` is the start or the end of the edition, or when somebody asked for the check to be
    repeated.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=8, choices=ReceiptKind)
    # Whether somebody asked for the check to be repeated.
    again = models.BooleanField(default=False)

    objects = EditionReceiptQuerySet.as_manager()

    class Meta(PagesRead.Meta):
        verbose_name = _("publish receipt")
        verbose_name_plural = _("publish receipts")
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "asked_at"], name="receipt_once")
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=models.Q(done_at=None), name="receipt_open"
            ),
            models.Index(
                fields=["asked_at"], condition=~models.Q(fault=""), name="receipt_set_aside"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"


class FileReceipt(PagesRead):
    """The proof that readers find a file nowhere that was taken down at `asked_at`."""

    photo = models.ForeignKey(Photo, models.CASCADE, null=True, related_name="receipts")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="receipts")
    # Its words are those of an edition that ended.
    kind, again = ReceiptKind.GONE, False

    objects = ReceiptQuerySet.as_manager()

    class Meta(PagesRead.Meta):
        verbose_name = _("takedown receipt")
        verbose_name_plural = _("takedown receipts")
        constraints = [
            models.CheckConstraint(
                condition=Q(photo=None, document__isnull=False)
                | Q(photo__isnull=False, document=None),
                name="file_receipt_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(done_at=None), name="file_receipt_open"),
            models.Index(
                fields=["asked_at"], condition=~Q(fault=""), name="file_receipt_set_aside"
            ),
        ]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def file(self) -> Photo | Document:
        return self.photo or self.document

    @property
    def file_ref(self) -> FileRef:
        return (PHOTO, self.photo_id) if self.photo_id else (DOCUMENT, self.document_id)
