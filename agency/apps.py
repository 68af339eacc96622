from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgencyConfig(AppConfig):
    name = "agency"
    verbose_name = _("Agency")

    def ready(self) -> None:
        from agency import current, models
        from delivery import due_moments
        from media import usage as media_uses
        from media.models import photo_changed

        media_uses.register(models.logo_usage)
        photo_changed.connect(models.purge_logo)
        due_moments.register(
            due_moments.DueSource(current.next_notice_moment, current.notice_tags_between)
        )
