"""The demo city for a measurement: no file of a picture, but rows as if all were rendered."""

from django.core.management import call_command

from media.models import Photo
from portal import message_catalogue
from tests.demo import city

WIDTHS = [320, 640, 960, 1440]


def build() -> None:
    """An up-to-date database, collected static files, the demo city."""
    message_catalogue.compile_stale()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    city.load()
    # Pages name renditions and sizes from these columns and never look at a file.
    Photo.objects.update(widths=WIDTHS, rendered=True)
