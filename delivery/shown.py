"""What pages show, as far as delivery has to know."""

from django.db import models, transaction

from .purging import purge
from .tags import SITE


class PurgesEveryPage(models.Model):
    """Something in the header or the footer: whenever a row changes, every page is stale."""

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        with transaction.atomic():
            super().save(**kwargs)
            purge([SITE])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            purge([SITE])
            return super().delete(*args, **kwargs)
