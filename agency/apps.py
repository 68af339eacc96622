from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgencyConfig(AppConfig):
    name = "agency"
    verbose_name = _("Agency")

    def ready(self) -> None:
        from agency import notices, uses
        from delivery import due
        from media import uses as media_uses

        media_uses.register(uses.photos)
        due.register(due.Source(notices.moment_after, notices.stale_between))
