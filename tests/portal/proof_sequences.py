"""`make proof`: many more sequences than `make test` has the time for, new ones each time."""

import pytest

from tests.portal.test_sequences import forget

# Of tags that a change names and no other does in their place: a page of a `day` or a `year` says
# `archive` too, those with `verify` and `agency` say `article` and `site`, and what says `missing`
# is not kept.
KINDS = """
    archive article author corrections home month most-read newest older photo section site source
    tag topic topics
""".split()


def test_a_thousand_sequences(sequences):
    sequences(1000, steps=8, derandomize=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_tag_that_pages_forget_is_found(sequences, monkeypatch, kind):
    forget(monkeypatch, kind)

    with pytest.raises(AssertionError, match="stale"):
        sequences(300)
