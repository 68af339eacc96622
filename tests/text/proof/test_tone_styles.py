from text.proof.findings import ProofText
from text.proof.tone_styles import check_tone_styles


def told(*texts):
    findings = check_tone_styles(map(ProofText, texts))
    return [[(found.words, found.suggestion, found.about) for found in each] for each in findings]


def test_the_rarer_style_of_all_texts_is_told():
    assert told("văn hóa, Ủy ban", "hoà giải ở phường Hòa Nghĩa") == [
        [],
        [("hoà", "hòa", "new")],
    ]


def test_the_old_style_is_told_where_it_is_the_rarer():
    assert told("sức khoẻ, uỷ ban, thủy lợi") == [[("thủy", "thuỷ", "old")]]


def test_one_style_alone_is_right():
    assert told("sức khoẻ, uỷ ban, quý, quỹ, giá, già, hoàn") == [[]]


def test_names_of_people_keep_their_style():
    assert told("chị Trần Thị Thuý ở Ủy ban, phòng văn hóa") == [[]]
