"""Proofing keeps the promises of docs/proofing.md, both for the texts that its rules were tuned on
and for those that were held out."""

import pytest

from tests.text.proof.labelled import SENTENCES, alarms, labelled, score, sentences
from tests.text.proof.slips import SLIPS, found_of


def test_a_labelled_line_is_read_as_text_and_faults():
    one = labelled("Chi {number|38|83} tỷ >> Chi 83\\u00a0tỷ {doubled|của của|của} phố")

    assert one.texts == ["Chi 38 tỷ", "Chi 83\u00a0tỷ của của phố"]
    assert one.faults == {
        (0, 4, 6): ("number", "83"),
        (1, 10, 17): ("doubled", "của"),
    }


def test_there_are_three_hundred_sentences_about_half_of_them_right():
    every = [*sentences("tuned"), *sentences("held out")]
    right = sum(not one.faults for one in every)

    assert len(every) >= 300
    assert 0.4 <= right / len(every) <= 0.6
    assert len(SENTENCES.read_text().split()) > 3000


@pytest.mark.parametrize("part", ["tuned", "held out"])
def test_nine_faults_in_ten_are_found_and_few_findings_are_in_vain(part):
    scores = score(part)[0].values()
    found, missed, false = (
        sum(getattr(one, name) for one in scores) for name in ("found", "missed", "false")
    )

    assert found / (found + missed) > 0.9
    assert found / (found + false) > 0.95


@pytest.mark.parametrize("part", ["tuned", "held out", "formal"])
def test_good_text_has_at_most_one_false_alarm_in_a_thousand_words(part):
    words, found = alarms(part)

    assert words > 1500
    assert len(found) <= words / 1000


def test_most_letters_in_turn_or_twice_are_found():
    made, found, mended = found_of("two letters in turn", "held out", 100)

    assert set(SLIPS) >= {"two letters in turn", "another tone"}
    assert (found > made * 0.7, mended > made * 0.6) == (True, True)
