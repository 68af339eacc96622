"""The outbox: which pages a committed change has made stale."""

from django.db import models


class Purge(models.Model):
    """Tags that one transaction has made stale, until every engine has dropped their pages."""

    tags = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.tags
