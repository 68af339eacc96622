from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from delivery import worker
        from media import files, renditions

        worker.register(renditions.RENDITIONS_TASK)
        post_delete.connect(files.photo_deleted, sender="media.Photo")
        post_delete.connect(files.document_deleted, sender="media.Document")
