"""The demo city for measurements: no picture is rendered, but the rows look as if all were."""

from django.core.management import call_command

from media.models import Photo
from portal import message_catalogue
from tests.demo import city

WIDTHS = [320, 640, 960, 1440]


def build() -> None:
    """Migrate the database, collect static files and load the demo city."""
    message_catalogue.compile_stale()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    city.load()
    # Pages read renditions and sizes from these columns and never open a file.
    Photo.objects.update(widths=WIDTHS, rendered=True)
