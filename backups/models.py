"""What the backups app stores in the database."""

import uuid

from django.db import models


class Removal(models.Model):
    """One withdrawal, redaction or takedown, so that it is done again after an older backup was
    restored. It holds keys and moments, and no word."""

    # No number of a sequence: a restored database would give out the same numbers again.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    # See `backups.removals.noting`.
    what = models.JSONField()
    # When it was written into the signed list; NULL while it waits for that.
    listed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["at"], condition=models.Q(listed_at=None), name="removal_not_listed"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
