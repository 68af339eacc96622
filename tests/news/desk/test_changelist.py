"""The list of articles: what it shows, finds and filters, and how many queries that takes."""

import pytest
from django.db import connection

from news.enums import PublicState
from news.models import Article
from tests.factories import make_article, make_section, publish
from tests.news.desk.form_data import LIST

pytestmark = pytest.mark.django_db


def test_the_list_shows_both_states_of_each_article(desk):
    draft, live = make_article("Bài nháp"), make_article("Bài đã đăng")
    publish(live)

    page = desk.get(LIST)

    rows = [
        (each.title, each.state, each.public_status.state)
        for each in page.context["cl"].result_list
    ]
    assert rows == [
        ("Bài đã đăng", "approved", PublicState.LIVE),
        ("Bài nháp", "draft", PublicState.UNPUBLISHED),
    ]
    assert draft.pk < live.pk


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=cau moi", ["Cầu mới"]),
        ("q=CẦU MỚI", ["Cầu mới"]),
        ("q=duong", ["Đường ven sông"]),
        ("state__exact=approved", ["Cầu mới"]),
        ("cong_khai=unpublished", ["Đường ven sông"]),
        ("q=khong co", []),
        ("muc=abc", ["Cầu mới", "Đường ven sông"]),
        ("muc=99999999999999999999999", ["Cầu mới", "Đường ven sông"]),
        ("cong_khai=zzz", ["Cầu mới", "Đường ven sông"]),
    ],
)
def test_the_list_is_searched_and_filtered(desk, query, titles):
    make_article("Đường ven sông")
    publish(make_article("Cầu mới"))

    response = desk.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert [each.title for each in response.context["cl"].result_list] == titles


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "thang=2020-13",
        "thang=abc",
        "state__exact=%00",
        "genre__exact=zzz",
        "e=1",
        "p=abc",
        "p=99999",
    ],
)
def test_odd_filters_are_no_error(desk, query):
    make_article()

    assert desk.get(f"{LIST}?{query}", follow=True).status_code in {200, 400}


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_any_number_of_articles(desk, django_assert_num_queries, count):
    section = make_section()
    for _ in range(count):
        publish(make_article(section=section))
    desk.get(LIST)

    with django_assert_num_queries(10):
        desk.get(LIST)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has trigrams")
def test_sqlite_looks_for_words_in_the_narrow_index_alone():
    found = Article.objects.order_by("-pk").matching("h").values_list("pk")[:1001]

    steps = [line.split(maxsplit=3)[3] for line in found.explain().split("\n")]
    assert steps == [
        "SCAN news_article USING COVERING INDEX article_folded",
        "USE TEMP B-TREE FOR ORDER BY",
    ]


def test_what_a_search_finds_stands_newest_first():
    made = [make_article(f"Cầu số {number}").pk for number in range(3)]
    make_article("Đường ven sông")

    assert list(Article.objects.matching("cau").values_list("pk", flat=True)) == made[::-1]
