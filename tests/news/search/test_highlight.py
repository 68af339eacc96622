"""What a search result shows of an article, and which words are marked in it."""

import pytest

from news.editions.document import Document
from news.search.highlight import excerpt, highlight
from news.search.query import parse


def shown(parts):
    """The parts as one text, with brackets around the marked ones."""
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


def excerpt_of(typed, *paragraphs, lead="Tin vắn trong ngày."):
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    document = Document("Một bài", "mot-bai", 1, "news", lead=lead, body=body)
    return shown(excerpt(document, parse(typed)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bến cá", "Chợ [bến cá] mở lại, bên ca nô"),
        ("ben ca", "Chợ [bến cá] mở lại, [bên ca] nô"),
        ("cá", "Chợ bến [cá] mở lại, bên ca nô"),
        ("cà", "Chợ bến [cá] mở lại, bên [ca] nô"),
        ("bến nô", "Chợ [bến] cá mở lại, bên ca [nô]"),
        ('"bến cá"', "Chợ [bến cá] mở lại, bên ca nô"),
        ('"ben ca"', "Chợ [bến cá] mở lại, [bên ca] nô"),
        ('"cá mở" nô', "Chợ bến [cá mở] lại, bên ca [nô]"),
        ('"bến nô"', "Chợ bến cá mở lại, bên ca nô"),
        ("tàu", "Chợ bến cá mở lại, bên ca nô"),
    ],
)
def test_a_title_is_marked_where_it_answers(typed, expected):
    assert shown(highlight("Chợ bến cá mở lại, bên ca nô", parse(typed))) == expected


def test_words_side_by_side_are_marked_and_not_those_apart():
    assert shown(highlight("Từ bến tàu tới bến cá", parse("bến cá"))) == "Từ bến tàu tới [bến cá]"


def test_marked_thousands_keep_their_points():
    assert shown(highlight("Có 18.500 lượt khách", parse("18500"))) == "Có [18.500] lượt khách"


@pytest.mark.parametrize("typed", ["bến phà", "ben pha", '"bến phà"'])
def test_an_excerpt_is_of_the_paragraph_that_answers_best(typed):
    paragraphs = ("Bến xe cũ.", "Xe qua bến phà cũ.", "Phà mới.")

    assert excerpt_of(typed, *paragraphs) == "Xe qua [bến phà] cũ."


def test_the_beginning_of_a_longer_word_answers_nothing():
    assert excerpt_of("phà", "Người dân phải chờ.", "Xe qua phà.") == "Xe qua [phà]."


def test_an_excerpt_shows_the_phrase_and_not_its_words_apart():
    paragraphs = ("Hàng tươi bán ở bến, bán cả hàng khô.", "Chợ “bán hàng” cả ngày.")

    assert excerpt_of('"bán hàng" bến khô', *paragraphs) == "Chợ “[bán hàng]” cả ngày."


def test_an_excerpt_shows_the_phrase_with_the_accents_typed():
    assert excerpt_of('"bán hàng"', "Bạn hàng lâu năm.", "Nơi bán hàng.") == "Nơi [bán hàng]."


def test_a_long_paragraph_is_cut_around_the_phrase():
    before, after = ("một hai ba bốn năm sáu bảy tám chín mười " * 4,) * 2

    shown = excerpt_of('"bến cá"', f"Cá và bến. {before}Chợ bến cá. {after}")

    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "Chợ [bến cá]. một" in shown
    assert len(shown.split()) == 36 + 2


def test_a_long_paragraph_is_cut_around_the_phrase_though_more_words_stand_elsewhere():
    between = "một hai ba bốn năm sáu bảy tám chín mười " * 4

    found = excerpt_of('"bến cá" tàu phà thuyền', f"Tàu, phà, thuyền. {between}Chợ bến cá.")

    assert found.endswith("Chợ [bến cá].")


def test_the_lead_begins_an_excerpt_where_only_the_title_answers():
    assert excerpt_of("tàu", "Xe qua phà.") == "Tin vắn trong ngày."
