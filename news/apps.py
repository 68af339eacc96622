from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        from media import uses as media_uses
        from news import audited, due, uses  # noqa: F401

        media_uses.register(uses.photos)
        media_uses.register(uses.documents, kind=media_uses.DOCUMENT)
        due.register()
