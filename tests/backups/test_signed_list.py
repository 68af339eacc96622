"""The list of removals tells whether anybody has changed it."""

import json
from datetime import UTC, datetime

import pytest

from backups.removals.signed_list import ListedRemoval, SignedList, UntrustedList

THREE = [
    ListedRemoval(str(number), datetime(2019, 5, 6, tzinfo=UTC), {"redacted": number})
    for number in range(3)
]


@pytest.fixture
def signed(tmp_path) -> SignedList:
    found = SignedList(tmp_path / "removals" / "list", "khóa")
    found.create()
    found.append(THREE)
    return found


def test_what_is_appended_is_read_in_its_order_and_listed_once(signed):
    signed.append(THREE)

    assert signed.read() == THREE


def test_an_empty_list_is_no_lost_one(tmp_path):
    found = SignedList(tmp_path / "list", "khóa")
    with pytest.raises(UntrustedList, match="is lost"):
        found.read()

    found.create()

    assert found.read() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0], lines[1].replace("2019", "2018"), *lines[2:]],
        lambda lines: [lines[0], lines[2], lines[1], lines[3]],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: lines[1:],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [],
        lambda lines: [lines[0], "không phải một dòng", *lines[1:]],
    ],
    ids=["changed", "swapped", "taken out", "beginning", "twice", "emptied", "put in"],
)
def test_a_list_that_was_changed_is_neither_read_nor_continued(signed, change):
    lines = signed.path.read_text().splitlines()
    signed.path.write_text("".join(f"{line}\n" for line in change(lines)))

    with pytest.raises(UntrustedList):
        signed.read()
    with pytest.raises(UntrustedList):
        signed.append(THREE)


def test_another_key_does_not_read_it(signed):
    with pytest.raises(UntrustedList, match="another key"):
        SignedList(signed.path, "khác").read()


def test_half_a_line_of_a_writer_that_was_killed_is_written_anew(signed):
    lines = signed.path.read_bytes().splitlines(keepends=True)
    signed.path.write_bytes(b"".join(lines[:-1]) + lines[-1][:-20])
    before = signed.read()

    signed.append(THREE)

    assert (before, signed.read()) == (THREE[:2], THREE)


def test_it_is_written_in_plain_json(signed):
    said = signed.path.read_text().splitlines()[1].partition(" ")[2]

    assert json.loads(said) == {
        "id": "0",
        "at": "2019-05-06T00:00:00+00:00",
        "what": {"redacted": 0},
    }
