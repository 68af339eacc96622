from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..editions.models import Edition
from ..enums import ReceiptKind

# After which a worker that began a receipt is taken for dead: reading takes half a minute.
CLAIM_EXPIRES = timedelta(minutes=2)


class ReceiptQuerySet(models.QuerySet):
    def waiting(self, at: datetime | None = None) -> "ReceiptQuerySet":
        """Those whose moment has come and that no worker makes now, the earliest first."""
        at = at or timezone.now()
        is_free = Q(begun_at=None) | Q(begun_at__lte=at - CLAIM_EXPIRES)
        return self.filter(is_free, done_at=None, asked_at__lte=at).order_by("asked_at", "pk")

    def of(self, articles: list[int], at: datetime | None = None) -> "ReceiptQuerySet":
        """Those of these articles whose moment has come, the latest first."""
        rows = self.filter(edition__article__in=articles, asked_at__lte=at or timezone.now())
        return rows.order_by("-asked_at", "-pk")

    def set_aside(self) -> "ReceiptQuerySet":
        """Those that could not be made because of a fault of the portal."""
        return self.exclude(fault="")


class Receipt(models.Model):
    """What was read on the public pages after an edition had begun or ended: since when each page
    shows it, or no longer shows it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=8, choices=ReceiptKind)
    # From when on pages are to be right: the start or the end of the edition, or the moment when
    # somebody asked for the receipt again.
    asked_at = models.DateTimeField()
    # Whether somebody asked for it again.
    again = models.BooleanField(default=False)
    # When the worker took it up.
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # From `asked_at` until the last page was right; NULL while one is not.
    seconds = models.FloatField(null=True)
    # For each page a dict of `host`, `path`, `kind`, `ms` and `said`. `ms` is the time from
    # `asked_at` until it was right, or None; `said` is then what it answered: a code of
    # `delivery.http_client` or `news.receipts.public_pages`, or a status. The list is empty in a
    # receipt that is done if the edition had been replaced.
    pages = models.JSONField(default=list)
    # Why it was set aside: a fault of the portal, not of a page.
    fault = models.CharField(max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("publish receipt")
        verbose_name_plural = _("publish receipts")
        default_permissions = ()
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

    @property
    def lacking(self) -> list[dict]:
        """The pages that are not right."""
        return [page for page in self.pages if page["ms"] is None]
