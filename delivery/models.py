"""The outbox: which pages a committed change has made stale, and who has not been told yet."""

from django.db import models


class Purge(models.Model):
    """Tags that one change has made stale, until one engine has dropped their pages."""

    engine = models.CharField(max_length=200, blank=True, default="")
    """Its name; nothing for the marks of this host."""
    change = models.CharField(max_length=32, blank=True, default="")
    """The same as it was announced under, before it was committed."""
    tags = models.TextField()
    gone = models.BooleanField(default=False)
    """Whether nobody may see the old pages any more."""
    written_at = models.DateTimeField(auto_now_add=True)
    again_at = models.DateTimeField(null=True)
    """When it is to be told once more; for now it has been told."""

    def __str__(self) -> str:
        return self.tags
