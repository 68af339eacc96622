"""Random sequences of what people do in a newsroom (`tests.portal.newsroom`): readers always see
exactly what was published, no save is lost, and the log explains the state of each article."""

import pytest

from tests.processes import POSTGRESQL

# The requests are the same on both databases.
SEQUENCES = 12 if POSTGRESQL else 6


@pytest.mark.long
def test_random_sequences(newsroom):
    newsroom(SEQUENCES)


def test_each_mistake_is_made_in_a_line_that_the_product_has(monkeypatch):
    # Imported late: it imports models.
    from tests.portal.newsroom.mistakes import MISTAKES, make

    for mistake in MISTAKES.values():
        with monkeypatch.context() as made:
            make(made, mistake)
