from django.core.management.base import BaseCommand, no_translations

from demo import removing
from media.public_files.refresh import compare


class Command(BaseCommand):
    help = "Removes the demo content and what seed_demo wrote, all of it but what you use."

    # The output names the kinds of what is kept, in English.
    @no_translations
    def handle(self, **options) -> None:
        kept = removing.remove()
        compare()
        for each in kept:
            self.stdout.write(f"Kept: {each}.")
        but = ", all but what is named above" if kept else ""
        self.stdout.write(f"The demo content is gone{but}.")
