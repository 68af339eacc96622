"""Two changed versions of a text are merged, and nothing is lost where both changed it."""

import pytest
from hypothesis import given, strategies as st

from text.body.clean import clean_body
from text.body.read import blocks
from text.diff import merge

BLOCKS = st.lists(st.sampled_from("abcdef"), max_size=6)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "aBc", "abc", "aBc"),
        ("abc", "abc", "abC", "abC"),
        ("abc", "Abc", "abC", "AbC"),
        ("ab", "Ab", "aB", "AB"),
        ("abc", "bc", "abC", "bC"),
        ("abc", "abcd", "xabc", "xabcd"),
        ("abc", "aXbc", "abYc", "aXbYc"),
        ("abc", "aBc", "aBc", "aBc"),
        ("", "", "a", "a"),
        ("abcd", "d", "abcdE", "dE"),
    ],
)
def test_what_either_changed_is_there(base, theirs, mine, merged):
    found = merge(base, theirs, mine)

    assert ("".join(found.mine), "".join(found.theirs), found.has_conflict) == (
        merged,
        merged,
        False,
    )


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "as_mine", "as_theirs"),
    [
        ("abc", "aXc", "aYc", "aYc", "aXc"),
        ("abcde", "aXcdE", "AYcde", "AYcdE", "AXcdE"),
        ("ab", "aXb", "aYb", "aYb", "aXb"),
        ("abc", "ac", "aBc", "aBc", "ac"),
        ("", "a", "b", "b", "a"),
    ],
)
def test_where_both_changed_the_same_there_are_two_texts(base, theirs, mine, as_mine, as_theirs):
    found = merge(base, theirs, mine)

    assert ("".join(found.mine), "".join(found.theirs)) == (as_mine, as_theirs)
    assert found.has_conflict


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("ab", "ba", "aB"),  # moved by them, its neighbour changed by me
        ("abc", "bac", "bca"),  # moved by both, to two places
        ("ab", "ba", "aXb"),
        ("abc", "aXbc", "abXc"),  # the same photo put in at two places
    ],
)
def test_where_a_block_would_be_lost_or_doubled_both_whole_texts_stand(base, theirs, mine):
    found = merge(base, theirs, mine)

    assert ("".join(found.mine), "".join(found.theirs), found.has_conflict) == (mine, theirs, True)


@given(base=BLOCKS, theirs=BLOCKS, mine=BLOCKS)
def test_each_block_is_there_as_often_as_in_one_of_both_or_between(base, theirs, mine):
    found = merge(base, theirs, mine)

    for merged in (found.mine, found.theirs):
        for block in "abcdef":
            counts = sorted((theirs.count(block), mine.count(block)))
            assert counts[0] <= merged.count(block) <= counts[1]


@given(base=BLOCKS, theirs=BLOCKS, mine=BLOCKS)
def test_nothing_is_in_it_that_was_in_none_and_no_new_block_is_lost(base, theirs, mine):
    found = merge(base, theirs, mine)

    both = {*found.mine, *found.theirs}
    assert {*theirs, *mine} - {*base} <= both <= {*base, *theirs, *mine}
    assert found.has_conflict == (found.mine != found.theirs)


@given(base=BLOCKS, changed=BLOCKS)
def test_of_one_who_changed_nothing_nothing_is_asked(base, changed):
    assert merge(base, base, changed).mine == changed == merge(base, changed, base).theirs


def test_a_body_is_cut_between_its_outermost_blocks():
    sent = (
        "<p>Một &gt; hai</p><ul><li>a<ul><li>b</li></ul></li></ul><hr>"
        '<figure data-photo="3" data-alt="x &gt; y"><figcaption>Ảnh<cite>ĐT</cite></figcaption>'
        "</figure><blockquote><p>c</p><p>d</p></blockquote>"
        "<table><tbody><tr><td><p>e</p><p>f</p></td></tr></tbody></table><h2>g</h2>"
    )
    body = clean_body(sent).html

    found = blocks(body)

    assert "".join(found) == body
    assert [block.partition(">")[0].split()[0] for block in found] == [
        "<p", "<ul", "<hr", "<figure", "<blockquote", "<table", "<h2",
    ]  # fmt: skip
