"""Articles by year, month and day; and a section's list that begins with a chosen day."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from news.desk import steps
from tests.factories import make_agency, make_article, make_publisher, make_section, publish
from text.dates import HANOI

pytestmark = pytest.mark.django_db


def released(title, year, month, day, hour=8, **fields):
    moment = datetime(year, month, day, hour, tzinfo=HANOI)
    article = make_article(title, released_at=moment, **fields)
    publish(article)
    return article


def titles(client, path):
    text = client.get(path).content.decode()
    return [name for name in ("Một", "Hai", "Ba") if f">{name}</a>" in text]


@pytest.fixture
def three():
    return [
        released("Một", 2020, 3, 5, 0),
        released("Hai", 2020, 3, 5, 23),
        released("Ba", 2020, 3, 6, 0),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/theo-ngay/2020/03/05/", ["Một", "Hai"]),
        ("/theo-ngay/2020/03/06/", ["Ba"]),
        ("/theo-ngay/2020/03/04/", []),
        ("/theo-ngay/2020/03/", ["Một", "Hai", "Ba"]),
    ],
)
def test_a_day_begins_and_ends_at_midnight_in_hanoi(client, three, path, expected):
    assert titles(client, path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "/theo-ngay/2019/13/45/", "/theo-ngay/2020/02/30/", "/theo-ngay/2020/00/",
        "/theo-ngay/2019/", "/theo-ngay/2020/04/", "/theo-ngay/2999/01/01/", "/theo-ngay/0000/",
        "/theo-ngay/20200/", "/theo-ngay/2020/3/", "/theo-ngay/2020/03/05/x/",
        "/theo-ngay/2020/03/?truoc=x", "/theo-ngay/2020/03/05/?truoc=1.1&sau=1.1",
    ],
)  # fmt: skip
def test_what_is_no_day_with_articles_is_not_found(client, three, path):
    assert client.get(path).status_code == 404


def test_a_calendar_leads_to_the_days_that_have_articles(client, three):
    text = client.get("/theo-ngay/2020/03/05/").content.decode()

    assert 'href="/theo-ngay/2020/03/06/"' in text
    assert 'href="/theo-ngay/2020/03/07/"' not in text
    assert 'aria-current="date"><a href="/theo-ngay/2020/03/05/"' in text


def test_years_and_months_lead_down(client, three):
    released("Cũ", 2018, 12, 31)

    root = client.get("/theo-ngay/").content.decode()
    assert [year for year in range(2015, 2025) if f'href="/theo-ngay/{year}/"' in root] == [
        2018, 2019, 2020,
    ]  # fmt: skip
    # The months of the newest year are shown at once.
    assert 'href="/theo-ngay/2020/03/"' in root
    assert 'href="/theo-ngay/2020/03/"' in client.get("/theo-ngay/2020/").content.decode()


def test_archived_articles_are_there_and_withdrawn_ones_are_not(client, three):
    steps.archive(three[0], by=make_publisher())
    steps.withdraw(three[1], by=make_publisher(), reason="Sai")

    assert titles(client, "/theo-ngay/2020/03/05/") == ["Một"]
    assert "05/03/2020: 1 bài" in client.get("/theo-ngay/2020/03/").content.decode()


def test_a_scheduled_article_is_in_no_archive(client):
    start = timezone.now() + timedelta(hours=1)
    publish(make_article("Một"), at=start)
    local = start.astimezone(HANOI)

    for path in (f"/theo-ngay/{local:%Y/%m/%d}/", f"/theo-ngay/{local:%Y/%m}/", "/theo-ngay/"):
        assert "Một" not in client.get(path).content.decode()


@pytest.mark.parametrize("typed", ["05/03/2020", "2020-03-05", " 5/3/2020 "])
def test_a_typed_day_leads_there(client, typed):
    response = client.get("/theo-ngay/", {"ngay": typed})

    assert (response.status_code, response["Location"]) == (302, "/theo-ngay/2020/03/05/")


@pytest.mark.parametrize("typed", ["x", "31/02/2020", "03/2020", "\x00", "0/0/0", "1/1/99999"])
def test_a_day_that_is_none_is_answered_beside_the_field(client, typed):
    response = client.get("/theo-ngay/", {"ngay": typed})

    assert response.status_code == 200
    assert 'aria-describedby="ngay-sai"' in response.content.decode()


def test_a_section_begins_with_the_last_articles_of_a_day(client):
    section = make_section()
    for day, title in ((4, "Một"), (5, "Hai"), (6, "Ba")):
        released(title, 2020, 3, day, 23, section=section)

    assert titles(client, f"/{section.path}/?ngay=05/03/2020") == ["Một", "Hai"]
    assert titles(client, f"/{section.path}/?ngay=x") == ["Một", "Hai", "Ba"]
    wrong = client.get(f"/{section.path}/?ngay=x").content.decode()
    assert 'aria-describedby="ngay-sai"' in wrong


@pytest.mark.parametrize("query", ["", "?truoc=1583370000000000.9", "?sau=0.1", "?ngay=05/03/2020"])
def test_each_stretch_of_a_list_is_a_page_of_its_own(client, settings, three, query):
    settings.PUBLIC_URL = "https://hailam.example"

    page = client.get(f"/theo-ngay/2020/03/{query}").content.decode()

    assert re.findall('rel="canonical" href="(.*?)"', page) == [
        f"https://hailam.example/theo-ngay/2020/03/{query}"
    ]


def test_a_day_without_articles_is_not_for_search_engines(client, three):
    make_agency(indexed=True)

    said = [
        re.findall('name="robots" content="(.*?)"', client.get(path).content.decode())
        for path in ("/theo-ngay/2020/03/05/", "/theo-ngay/2020/03/04/")
    ]

    assert said == [["max-image-preview:large, max-snippet:-1"], ["noindex, nofollow"]]


@pytest.mark.parametrize(
    ("path", "most"),
    [("/theo-ngay/", 3), ("/theo-ngay/2020/", 1), ("/theo-ngay/2020/03/", 2),
     ("/theo-ngay/2020/03/05/", 2)],
)  # fmt: skip
def test_queries_are_counted(client, three, path, most, django_assert_num_queries):
    client.get("/")

    with django_assert_num_queries(most):
        client.get(path)


def test_a_publishing_purges_its_day_month_and_year(client, three):
    from delivery.models import Purge

    stated = {
        path: set(client.get(path)["Surrogate-Key"].split())
        for path in ("/theo-ngay/", "/theo-ngay/2020/", "/theo-ngay/2020/03/",
                     "/theo-ngay/2020/03/05/", "/theo-ngay/2020/03/06/")
    }  # fmt: skip
    Purge.objects.all().delete()
    released("Mới", 2020, 3, 6)

    purged = {name for row in Purge.objects.all() for name in row.tags.split()}

    assert [path for path, tags in stated.items() if tags & (purged - {"site"})] == list(stated)
