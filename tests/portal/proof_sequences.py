"""`make proof`: many more sequences than `make test` has time for, new ones each time; and each
kind of tag that is missing is found."""

import pytest

from tests.portal.test_sequences import forget

# The kinds of tags that no other tag can replace. Pages with the tag of a `day` or a `year` have
# `archive` too, those with `verify` or `agency` have `article` or `site`, and pages with `missing`
# are not cached.
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
