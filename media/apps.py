from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from delivery import purging, worker_status
        from media import removal, renditions, usage  # noqa: F401
        from media.public_files import refresh, rows, use

        worker_status.register(renditions.RENDITIONS_TASK)
        worker_status.register(refresh.FILES_TASK)
        purging.register_follower(refresh.follow_purges)
        use.register(rows.ROWS)
        usage.register(rows.rows_with_photos)
        usage.register(rows.rows_with_documents, kind=usage.DOCUMENT)
        for model in rows.models_naming_files():
            pre_delete.connect(rows.purge_files_of_deleted, sender=model)
