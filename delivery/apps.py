from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from delivery.tags import SITE


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from delivery import due_moments, purging, worker

        worker.register(purging.WORK)
        post_migrate.connect(purge_after_migration, sender=self)
        due_moments.clock_put_back.connect(purging.purge_after_clock_put_back)


def purge_after_migration(plan: list[tuple[object, bool]], **_about: object) -> None:
    """Pages that were kept show what the database was."""
    from delivery.purging import purge

    if any(not backwards for _migration, backwards in plan):
        purge([SITE])
