from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..desk.models import Article

# Without a word from a form: it beats every 15 seconds while somebody can see it.
HEARTBEAT_TIMEOUT = timedelta(seconds=40)


class SittingQuerySet(models.QuerySet):
    def there(self, at: datetime | None = None) -> "SittingQuerySet":
        """Those whose form is open before somebody's eyes."""
        at = at or timezone.now()
        # Not what a clock that was put back since saw to come.
        return self.filter(seen_at__gt=at - HEARTBEAT_TIMEOUT, seen_at__lt=at + HEARTBEAT_TIMEOUT)

    def unsaved(self) -> "SittingQuerySet":
        """Those in which something was typed that was not saved after it."""
        return self.filter(typed_at__isnull=False).filter(
            Q(saved_at=None) | Q(saved_at__lt=F("typed_at"))
        )


class Sitting(models.Model):
    """One opened form of an article: who sits at it, and what they typed and have not saved."""

    # Of the form; every time it is opened it is another.
    key = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # NULL: a new one; or one that was deleted meanwhile, whose words are then offered for a new
    # one.
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="sittings")
    # `staff.drafts.dump_fields`
    fields = models.TextField(blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    # NULL: it was closed.
    seen_at = models.DateTimeField(null=True)
    typed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    # When the person chose what is stored instead. It can still be opened.
    dropped_at = models.DateTimeField(null=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "article"], name="sitting_of_whom")]

    def __str__(self) -> str:
        return f"{self.user}: {self.article or '–'}"
