import random
import time

import pytest
from hypothesis import given, settings, strategies as st

from text.diff import DiffRow, DiffSpan, compare


def same(text):
    return DiffRow("same", (DiffSpan("same", text),), (DiffSpan("same", text),))


def removed(text):
    return DiffRow("removed", (DiffSpan("removed", text),), ())


def added(text):
    return DiffRow("added", (), (DiffSpan("added", text),))


def changed(before, after):
    """A changed row. On each side, `[…]` encloses the words that differ."""
    return DiffRow("changed", _side(before, "removed"), _side(after, "added"))


def _side(marked, kind):
    parts = marked.replace("]", "[").split("[")
    return tuple(
        DiffSpan(kind if at % 2 else "same", part) for at, part in enumerate(parts) if part
    )


def test_equal_texts_have_no_change():
    assert compare(["một", "hai"], ["một", "hai"]) == [same("một"), same("hai")]


def test_nothing_against_nothing_is_nothing():
    assert compare([], []) == []


def test_added_and_removed_paragraphs_stand_in_their_places():
    assert compare(["một", "hai", "ba"], ["không", "một", "ba", "bốn"]) == [
        added("không"),
        same("một"),
        removed("hai"),
        same("ba"),
        added("bốn"),
    ]


@pytest.mark.parametrize(
    "before, after",
    [
        ("Phường có [18] hồ sen.", "Phường có [20] hồ sen."),
        ("Phường có hồ sen.", "Phường có hồ [trồng ]sen."),
        ("Phường [Bến ]có hồ sen.", "Phường có hồ sen."),
        ("Chiều[\u00a0]12/9, tại phường", "Chiều[ ]12/9, tại phường"),
        ("Phường có hồ [ ]sen trắng", "Phường có hồ sen trắng"),
        (
            "Hội nghị do [Ban Quản lý] chủ trì sáng nay",
            "Hội nghị do [Hội Nông dân] chủ trì sáng nay",
        ),
        ("Phường có hồ sen", "Phường có hồ sen[.]"),
        ("Nghị [quyêt] được hội đồng thông qua", "Nghị [quyết] được hội đồng thông qua"),
    ],
)
def test_only_the_words_that_differ_are_marked(before, after):
    plain = [side.replace("[", "").replace("]", "") for side in (before, after)]

    assert compare(plain[:1], plain[1:]) == [changed(before, after)]


def test_a_changed_paragraph_is_paired_though_others_come_and_go_round_it():
    old = "Các hộ trồng sen của phường ký mười tám hợp đồng bao tiêu"
    new = "Các hộ trồng sen của phường ký hai mươi hợp đồng bao tiêu"

    kinds = [row.kind for row in compare(["xưa", old, "cũ"], ["nay", "mới", new])]

    assert kinds == ["removed", "added", "added", "changed", "removed"]


def test_unlike_paragraphs_are_not_paired():
    assert compare(["sen trắng nở sớm"], ["xe buýt chạy muộn"]) == [
        removed("sen trắng nở sớm"),
        added("xe buýt chạy muộn"),
    ]


def test_a_moved_paragraph_is_removed_here_and_added_there():
    assert compare(["một", "hai", "ba"], ["ba", "một", "hai"]) == [
        added("ba"),
        same("một"),
        same("hai"),
        removed("ba"),
    ]


words = st.lists(st.sampled_from(["sen", "hồ", " ", "\u00a0", "  ", ",", "\n", "Đ", "e\u0301"]))
texts = st.lists(st.one_of(words.map("".join), st.text(max_size=8)), max_size=8)


@settings(max_examples=500, deadline=None)
@given(texts, texts)
def test_the_spans_of_a_side_are_that_side_to_the_letter(before, after):
    rows = compare(before, after)

    assert [
        ["".join(s.text for s in row.before) for row in rows if row.kind != "added"],
        ["".join(s.text for s in row.after) for row in rows if row.kind != "removed"],
    ] == [before, after]


@settings(max_examples=500, deadline=None)
@given(texts, texts)
def test_a_row_is_marked_same_exactly_when_its_sides_are_equal(before, after):
    for row in compare(before, after):
        sides = ["".join(s.text for s in side) for side in (row.before, row.after)]
        kinds = {s.kind for s in row.before + row.after}
        assert (row.kind == "same") == (sides[0] == sides[1] and bool(row.before and row.after))
        assert row.kind != "changed" or kinds & {"removed", "added"}


def _paragraph(source, words):
    return " ".join(source.choice(words) for _ in range(100))


@pytest.mark.parametrize("vocabulary", [20, 100_000])
def test_two_thousand_changed_paragraphs_are_compared_in_seconds(vocabulary):
    source = random.Random(3)
    words = [f"t{number}" for number in range(vocabulary)]
    before = [_paragraph(source, words) for _ in range(2000)]
    after = [text.replace(" ", " sửa ", 1) for text in before]
    started = time.thread_time()

    rows = compare(before, after)

    assert {row.kind for row in rows} == {"changed"}
    assert time.thread_time() - started < 40  # measured: 2


def test_two_unlike_paragraphs_of_fifty_thousand_words_are_compared_in_seconds():
    source = random.Random(4)
    words = ["sen", "hồ", "chợ", "bến", "phường"]
    before = " ".join(source.choice(words) for _ in range(50_000))
    after = " ".join(source.choice(words) for _ in range(50_000))
    started = time.thread_time()

    (row,) = compare([before], [after])

    assert (row.kind, time.thread_time() - started < 20) == ("changed", True)


def test_two_thousand_equal_paragraphs_against_one_less_are_compared_at_once():
    started = time.thread_time()

    rows = compare(["một hai"] * 2000, ["một hai"] * 1999)

    assert [row.kind for row in rows] == ["same"] * 1999 + ["removed"]
    assert time.thread_time() - started < 5
