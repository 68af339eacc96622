"""`make proof`: many more sequences than `make test` has time for, new ones each time; and each
mistake in the code is found by a sequence."""

import os
import sys

import pytest

SEQUENCES = int(os.environ.get("PROOF_SEQUENCES", "1000"))


def test_a_thousand_sequences_keep_the_promises(newsroom):
    newsroom(SEQUENCES, steps=12, derandomize=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "mistake" in metafunc.fixturenames:
        # Imported late: it imports models.
        from tests.portal.newsroom.mistakes import MISTAKES

        metafunc.parametrize("mistake", MISTAKES)


def test_a_mistake_is_found(newsroom, monkeypatch, capsys, mistake):
    from tests.portal.newsroom import mistakes

    with monkeypatch.context() as made:
        mistakes.make(made, mistakes.MISTAKES[mistake])
        with pytest.raises(Exception) as found:
            newsroom(500, steps=8)

    assert not found.type.__module__.startswith("hypothesis"), found.value
    after = newsroom.played
    with capsys.disabled():
        sys.stdout.write(f"\n{mistake}: after {after} sequences, {found.typename}\n")
    # Without the mistake, the same sequences find nothing.
    newsroom(after, steps=8)
