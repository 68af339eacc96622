from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupsConfig(AppConfig):
    name = "backups"
    verbose_name = _("Backups")

    def ready(self) -> None:
        from delivery import worker_status
        from media.takedown import take_down
        from news.desk.steps.withdrawal import withdrawn
        from news.redaction.redact import redacted

        from .removals import noting

        redacted.connect(noting.note_redaction)
        withdrawn.connect(noting.note_withdrawal)
        take_down.register(noting.FOLLOWER)
        worker_status.register(noting.TASK)
