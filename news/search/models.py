"""What is known of the search index, whose own table is no model (`news.search.tables`)."""

from django.db import models


class SearchIndex(models.Model):
    """One row: how far the index has been made, by which version of the tokens."""

    version = models.PositiveIntegerField(default=0)
    # The edition up to which it has been made; what is published meanwhile is in it anyhow.
    last = models.BigIntegerField(default=0)
    whole = models.BooleanField(default=False)
    # Editions of which no row could be made: a search does not find them.
    left_out = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"version {self.version}"
