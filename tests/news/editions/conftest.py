"""Fixtures for files that are taken down."""

import pytest


@pytest.fixture
def remove(committed):
    """Call it to take a file down, as a publisher."""
    # Imported late: pytest reads this module before Django is set up.
    from media.takedown.take_down import take_down
    from tests.factories import make_publisher

    def call(file, **about):
        committed(lambda: take_down(file.ref, by=make_publisher(), reason="Tòa yêu cầu", **about))

    return call


@pytest.fixture
def live(committed):
    """A published article with a lead photo, a photo in its text and a document."""
    from tests.news.editions.files import publish_with_files

    return committed(publish_with_files)
