import pytest

from tests.text.proof.labelled import FORMAL
from text.proof import Finding, ProofKind, to_unicode
from text.proof.legacy import check_legacy, from_tcvn3, from_vni

LETTERS = (
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
    "ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴĐ"
)
# Copied a second time from the charts of TCVN 5712:1993 and of VNI, to check the tables of the
# code.
TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ®"
TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù "
    "î ñ"
).split()


def test_every_lower_case_letter_is_read_from_tcvn3():
    assert from_tcvn3(TCVN3) == LETTERS[: len(TCVN3)]


def test_every_capital_is_read_from_tcvn3_among_capitals():
    capitals = LETTERS[len(TCVN3) :]
    written = "".join(
        TCVN3_CAPITALS.get(capital, sign) for capital, sign in zip(capitals, TCVN3, strict=True)
    )

    assert [from_tcvn3(f"TH{sign}NG") for sign in written] == [f"TH{c}NG" for c in capitals]


def test_every_letter_is_read_from_vni_in_both_cases():
    assert [from_vni(sign) for sign in VNI] == list(LETTERS[: len(VNI)])
    assert [from_vni(sign.upper()) for sign in VNI] == list(LETTERS[len(VNI) :])


def test_a_capital_before_a_small_mark_of_vni_is_a_capital():
    assert from_vni("Aên Uûy Ñaûng Öùng") == "Ăn Ủy Đảng Ứng"


def test_only_what_is_legacy_is_converted():
    text = "Công văn của Së V¨n hãa vµ Th«ng tin gửi “Nhà hát” ngày 5/3."

    assert to_unicode(text) == "Công văn của Sở Văn hóa và Thông tin gửi “Nhà hát” ngày 5/3."


def test_both_encodings_in_one_text_are_converted():
    text = "Trang 1: QuyÕt ®Þnh cña Uû ban.\nTrang 2: Uûy ban nhaân daân thaønh phoá."

    assert to_unicode(text) == (
        "Trang 1: Quyết định của Uỷ ban.\nTrang 2: Ủy ban nhân dân thành phố."
    )


def test_capitals_stay_capitals():
    assert to_unicode("HéI NGHÞ C¸N Bé CHñ CHèT") == "HỘI NGHỊ CÁN BỘ CHỦ CHỐT"


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_connected_text_is_read_but_for_a_word_at_some_edges(encoding):
    table = dict(zip(LETTERS, TCVN3 if encoding == "TCVN3" else VNI, strict=False))
    if encoding == "TCVN3":
        table |= TCVN3_CAPITALS
    else:
        table |= {letter.upper(): sign.upper() for letter, sign in table.items()}
    text = "".join(c for c in FORMAL.read_text() if c not in LETTERS or c in table)
    written = "".join(table.get(letter, letter) for letter in text)

    pairs = list(zip(text.split(), to_unicode(written).split(), strict=True))

    assert len(pairs) > 1500
    assert sum(meant != read for meant, read in pairs) <= 8


def test_a_finding_says_where_in_which_encoding_and_what():
    [found] = check_legacy("Ghi: QuyÕt ®Þnh, 12")

    assert (found.words, found.start, found.end, found.suggestion, found.about) == (
        *("QuyÕt ®Þnh", 5, 15),
        *("Quyết định", "TCVN3"),
    )


def test_a_run_has_its_place():
    assert check_legacy("a Th«ng b") == [Finding(ProofKind.LEGACY, "Th«ng", 2, 7, "Thông", "TCVN3")]


@pytest.mark.parametrize(
    "text",
    [
        "Sở Văn hóa và Thông tin gửi các phường trước ngày 15/5.",
        "Diện tích 1.200 m², 25°C ± 2, hạt 2,5 µm, © 2026, Vịnh Xanh®.",
        "Ông Jürgen Müller ở Düsseldorf, bà Zoë Noël ở Genève, anh Muñoz ở São Paulo.",
        "«Ville des flamboyants», Björn và Frédéric hát «à la mer».",
        "cà phê là hà mã và bò sát, ba bé ăn xôi ở bến",
        "“Thư ngỏ” – của ‘cụ Sáu’…",
    ],
)
def test_unicode_is_left_alone(text):
    assert to_unicode(text) == text
