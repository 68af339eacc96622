import random
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from text.proof import Finding, ProofKind, check, to_unicode
from text.proof.findings import MAX_FINDINGS
from text.proof.syllable import syllables

LONG = 30_000
HOSTILE = [
    *("a", " ", "a ", "a  ", "1", "1 ", "1.", "1/", "1-", "a-", "a'", "a.", "@", "a@", "www."),
    *("http://", "#a", "\u0301", "e\u0302\u0301 ", "\u200b", "\u00a0", " ,", ". ", "\n", "đ"),
    *("đuợc ", "của ", "thứ hai ", "thứ hai, 1/1/2026 ", "1/1/2026 vào thứ ", "ngày (31/4 "),
    *("31 tháng 4 ", "lúc 25h ", "1h ", "một nghìn ", "9 tỷ tỷ ", "hoà hòa ", "trực trạng "),
    *("Th«ng tin ", "ñöôïc ", "é è ", "¨", "\x00", "\ud800", "😀\u200d", "٣/٤ ", "İ ", "1 ab cd "),
    *("a" + " " * LONG, "1" + "\u00a0" * LONG, "a" + "\u0301" * LONG, "1" * LONG + " tỷ"),
    *("e\u0301 " + "a" * LONG, "e\u0301" + " \u00a0" * LONG, "một " + "trăm " * LONG),
    *("một " + "tỷ " * LONG, "1 h" + "1" * LONG, "Th«ng" + " ân" * LONG, "ddược" * LONG),
]
PRINT_VIEW = Path(__file__).resolve().parents[4] / "shared" / "seed" / "print-view.txt"


def test_findings_come_in_the_order_of_the_article_with_their_places():
    found = check(
        "Chi 38 tỷ đồng sửa trường", ["Thành phố  chi 83 tỷ đồng.", "Việc của của Thảnh ủy."], 2026
    )

    assert found == [
        Finding(ProofKind.NUMBER, "38", 4, 6),
        Finding(ProofKind.DOUBLE_SPACE, "  ", 9, 11, " ", paragraph=0),
        Finding(ProofKind.DOUBLED, "của của", 5, 12, "của", paragraph=1),
        Finding(ProofKind.CONFUSION, "Thảnh ủy", 13, 21, "Thành ủy", paragraph=1),
    ]


def test_nothing_else_is_said_of_words_in_a_legacy_encoding():
    [found] = check("Công văn của ng\xad¬i hãa V¨n gửi đi")

    assert (found.kind, found.words) == ("legacy", "ng\xad¬i hãa V¨n")


def test_one_kind_is_told_a_limited_number_of_times():
    assert len(check("đuợc " * 1000)) == MAX_FINDINGS


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.integers() | st.none())
def test_any_text_is_read_without_an_error_and_told_by_its_own_offsets(text, year):
    for found in check(text, [text], year):
        assert text[found.start : found.end] == found.words


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="aàảtThứ hai1234567890/.:,-()hnđươợcg\u0301\u200b\u00a0«¨ñø", max_size=120))
def test_texts_of_our_letters_are_read_without_an_error(text):
    for found in check(text, [text], 2026):
        assert text[found.start : found.end] == found.words


def test_suggested_text_has_nothing_more_to_be_said():
    text = "Thảnh ủy giao nhiện vụ , đuợc  trả lời"
    for found in reversed(check(text)):
        text = text[: found.start] + found.suggestion + text[found.end :]

    assert (text, check(text)) == ("Thành ủy giao nhiệm vụ, được trả lời", [])


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_thirty_thousand_hostile_characters_are_read_in_time(text):
    hostile = (text * (LONG // len(text) + 1))[:LONG]
    started = time.thread_time()

    check(hostile, [hostile], 2026)
    to_unicode(hostile)

    # Measured: 0.01 to 0.3. Quadratic code takes 4 to 60.
    assert time.thread_time() - started < 3


def test_syllables_at_random_are_read_in_little_time():
    rng = random.Random(1)
    every = list(syllables())
    text = " ".join(rng.choice(every) for _ in range(LONG // 5))
    started = time.thread_time()

    check(text, year=2026)

    assert time.thread_time() - started < 2  # measured: 0.15


@pytest.mark.skipif(not PRINT_VIEW.exists(), reason="the print view is not part of the project")
def test_the_slips_of_a_real_page_are_found_and_nothing_else_of_that_kind():
    lines = unicodedata.normalize("NFC", PRINT_VIEW.read_text()).split("\n")

    found = [
        each for each in check("", lines, 2018) if each.kind not in ("no-break", "double-space")
    ]

    assert [(each.kind, each.words, each.suggestion) for each in found] == [
        ("confusion", "trực trạng", "thực trạng"),
        ("confusion", "Thảnh ủy", "Thành ủy"),
        ("confusion", "tận tuy", "tận tụy"),
        ("confusion", "nhiện vụ", "nhiệm vụ"),
    ]
