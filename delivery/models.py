"""The outbox: which pages a change has made stale, and which engine has not been told yet."""

from django.db import models

from database import request_ids


class Purge(models.Model):
    """Tags that one change has made stale, until one engine has dropped their pages."""

    # The engine's name; empty for the marks of this machine.
    engine = models.CharField(max_length=200, blank=True, default="")
    # The id under which the change was announced before its commit.
    change = models.CharField(max_length=32, blank=True, default="")
    # Of the request that made the change.
    request_id = models.CharField(
        max_length=64, blank=True, default=request_ids.current, db_default=""
    )
    tags = models.TextField()
    # Whether nobody may see the old pages again.
    gone = models.BooleanField(default=False)
    written_at = models.DateTimeField(auto_now_add=True)
    # When the engine, which has been told once, is to be told again.
    again_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.tags
