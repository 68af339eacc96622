"""A part of `make faults`: a full disk under the database."""

import pytest

from .faults import FULL_DATABASE, why_not
from .trial import tried

pytestmark = [
    pytest.mark.once,
    pytest.mark.long,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "-"),
]


def test_while_the_disk_of_the_database_is_full_pages_are_served_and_nothing_is_lost(
    portal, tmp_path
):
    found = tried(portal, tmp_path, FULL_DATABASE, fault_seconds=2, articles=20)

    assert (found.failed, found.missing, found.lost) == ({}, [], [])
    # It was met: saves were refused, with the text in the form that came back.
    assert [*found.refused] == ["save: HTTP Error 503: Service Unavailable"]
    assert found.recovery_seconds is not None
