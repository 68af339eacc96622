"""Sittings: opened forms of articles, with what was typed and not saved."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from staff.drafts import load_fields

from ..desk.models import Article

# A visible form sends a heartbeat every 15 seconds.
HEARTBEAT_TIMEOUT = timedelta(seconds=40)


class SittingQuerySet(models.QuerySet):
    def there(self, at: datetime | None = None) -> "SittingQuerySet":
        """Those whose form is open and visible now."""
        at = at or timezone.now()
        # The upper bound leaves out heartbeats of a clock that ran ahead and was put back.
        return self.filter(seen_at__gt=at - HEARTBEAT_TIMEOUT, seen_at__lt=at + HEARTBEAT_TIMEOUT)

    def unsaved(self) -> "SittingQuerySet":
        """Those with words that were typed after the last save."""
        return self.filter(typed_at__isnull=False).filter(
            Q(saved_at=None) | Q(saved_at__lt=F("typed_at"))
        )


class Sitting(models.Model):
    """One opened form of an article: who opened it, and what they typed and did not save."""

    # Made anew each time a form is opened.
    key = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # NULL: a new article, or one that was deleted; its words are then offered for a new one.
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="sittings")
    # Packed by `staff.drafts.dump_fields`.
    fields = models.TextField(blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    # When the last heartbeat came. NULL: the form was closed.
    seen_at = models.DateTimeField(null=True)
    typed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    # When the person chose the stored text instead. The typed text can still be opened.
    dropped_at = models.DateTimeField(null=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "article"], name="sitting_of_whom")]

    def __str__(self) -> str:
        return f"{self.user}: {self.article or '–'}"

    @cached_property
    def title(self) -> str:
        """The article's title as typed."""
        return self.text("title")

    def text(self, field: str) -> str:
        """What was typed into that field."""
        return dict(load_fields(self.fields)).get(field, "").strip()

    @property
    def is_there(self) -> bool:
        """Whether its form is open and visible now: the same as `SittingQuerySet.there`."""
        return self.seen_at is not None and (abs(timezone.now() - self.seen_at) < HEARTBEAT_TIMEOUT)
