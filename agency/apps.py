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

        media_uses.register(uses.photos)
        photo_rendered.connect(uses.logo_rendered)
        due_moments.register(due_moments.Source(notices.moment_after, notices.stale_between))
