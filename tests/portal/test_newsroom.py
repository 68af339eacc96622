"""What people do in a newsroom, in any order, keeps its promises (`tests.portal.newsroom`): readers
see exactly what was published, no save is lost, and the log explains how things stand."""

import pytest


@pytest.mark.long
def test_random_sequences(newsroom):
    newsroom(25)


def test_each_mistake_is_made_in_a_line_that_the_product_has(monkeypatch):
    from tests.portal.newsroom.mistakes import MISTAKES, make  # here: it wants the models

    for mistake in MISTAKES.values():
        with monkeypatch.context() as made:
            make(made, mistake)
