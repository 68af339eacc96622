"""Fixtures that play random sequences of what people do on a whole portal."""

import logging
from collections.abc import Callable
from datetime import timedelta

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.memory import forget_marks


@pytest.fixture
def sequences(one_transaction, clock, django_capture_on_commit_callbacks) -> Callable:
    """Call it with a number: it plays so many random sequences of steps in a small town
    (`tests.portal.town`), and fails after a step that has left a page stale."""
    # Imported late: they import models.
    from tests.delivery.delivered import Delivered
    from tests.factories import make_publisher
    from tests.portal import town

    # Triggers protect what has ended. For the database's own clock, nothing here has ended yet.
    clock.move(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        town.build()
    by, first = make_publisher(), Delivered()

    class Played(town.Town):
        pass

    Played.by, Played.clock, Played.first = by, clock, first
    Played.commits = staticmethod(django_capture_on_commit_callbacks)

    def play(count: int, steps: int = 4, **settings: object) -> None:
        forget_marks()
        town.look(first, {})
        run_state_machine_as_test(
            Played,
            settings=hypothesis.settings(
                max_examples=count,
                stateful_step_count=steps,
                # Without shrinking: the sequences are short.
                phases=[hypothesis.Phase.generate],
                suppress_health_check=list(hypothesis.HealthCheck),
                **settings,
            ),
        )

    return play


@pytest.fixture
def newsroom(
    one_transaction, clock, settings, monkeypatch, django_capture_on_commit_callbacks
) -> Callable:
    """Call it with a number: it plays so many random sequences of what people do in a newsroom
    (`tests.portal.newsroom`), and fails after a request whose result differs from the model."""
    # Imported late: they import models.
    from tests.portal.newsroom import machine, room

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Sessions must not end while days pass.
    settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_HOURS = 365 * 1440, 365 * 24
    # No log of each 403, 404 and 410.
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    clock.now = clock.now.replace(second=0, microsecond=0) + timedelta(days=1)
    forget_marks()
    furnished = room.Room(clock, django_capture_on_commit_callbacks)
    furnished.furnish()
    return machine.Sequences(furnished, machine.articles(furnished))
