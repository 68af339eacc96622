from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from delivery import purging, worker_status
        from media import public_files, public_use, removal, renditions, usage  # noqa: F401

        worker_status.register(renditions.RENDITIONS_TASK)
        purging.register_follower(public_files.follow_purges)
        usage.register(public_use.rows_with_photos)
        usage.register(public_use.rows_with_documents, kind=usage.DOCUMENT)
        for model in public_use.models_naming_files():
            pre_delete.connect(public_use.purge_files_of_deleted, sender=model)
