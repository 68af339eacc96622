from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Removes the demo content, all of it but what your own content uses."

    def handle(self, **options) -> None:
        from portal.demo import loading

        kept = loading.remove()
        for each in kept:
            self.stdout.write(f"kept, because it is in use: {each}")
        but = ", all but what is named above" if kept else ""
        self.stdout.write(f"The demo content is gone{but}.")
