"""`manage.py purge`: no page that was cached until now is shown again."""

from django.core.management.base import BaseCommand

from delivery.purging import purge
from delivery.tags import SITE


class Command(BaseCommand):
    help = "Drops every cached page, here and elsewhere: after a restore, or changes by SQL."

    def handle(self, **options) -> None:
        purge([SITE], gone=True)
