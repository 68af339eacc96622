from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        from delivery import due_moments, worker_status
        from media import usage as media_uses
        from media.public_files import use as public_use
        from media.takedown import take_down
        from news import media_usage
        from news.counting import readers
        from news.desk import clock_repair  # noqa: F401
        from news.editions import lifecycle
        from news.fronts import placements
        from news.receipts import requests
        from news.rights import beats  # noqa: F401
        from news.search import index

        take_down.register(
            take_down.Follower(
                taken_down=requests.request_file_receipt,
                hiding=index.reindexed,
                receipt_url=requests.file_receipt_url,
            )
        )
        public_use.register(media_usage.EDITIONS)
        media_uses.register(media_usage.articles_with_photos)
        media_uses.register(media_usage.articles_with_documents, kind=media_uses.DOCUMENT)
        for each in (lifecycle, placements):
            due_moments.register(due_moments.DueSource(each.moment_after, each.tags_between))
        for work in (requests.WORK, requests.FILES_WORK, index.WORK, readers.WORK):
            worker_status.register(work)
