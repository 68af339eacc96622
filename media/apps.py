from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from delivery import purging, worker_status
        from media import public_files, removal, renditions  # noqa: F401

        worker_status.register(renditions.RENDITIONS_TASK)
        purging.register_follower(public_files.follow_purges)
