from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgencyConfig(AppConfig):
    name = "agency"
    verbose_name = _("Agency")

    def ready(self) -> None:
        from agency import notices, uses
        from delivery import due_moments
        from media import usage as media_uses
        from media.signals import photo_rendered

        media_uses.register(uses.logo_usage)
        photo_rendered.connect(uses.purge_logo)
        due_moments.register(
            due_moments.DueSource(notices.next_notice_moment, notices.notice_tags_between)
        )
