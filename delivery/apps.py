from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from delivery import due_moments, purging, worker_status

        worker_status.register(purging.WORK)
        post_migrate.connect(purging.purge_after_migration, sender=self)
        due_moments.clock_put_back.connect(purging.purge_after_clock_put_back)
