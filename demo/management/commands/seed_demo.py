from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from demo import seeding
from media.public_files.refresh import compare


class Command(BaseCommand):
    help = "Writes many more demo articles, for scale tests."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--articles", type=int, required=True, metavar="N")

    def handle(self, *, articles: int, **options) -> None:
        if articles < 1:
            raise CommandError("--articles is a number above zero")
        start = monotonic()
        try:
            for done in seeding.seed(articles):
                if done % 10_000 == 0 or done == articles:
                    self.stdout.write(f"{done} articles, {monotonic() - start:.0f} s")
            compare()
        except LookupError as error:
            raise CommandError(str(error)) from error
