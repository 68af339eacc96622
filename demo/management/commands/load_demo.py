from django.core.management.base import BaseCommand

from demo import content, loading, unpublished
from news.models import Article
from sections.models import Section


class Command(BaseCommand):
    help = "Loads the invented city of Hải Lam into an empty portal."

    def handle(self, **options) -> None:
        if Section.objects.exists() or Article.objects.exists():
            self.stdout.write("The portal has content of its own; no demo content was loaded.")
            return
        demo = content.load()
        loading.load(demo, loading.take_pictures(demo))
        unpublished.load(demo)
