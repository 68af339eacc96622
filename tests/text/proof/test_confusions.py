import subprocess
import sys

import pytest

from text.proof.confusions import check_confusions
from text.proof.corrections import one_slip
from text.proof.findings import ProofText
from text.proof.syllable import parse
from text.proof.word_lists import compounds, confusions


def told(text):
    return [(found.words, found.suggestion) for found in check_confusions(ProofText(text))]


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("trực trạng", "thực trạng"),
        ("nhiện vụ", "nhiệm vụ"),
        ("Thảnh ủy", "Thành ủy"),
        ("Thảnh uỷ", "Thành ủy"),
        ("THẢNH ỦY", "THÀNH ỦY"),
        ("sát nhập", "sáp nhập"),
        ("bồi thưởng", "bồi thường"),
        ("phục vu", "phục vụ"),
        ("kinh tể", "kinh tế"),
    ],
)
def test_a_slip_that_makes_no_word_is_told(wrong, right):
    assert told(f"về {wrong} của địa phương") == [(wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "xử lí, xử lý, quản lí, kỉ luật",  # both spellings are right
        "trực tiếp trao trực thăng",
        "thường trực trạng thái",  # `trực` belongs to the word before
        "giám sát nhập khẩu",
        "tổ dân phố Tý kết nghĩa",
        "phường Thảnh Ủy",  # two capitals are a name
        "chị Trường, anh Hoàng Thiện, ông Trần Vũ",
        "mỗi trường học, phía bắc đầu cầu, bé vẽ đẹp, dành giải thưởng, đầu từ công ty",
        "ăn mặc khác người, có mặc áo mưa, nhận chức vụ, phần đấu giá, dây chuyền thông minh",
        "nhiệm, vụ",  # a comma separates them
        "có quan hệ, kể hoạt động, nhận dân làng, đi đâu",  # syllables that are words by themselves
    ],
)
def test_what_may_be_meant_is_left_alone(text):
    assert told(text) == []


def test_one_slip_is_a_tone_or_a_letter():
    pairs = [("trực", "thực"), ("thảnh", "thành"), ("nhiện", "nhiệm"), ("lí", "lý"), ("hoà", "hòa")]

    assert [one_slip(*pair) for pair in pairs] == [True, True, True, False, False]
    assert not one_slip("trực", "trạng")


def test_the_lists_hold_only_syllables_and_contradict_each_other_nowhere():
    listed = [entry for entries in confusions().values() for entry in entries]

    assert len(listed) >= 150
    assert [pair for pair in compounds() if not all(map(parse, pair))] == []
    assert [right for _, right in listed if not all(map(parse, right))] == []
    assert [wrong for wrong, _ in listed if wrong in compounds()] == []
    assert [wrong for wrong, right in listed if len(wrong) != len(right) or wrong == right] == []


def test_a_process_that_proofs_nothing_reads_no_list():
    program = (
        "import text.proof; from text.proof import word_lists as lists;"
        "found = [lists.compounds, lists.confusions, lists.syllable_list];"
        "print([each.cache_info().currsize for each in found])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("[0, 0, 0]\n", "")
