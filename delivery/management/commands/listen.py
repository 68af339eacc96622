"""`manage.py listen`: hears from other machines what has changed; `manage.py serve` starts it."""

from django.core.management.base import BaseCommand, CommandError

from delivery.conf import engine_urls

from ...engines.redis import listen


class Command(BaseCommand):
    help = (
        "Marks here what other machines change, as they tell it through Redis; until it is stopped."
    )

    def handle(self, **options) -> None:
        for url in engine_urls("redis", "rediss"):
            # Does not return.
            listen(url)
        raise CommandError("DELIVERY_ENGINES names no Redis")
