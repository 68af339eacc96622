from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Removes the demo content, all of it but what your own content uses."

    def handle(self, **options) -> None:
        from portal.demo import loading

        for kept in loading.remove():
            self.stdout.write(f"kept, because it is in use: {kept}")
        self.stdout.write("The demo content is gone.")
