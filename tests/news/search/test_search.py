"""Which articles a search finds, and in which order."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from news.desk import steps
from news.search import find
from news.search.query import parse
from tests.factories import make_article, make_author, make_publisher, make_section, publish
from tests.news.search.searches import found, written
from text.dates import HANOI

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "phát triển đảng viên",
        "phat trien dang vien",
        "PHÁT TRIỂN ĐẢNG VIÊN",
        "pha\u0301t trie\u0302\u0309n \u0111a\u0309ng vie\u0302n",
        "  phát\u00a0triển   đảng viên ",
        "đảng viên phát triển",
        "“phát triển đảng viên”",
    ],
)
def test_an_article_is_found_however_its_words_are_typed(typed):
    written("Phấn đấu phát triển đảng viên")
    written("Phát hành vé tàu", body="Triển lãm ảnh ở đảo.")

    assert found(typed) == ["Phấn đấu phát triển đảng viên"]


@pytest.mark.parametrize("typed", ["hoà bình", "hòa bình"])
def test_both_ways_of_placing_a_tone_find_both(typed):
    written("Công viên Hoà Bình", days=1)
    written("Phố Hòa Bình")

    assert found(typed) == ["Phố Hòa Bình", "Công viên Hoà Bình"]


def test_typed_accents_come_before_what_only_sounds_so():
    written("Sửa đường ven đảo", days=9)
    written("Bán đường ven dao")

    assert found("đảo") == ["Sửa đường ven đảo", "Bán đường ven dao"]


def test_the_title_comes_before_the_text():
    written("Cầu mới", body="Xe qua bến phà cũ.")
    written("Bến phà cũ đóng cửa", days=9)

    assert found("bến phà") == ["Bến phà cũ đóng cửa", "Cầu mới"]


def test_typed_accents_in_the_text_come_before_others_in_the_title():
    written("Bạn hàng lâu năm")
    written("Một", body="Người bán đem hàng tới bến.", days=9)

    assert found("bán hàng") == ["Một", "Bạn hàng lâu năm"]


def test_words_side_by_side_come_before_words_apart():
    written("Một", body="Nước mưa đọng, sân trường vẫn sạch.")
    written("Hai", body="Nước sạch về xã đảo.", days=9)

    assert found("nước sạch") == ["Hai", "Một"]


def test_the_newest_comes_first_among_equals():
    for days in (3, 1, 2):
        written(f"Tàu thứ {days} cập cảng", days=days)

    assert found("cập cảng") == [
        "Tàu thứ 1 cập cảng", "Tàu thứ 2 cập cảng", "Tàu thứ 3 cập cảng",
    ]  # fmt: skip


def test_every_word_must_be_there():
    written("Nước sạch về xã đảo")

    assert found("nước sạch thành phố") == []


def test_a_phrase_in_quotes_stands_as_one():
    written("Một", body="Tàu đến, rồi đến cảng khác.")
    written("Hai", body="Chiều nay tàu <em>đến</em> cảng.")

    assert found('"tàu đến cảng"') == ["Hai"]
    assert set(found("tàu đến cảng")) == {"Một", "Hai"}


@pytest.mark.parametrize(
    ("upto", "answer"), [(1, (1, 2, True)), (2, (2, 3, False)), (3, (3, 3, False))]
)
def test_the_articles_of_a_phrase_are_counted_one_beyond_those_shown(upto, answer):
    for day in range(3):
        written(f"Tàu thứ {day}", body="Chiều nay tàu đến cảng.", days=day)

    answered = find.find(parse('"tàu đến cảng"'), upto=upto)

    assert (len(answered.hits), answered.count, answered.more) == answer


def test_a_number_is_found_with_and_without_points():
    written("Phấn đấu có 18.500 người")

    assert found("18500") == found("18.500") == found('"có 18500 người"') != []


@pytest.mark.parametrize(
    "words", ["khác hẳn", "sapo", "dòng thân", "chú thích", "ảnh của", "ký tên", "Nguyễn Hải"]
)
def test_everything_that_readers_see_is_looked_through(words):
    written(
        kicker="", lead="Đây là sapo.", body="Đây là dòng thân.", signature="Ký tên cuối bài",
        authors=[make_author("Nguyễn Hải")], title="Một bài khác hẳn. Chú thích. Ảnh của ai",
    )  # fmt: skip

    assert len(found(words)) == 1


def test_an_article_is_found_as_soon_as_it_is_published_and_not_before():
    article = make_article("Cống Lạch Vôi")
    assert found("Lạch Vôi") == []

    publish(article)

    assert found("Lạch Vôi") == ["Cống Lạch Vôi"]


def test_a_withdrawn_article_is_found_no_more():
    article = written("Cống Lạch Vôi")

    steps.withdraw(article, by=make_publisher(), reason="Sai")

    assert (found("Lạch Vôi"), find.find(parse("Lạch Vôi")).count) == ([], 0)


def test_a_scheduled_edition_is_found_from_its_second_on():
    start = timezone.now() + timedelta(hours=1)
    publish(make_article("Cống Lạch Vôi"), at=start)

    assert find.find(parse("Lạch Vôi"), at=start - timedelta(seconds=1)).count == 0
    assert find.find(parse("Lạch Vôi"), at=start).count == 1


def test_only_the_running_edition_answers():
    article = written("Cống Lạch Vôi")
    article.title = "Cống Lạch Đá"
    article.save()
    publish(article)

    assert (found("Lạch Vôi"), found("Lạch Đá")) == ([], ["Cống Lạch Đá"])


def test_an_archived_article_can_still_be_found():
    article = written("Cống Lạch Vôi")

    steps.archive(article, by=make_publisher())

    assert found("Lạch Vôi") == ["Cống Lạch Vôi"]


def test_a_section_finds_what_stands_in_it_or_also_in_it():
    harbour, city = make_section("Cảng"), make_section("Phố")
    written("Tàu một", section=harbour)
    also = written("Tàu hai", section=city, days=1)
    also.extra_sections.add(harbour)
    publish(also)
    written("Tàu ba", section=city, days=2)

    assert found("tàu", sections=[harbour.pk]) == ["Tàu một", "Tàu hai"]


def test_an_author_finds_what_bears_the_name():
    hai, lam = make_author("Nguyễn Hải"), make_author("Lam Thủy")
    written("Tàu một", authors=[hai])
    written("Tàu hai", authors=[lam])

    assert found("tàu", authors=[lam.pk]) == ["Tàu hai"]


def test_days_count_from_the_first_minute_to_the_last():
    for hour, minute, day in ((0, 0, 3), (23, 59, 3), (0, 0, 4), (23, 59, 2)):
        moment = datetime(2020, 3, day, hour, minute, tzinfo=HANOI)
        written(f"Tàu {day} {hour} giờ", released_at=moment)

    answer = found("tàu", since=date(2020, 3, 3), until=date(2020, 3, 3))

    assert answer == ["Tàu 3 23 giờ", "Tàu 3 0 giờ"]


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "''", '""', "\\", "* OR", "NEAR(a b)", "tokens:x", "^x", "a:*B", "(", ")", "!&|",
        "\x00", "x" * 5000, "“", "@s1", "=x", "_", "a_b", "-x", "<->", "\u202e", "%s", "{}",
    ],
)  # fmt: skip
def test_no_query_is_taken_for_the_database_s_own_language(typed):
    written("Tàu một")

    assert found(typed) == []


def test_a_query_without_a_word_asks_nothing():
    assert not parse("  “ – ” ")


def test_no_more_words_are_asked_for_than_a_sentence_has():
    typed = " ".join(f"a{number}" for number in range(30))

    assert [word.folded for word in parse(f"{typed} “{typed}”").words] == typed.split()[:24]
