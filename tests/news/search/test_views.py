"""The search page: what it says of its results, and its answers to odd addresses."""

import re

import pytest

from news.desk import steps
from news.search import find
from news.search.query import parse
from tests.factories import make_agency, make_article, make_author, make_publisher, make_section
from tests.news.search.searches import written

pytestmark = pytest.mark.django_db


def test_a_phrase_is_looked_for_in_the_newest_articles_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(find, "MAX_PHRASE_CHECKS", 1)
    written("Một", body="Tàu đến, rồi đến cảng khác.")
    written("Hai", body="Chiều nay tàu đến cảng.", days=1)

    answered = find.find(parse('"tàu đến cảng"'))
    page = client.get("/tim-kiem/", {"q": '"tàu đến cảng"'}).content.decode()

    assert (answered.hits, answered.count, answered.more) == ([], 0, True)
    assert count_of(page) == "Trong 1 bài mới nhất có các từ này, không bài nào viết đúng như vậy."


def count_of(page):
    """What the page says of the number of its results."""
    return " ".join(re.search(r'role="status">(.*?)</p>', page, re.S)[1].split())


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("tàu", "2 bài"), ("xe", "Không tìm thấy bài nào có “xe”."), ("cảng", "Hơn 1.000 bài")],
)
def test_a_page_says_how_many_articles_answer(client, monkeypatch, typed, answer):
    written("Tàu một")
    written("Tàu hai")
    if typed == "cảng":
        answered = find.Answer([], 1000, more=True)
        monkeypatch.setattr("news.search.views.find", lambda *_, **__: answered)

    assert count_of(client.get("/tim-kiem/", {"q": typed}).content.decode()) == answer


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
    steps.archive(written("Tàu một", section=make_section("Cảng")), by=make_publisher())
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
