"""`manage.py listen`: hears from other hosts what has changed; `manage.py serve` starts it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.bus import listen


class Command(BaseCommand):
    help = "Marks here what other hosts change, as they tell it through Redis; until it is stopped."

    def handle(self, **options) -> None:
        for url in settings.DELIVERY["ENGINES"]:
            if urlsplit(url).scheme in {"redis", "rediss"}:
                listen(url)
        raise CommandError("DELIVERY_ENGINES names no Redis")
