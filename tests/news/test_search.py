"""What is found, and in which order."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news import editions, workflow
from news.models import Article, Edition, SearchIndex
from news.search import index, reading, tokens
from news.search.query import parse
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_publisher,
    make_section,
    publish,
)
from text.dates import HANOI

pytestmark = pytest.mark.django_db


def found(words, **filters):
    """Titles that answer, in order."""
    hits = reading.find(parse(words), reading.Filters(**filters)).hits
    titles = dict(Edition.objects.values_list("pk", "title"))
    return [titles[hit.edition] for hit in hits]


def written(title="Một bài khác hẳn", body="Không gì thêm.", days=0, **fields):
    """A published article, released that many days ago."""
    released = timezone.now() - timedelta(days=days)
    fields = {"lead": "", "released_at": released, **fields}
    article = make_article(title, body=f"<p>{body}</p>", **fields)
    publish(article)
    return article


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

    answered = reading.find(parse('"tàu đến cảng"'), upto=upto)

    assert (len(answered.hits), answered.count, answered.more) == answer


def test_a_phrase_is_looked_for_in_the_newest_articles_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(reading, "CHECKED", 1)
    written("Một", body="Tàu đến, rồi đến cảng khác.")
    written("Hai", body="Chiều nay tàu đến cảng.", days=1)

    answered = reading.find(parse('"tàu đến cảng"'))
    page = client.get("/tim-kiem/", {"q": '"tàu đến cảng"'}).content.decode()

    assert (answered.hits, answered.count, answered.more) == ([], 0, True)
    assert count_of(page) == "Trong 1 bài mới nhất có các từ này, không bài nào viết đúng như vậy."


def count_of(page):
    """What a page of results says of how many they are."""
    return " ".join(re.search(r'role="status">(.*?)</p>', page, re.S)[1].split())


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("tàu", "2 bài"), ("xe", "Không tìm thấy bài nào có “xe”."), ("cảng", "Hơn 1.000 bài")],
)
def test_a_page_says_how_many_articles_answer(client, monkeypatch, typed, answer):
    written("Tàu một")
    written("Tàu hai")
    if typed == "cảng":
        answered = reading.Found([], 1000, more=True)
        monkeypatch.setattr("news.views.search.find", lambda *_, **__: answered)

    assert count_of(client.get("/tim-kiem/", {"q": typed}).content.decode()) == answer


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

    workflow.withdraw(article, by=make_publisher(), reason="Sai")

    assert (found("Lạch Vôi"), reading.find(parse("Lạch Vôi")).count) == ([], 0)


def test_a_scheduled_edition_is_found_from_its_second_on():
    start = timezone.now() + timedelta(hours=1)
    publish(make_article("Cống Lạch Vôi"), at=start)

    assert reading.find(parse("Lạch Vôi"), at=start - timedelta(seconds=1)).count == 0
    assert reading.find(parse("Lạch Vôi"), at=start).count == 1


def test_only_the_running_edition_answers():
    article = written("Cống Lạch Vôi")
    article.title = "Cống Lạch Đá"
    article.save()
    publish(article)

    assert (found("Lạch Vôi"), found("Lạch Đá")) == ([], ["Cống Lạch Đá"])


def test_an_archived_article_can_still_be_found():
    article = written("Cống Lạch Vôi")

    workflow.archive(article, by=make_publisher())

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


def result_titles(client, **asked):
    page = client.get("/tim-kiem/", asked).content.decode()
    found = re.findall(r"<h2><a [^>]+>(.*?)</a></h2>", page)
    return [title.replace("<mark>", "").replace("</mark>", "") for title in found]


def test_an_author_is_meant_by_the_accents_of_the_name_where_they_are_typed(client):
    written("Tàu một", authors=[make_author("Hà An")])
    written("Tàu hai", authors=[make_author("Hạ An")], days=1)
    make_article(authors=[make_author("Há An")])

    answers = {
        name: result_titles(client, **{"q": "tàu", "tac-gia": name})
        for name in ("Hà An", "hạ  an", "Ha\u0323 An", "ha an", "Há An")
    }

    assert answers == {
        "Hà An": ["Tàu một"],
        "hạ  an": ["Tàu hai"],
        "Ha\u0323 An": ["Tàu hai"],
        "ha an": ["Tàu một", "Tàu hai"],
        "Há An": ["Tàu một", "Tàu hai"],
    }


def test_days_count_from_the_first_minute_to_the_last():
    for hour, minute, day in ((0, 0, 3), (23, 59, 3), (0, 0, 4), (23, 59, 2)):
        moment = datetime(2026, 3, day, hour, minute, tzinfo=HANOI)
        written(f"Tàu {day} {hour} giờ", released_at=moment)

    answer = found("tàu", since=date(2026, 3, 3), until=date(2026, 3, 3))

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


def test_what_ended_leaves_the_index():
    article = written("Cống Lạch Vôi")
    kept = written("Cống Lạch Đá")
    workflow.withdraw(article, by=make_publisher(), reason="Sai")
    archived = written("Cống Lạch Sỏi")
    workflow.archive(archived, by=make_publisher())

    editions.sweep(timezone.now() + timedelta(seconds=1))

    assert rows_for("^lach") == {kept.pk, archived.pk}


def rows_for(token):
    """Articles with a row that holds the token, whatever readers may see."""
    match = "news_search MATCH" if connection.vendor == "sqlite" else "tokens @@"
    row = "rowid" if connection.vendor == "sqlite" else "id"
    cast = "" if connection.vendor == "sqlite" else "::tsquery"
    quoted = f'"{token}"' if connection.vendor == "sqlite" else f"'{token}'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {row} FROM news_search WHERE {match} %s{cast}", [quoted])
        numbers = [tokens.edition_of(number) for (number,) in cursor.fetchall()]
    return set(Edition.objects.filter(pk__in=numbers).values_list("article", flat=True))


def test_a_rebuilt_index_answers_as_the_one_before():
    written("Cống Lạch Vôi")
    scheduled = make_article("Cống Lạch Đá")
    publish(scheduled, at=timezone.now() + timedelta(hours=1))
    gone = written("Cống Lạch Sỏi")
    workflow.withdraw(gone, by=make_publisher(), reason="Sai")

    SearchIndex.objects.update_or_create(pk=1, defaults={"version": index.VERSION - 1})

    parts = [index.advance(limit=1) for _ in range(4)]

    assert parts == [1, 1, 0, 0]
    assert (found("Lạch"), index.is_whole()) == (["Cống Lạch Vôi"], True)
    assert rows_for("^lach") >= {scheduled.pk}
    assert gone.pk not in rows_for("^lach")


def test_what_is_published_while_the_index_is_made_is_in_it_once():
    written("Cống Lạch Vôi")
    SearchIndex.objects.update_or_create(pk=1, defaults={"version": index.VERSION - 1})
    index.advance(limit=1)
    written("Cống Lạch Đá")

    while index.advance(limit=1):
        pass

    assert sorted(found("Lạch")) == ["Cống Lạch Vôi", "Cống Lạch Đá"]
    workflow.withdraw(Article.objects.last(), by=make_publisher(), reason="Sai")
    editions.sweep(timezone.now() + timedelta(seconds=1))
    assert len(rows_for("^lach")) == 1


def test_an_edition_s_row_is_as_old_as_its_release():
    now = timezone.now()

    assert tokens.row_number(now, 1) < tokens.row_number(now + timedelta(minutes=1), 0)
    assert tokens.edition_of(tokens.row_number(now, 12345)) == 12345
    assert tokens.row_number(now - timedelta(days=40_000), 7) == 7
    assert tokens.row_number(now + timedelta(days=40_000), 7) < 2**63


@pytest.mark.parametrize(
    "address",
    [
        "q=a&den=31/12/2999", "q=a&tu=31/12/2150", "q=a&tu=01/01/1900", "q=a&muc=" + "9" * 5000,
        "q=a&muc=%C2%B2", "q=a&tac-gia=" + "x" * 5000, "q=%ED%A0%80%00", "q=a&q=b", "q[]=a",
    ],
)  # fmt: skip
def test_odd_parts_of_an_address_are_answered(client, address):
    written("Tàu một")

    assert client.get(f"/tim-kiem/?{address}").status_code == 200


@pytest.mark.parametrize("name", ["q", "muc", "tac-gia", "tu", "den", "la"])
@pytest.mark.parametrize(
    "value",
    ["%00", "a%00b", "%C2%85", "%ED%A0%80", "%F3%BF%BF%BF", "%E2%80%AE", "'", "%22", "%25s"],
)
def test_whatever_stands_in_a_part_of_an_address_is_answered(client, name, value):
    written("Tàu một")

    assert client.get(f"/tim-kiem/?q=tau&{name}={value}").status_code == 200


@pytest.mark.parametrize("name", ["\0", "a\0b", "Ai Đó"])
def test_an_author_who_is_none_is_answered_beside_the_field(client, name):
    written("Tàu một")

    page = client.get("/tim-kiem/", {"q": "tàu", "tac-gia": name}).content.decode()

    assert re.findall(r'id="tac-gia-sai">(.*?)<', page) == ["Không có tác giả nào tên như vậy."]


def test_no_page_of_a_search_is_for_search_engines(client):
    make_agency(indexed=True)

    for address in ("/tim-kiem/", "/tim-kiem/?q=a"):
        page = client.get(address).content.decode()
        assert re.findall('name="robots" content="(.*?)"', page) == ["noindex, nofollow"]


def test_a_result_says_whether_its_article_is_archived(client):
    workflow.archive(written("Tàu một", section=make_section("Cảng")), by=make_publisher())
    written("Tàu hai", section=make_section("Phố"), days=1)

    page = client.get("/tim-kiem/", {"q": "tàu"}).content.decode()

    said = re.findall(r'"result-where">(.*?)</p>', page, re.S)
    assert [re.sub(r"<[^>]+>|[0-9/:]+|\s+", " ", each).split() for each in said] == [
        ["Cảng", "·", "·", "Lưu", "trữ"], ["Phố", "·"],
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["0", "-1", "x", "51", "1.0", "²", "000001", "1" + "0" * 4400, ""])
def test_an_odd_page_is_not_found(client, page):
    written("Tàu một")

    assert client.get("/tim-kiem/", {"q": '"a b c"', "trang": page}).status_code == 404


def test_an_author_whom_nothing_public_names_is_as_unknown_as_any(client):
    make_author("Kín Kẽ")
    make_article(authors=[make_author("Chưa Đăng")])

    answers = {
        "Không có tác giả" in client.get("/tim-kiem/", {"q": "a", "tac-gia": name}).content.decode()
        for name in ("Kín Kẽ", "Chưa Đăng", "Ai Đó")
    }

    assert answers == {True}


def test_what_is_published_for_a_far_year_is_written_and_taken_out_again():
    article = make_article("Cống Lạch Vôi")
    far = datetime(2150, 1, 1, tzinfo=HANOI)

    publish(article, at=far)

    assert reading.find(parse("Lạch Vôi"), at=far).count == 1
    workflow.cancel(article, by=make_publisher())
    editions.sweep(far + timedelta(seconds=1))
    assert rows_for("^lach") == set()
