from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from delivery import worker_status
        from media import renditions

        worker_status.register(renditions.RENDITIONS_TASK)
