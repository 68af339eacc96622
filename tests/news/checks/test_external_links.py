"""Which addresses of other sites are checked: those in each saved text, and once a week those in
every article."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.checks.external_links import (
    FORGET_AFTER,
    ScanAllWeekly,
    ScanNewSaves,
    forget,
    remember_urls,
)
from news.desk import steps
from news.models import Article, ExternalLink
from tests.factories import make_article, make_publisher, publish

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def linking(*urls, **fields):
    body = "".join(f'<p><a href="{url}">Văn bản</a></p>' for url in urls)
    return make_article(body=body, **fields)


def save(article):
    steps.saved(article, by=make_publisher(), created=False)


def urls() -> set[str]:
    return set(ExternalLink.objects.values_list("url", flat=True))


def test_what_a_saved_text_leads_to_is_asked_from_then_on():
    saved = ScanNewSaves()
    saved(NOW)
    article = linking("https://a.example/x#y", "/kinh-te/", source_url="https://b.example/")
    save(article)

    assert saved(NOW) == 2
    assert urls() == {"https://a.example/x", "https://b.example/"}
    assert set(ExternalLink.objects.due(NOW).values_list("host", flat=True)) == {
        "a.example",
        "b.example",
    }


def test_nothing_is_read_twice():
    saved = ScanNewSaves()
    save(linking("https://a.example/"))
    saved(NOW)
    ExternalLink.objects.all().delete()

    assert saved(NOW) == 0


def test_a_worker_that_starts_reads_what_was_saved_last():
    save(linking("https://a.example/"))

    assert ScanNewSaves()(NOW) == 1


WEEK = timedelta(days=7)
# The beginning of the present week, as `ScanAllWeekly` divides the time.
BEGIN = NOW - timedelta(seconds=NOW.timestamp() % WEEK.total_seconds())


def walked(*moments) -> None:
    walk = ScanAllWeekly()
    for moment in moments:
        walk(moment)


def test_in_a_week_all_articles_are_walked_over():
    for number in range(9):
        linking(f"https://a.example/{number}")

    walked(*(BEGIN + WEEK * part / 50 for part in range(51)))

    assert urls() == {f"https://a.example/{number}" for number in range(9)}


def test_the_rest_of_a_week_is_walked_over_when_the_next_begins():
    linking("https://a.example/")

    walked(BEGIN + WEEK * 0.4, BEGIN + WEEK + timedelta(minutes=2))

    assert urls() == {"https://a.example/"}


def test_a_new_week_is_walked_over_from_its_beginning():
    for number in range(40):
        linking(f"https://a.example/{number}")
    start = BEGIN + WEEK - timedelta(seconds=1)

    walked(start, *(start + WEEK * part / 5 for part in range(1, 6)))

    assert len(urls()) == 40


def test_what_readers_see_is_asked_as_well_as_what_is_on_the_desk():
    published, withdrawn = linking("https://cu.example/"), linking("https://go.example/")
    for article in (published, withdrawn):
        publish(article)
        Article.objects.filter(pk=article.pk).update(body="<p>Bỏ liên kết.</p>")
    steps.withdraw(withdrawn, by=make_publisher(), reason="Sai")
    linking("https://nhap.example/")

    walked(*(BEGIN + WEEK + WEEK * part / 20 for part in range(21)))

    assert urls() == {"https://cu.example/", "https://nhap.example/"}


def test_an_address_known_already_is_only_seen_again():
    remember_urls(["https://a.example/"], NOW - timedelta(days=3))
    ExternalLink.objects.update(due_at=NOW + timedelta(days=4), status=200)

    assert remember_urls(["https://a.example/", "https://a.example/"], NOW) == 0
    link = ExternalLink.objects.get()
    assert (link.seen_at, link.due_at, link.status) == (NOW, NOW + timedelta(days=4), 200)


def test_an_address_that_no_text_has_any_more_goes():
    remember_urls(["https://cu.example/"], NOW - FORGET_AFTER - timedelta(hours=1))
    remember_urls(["https://moi.example/"], NOW - FORGET_AFTER + timedelta(hours=1))

    assert forget(NOW) == 1
    assert urls() == {"https://moi.example/"}


def test_a_text_full_of_links_is_read_as_far_as_it_is_sensible():
    saved = ScanNewSaves()
    saved(NOW)
    save(linking(*(f"https://a.example/{number}" for number in range(700))))

    assert saved(NOW) == 500
