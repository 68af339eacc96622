"""The addresses of public pages, the lists on them, and the headers and statuses of every page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.desk import steps
from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from tests.news.pages.page_text import address, text_of

pytestmark = pytest.mark.django_db


def test_an_article_is_read_at_its_address(client):
    edition = publish(make_article("Cầu mới thông xe"))

    response = client.get(address(edition))

    assert response.status_code == 200
    assert "<h1>Cầu mới thông xe</h1>" in text_of(response)


@pytest.mark.parametrize("part", ["", "ban-in/", "qr.svg", "qr.png", "qr-nho.png"])
def test_any_other_slug_or_section_with_the_id_leads_to_the_article(client, part):
    edition = publish(make_article())

    for wrong in (f"/ten-khac-{edition.article_id}/", f"/muc/la/x-{edition.article_id}/"):
        response = client.get(f"{wrong}{part}")
        assert (response.status_code, response["Location"]) == (301, address(edition) + part)


@pytest.mark.parametrize("part", ["", "ban-in/", "qr.svg", "qr.png", "qr-nho.png"])
def test_a_draft_answers_like_an_unknown_article(client, part):
    draft = make_article()
    scheduled = make_article("Hẹn giờ")
    publish(scheduled, at=timezone.now() + timedelta(hours=1))

    answers = {
        client.get(f"/{draft.section.path}/x-{pk}/{part}").status_code
        for pk in (draft.pk, scheduled.pk, 987654)
    }

    assert answers == {404}


@pytest.mark.parametrize("part", ["", "ban-in/", "qr.svg", "qr-nho.png"])
def test_a_withdrawn_article_answers_410_without_a_word_of_it(client, part):
    article = make_article("Tên phải biến mất", body="<p>Câu phải biến mất</p>")
    edition = publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    response = client.get(address(edition) + part)

    assert response.status_code == 410
    assert "biến mất" not in text_of(response)


def test_an_expired_article_answers_410(client):
    article = make_article()
    edition = publish(article)
    steps.set_expiry(article, by=make_publisher(), until=timezone.now() + timedelta(seconds=1))
    import time

    time.sleep(1.05)

    assert client.get(address(edition)).status_code == 410


def test_a_moved_section_takes_its_articles_along(client, django_capture_on_commit_callbacks):
    section = make_section("Kinh tế", slug="kinh-te")
    edition = publish(make_article(section=section))
    old = address(edition)
    with django_capture_on_commit_callbacks(execute=True):
        section.slug = "kinh-te-bien"
        section.save()

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, address(edition))
    assert address(edition).startswith("/kinh-te-bien/")


def test_an_update_keeps_the_old_address_working(client):
    article = make_article("Tên cũ")
    old = address(publish(article))
    article.title = "Tên mới"
    article.save()

    new = address(publish(article))

    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


@pytest.mark.parametrize("card_count", [1, 4])
def test_home_section_and_feed_cost_one_query_for_any_number_of_cards(
    client, django_assert_num_queries, card_count
):
    section = make_section()
    child = make_section("Con", parent=section)
    for number in range(card_count):
        publish(make_article(f"Bài {number}", section=child, lead_photo=make_photo()))
    make_article("Bản nháp", section=child)
    client.get("/")

    costs = {"/": 2, f"/{section.path}/": 1, "/rss.xml": 1, f"/{section.path}/rss.xml": 1}
    # The home page has many lists: one query finds the places in them, another one the cards.
    for path, queries in costs.items():
        with django_assert_num_queries(queries):
            page = text_of(client.get(path))
        assert [f"Bài {number}" in page for number in range(card_count)] == [True] * card_count
        assert "Bản nháp" not in page


def test_a_section_is_paged_by_place_in_both_directions(client):
    section = make_section()
    now = timezone.now()
    for number in range(45):
        publish(
            make_article(
                f"Bài số {number:02}", section=section, released_at=now - timedelta(hours=number)
            )
        )

    def shown(response):
        return [f"{n:02}" for n in range(45) if f"Bài số {n:02}<" in text_of(response)]

    def link(response, rel):
        page = text_of(response)
        found = [part for part in page.split("<a ") if f'rel="{rel}"' in part[:200]]
        return found[0].split('href="')[1].split('"')[0] if found else None

    first = client.get(f"/{section.path}/")
    second = client.get(link(first, "next"))
    third = client.get(link(second, "next"))

    numbers = [f"{number:02}" for number in range(45)]
    assert [shown(page) for page in (first, second, third)] == [
        numbers[:20],
        numbers[20:40],
        numbers[40:],
    ]
    assert (link(first, "prev"), link(third, "next")) == (None, None)
    assert shown(client.get(link(third, "prev"))) == numbers[20:40]


@pytest.mark.parametrize(
    "query", ["truoc=abc", "truoc=", "sau=1", "truoc=1.1&sau=2.2", "truoc=%00", "sau=9" + "9" * 40]
)
def test_an_odd_place_answers_404(client, query):
    section = make_section()

    assert client.get(f"/{section.path}/?{query}").status_code == 404


def test_ten_thousand_parameters_are_refused(client):
    make_section(slug="kinh-te")
    query = "&".join(f"the={number}" for number in range(10_000))

    assert client.get(f"/kinh-te/?{query}").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/theo-ngay/2019/13/45/",
        "/tac-gia/ai-do/",
        "/chu-de/x/",
        "/khong-co/",
        "/x-99999999999999999999999/",
        "/x-0/",
        "/%00/",
        "/b/0",
        "/b/99999999999999999999999",
        "/../etc/passwd",
        "/tep/../settings.py",
        "/tep/anh/%2e%2e/%2e%2e/secret-key",
        "/tep/",
        "/xac-minh/%F0%9F%98%80/",
        "/admin.php",
    ],
)
def test_an_address_that_is_none_answers_404_in_the_portals_dress(client, path):
    # Some of these lead to the same address with a slash at its end.
    response = client.get(path, follow=True)

    assert response.status_code == 404
    assert "<h1>" in text_of(response)


def test_a_short_address_leads_to_the_article(client):
    edition = publish(make_article())

    response = client.get(f"/b/{edition.article_id}")

    assert (response.status_code, response["Location"]) == (301, address(edition))


def test_public_pages_set_no_cookie_vary_on_nothing_and_state_their_tags(client):
    make_agency()
    edition = publish(make_article(lead_photo=make_photo()))
    section = edition.section
    paths = {
        "/": 200,
        section.get_absolute_url(): 200,
        address(edition): 200,
        address(edition) + "ban-in/": 200,
        address(edition) + "qr.svg": 200,
        "/xac-minh/": 200,
        "/rss.xml": 200,
        "/khong-co/": 404,
    }

    for path, status in paths.items():
        response = client.get(path)
        assert response.status_code == status
        assert not response.cookies
        assert not response.has_header("Vary")
        assert "site" in response["Surrogate-Key"].split()


def test_an_unchanged_page_is_answered_with_304(client):
    edition = publish(make_article())
    first = client.get(address(edition))

    again = client.get(address(edition), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_take_no_writes(client, method):
    edition = publish(make_article())

    assert getattr(client, method)(address(edition)).status_code == 405
