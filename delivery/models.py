"""The outbox: which pages a committed change has made stale, and who has not been told yet."""

from django.db import models


class Purge(models.Model):
    """Tags that one change has made stale, until one engine has dropped their pages."""

    # Its name; nothing for the marks of this host.
    engine = models.CharField(max_length=200, blank=True, default="")
    # The same as it was announced under, before it was committed.
    change = models.CharField(max_length=32, blank=True, default="")
    tags = models.TextField()
    # Whether nobody may see the old pages any more.
    gone = models.BooleanField(default=False)
    written_at = models.DateTimeField(auto_now_add=True)
    # When it is to be told once more; for now it has been told.
    again_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.tags
