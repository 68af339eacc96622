"""The spool: the worker takes each line that requests have added once, in order."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from delivery import spool as module
from delivery.spool import Spool


@pytest.fixture
def spool(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return Spool("thu")


def test_lines_are_taken_once_in_their_order(spool):
    for line in ("một", "hai"):
        spool.add(line)

    assert [spool.take(), spool.take()] == [["một", "hai"], []]


def test_nothing_waits_before_anything_was_added(spool):
    assert spool.take() == []


def test_what_is_put_back_waits_again(spool):
    spool.add("một")
    spool.put_back(spool.take())

    assert spool.take() == ["một"]


def test_no_line_is_lost_or_torn_while_others_add_and_take(spool):
    lines = [f"{number} {'x' * 200}" for number in range(2000)]

    with ThreadPoolExecutor(8) as pool:
        adding = pool.map(spool.add, lines)
        taking = [line for _ in range(200) for line in spool.take()]
        list(adding)
    taking += spool.take()

    assert sorted(taking) == sorted(lines)


def test_a_full_spool_takes_no_more(spool, monkeypatch):
    monkeypatch.setattr(module, "MAX_SPOOL_BYTES", 10)
    for _ in range(50):
        spool.add("123456789")

    assert spool.take() == ["123456789"]


def test_a_folder_that_cannot_be_written_to_is_no_error_of_the_page(spool, tmp_path, caplog):
    # There is a file in place of the folder.
    (tmp_path / "spool").write_text("")

    with caplog.at_level(logging.WARNING):
        spool.add("một")

    assert [record.name for record in caplog.records] == ["delivery.spool"]
