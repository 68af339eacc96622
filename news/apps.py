from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        from delivery import overdue
        from media import usage as media_uses
        from news import audited, counting, due, put_back, receipts, uses  # noqa: F401
        from news.search import index

        media_uses.register(uses.photos)
        media_uses.register(uses.documents, kind=media_uses.DOCUMENT)
        due.register()
        put_back.register()
        for work in (receipts.WORK, index.WORK, counting.WORK):
            overdue.register(work)
