"""Times in the admin: a time to publish at that has passed is said to have passed, and each time is
shown with its zone."""

import re

import pytest
from django.conf import settings

from news.desk import steps
from news.desk.steps.publishing import published_message
from news.models import Edition
from tests.factories import make_article, make_publisher, publish
from tests.news.desk.form_data import LIST, as_typed, change, in_hours, press, said, sent, step
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("scheduled", [False, True])
def test_a_time_that_has_passed_publishes_at_once_and_says_so(desk, scheduled):
    article, at = make_article(), in_hours(-26)
    if scheduled:
        publish(article, at=in_hours(2))
    filled = sent(section=article.section_id, seen_version=0, **as_typed("publish_at", at))

    response = desk.post(change(article), {**filled, "_step": "publish"})
    if scheduled:
        response = press(desk, article, "publish", scheduled="cancel")

    edition = Edition.objects.public().get()
    address = f"/{article.section.path}/{edition.slug}-{article.pk}/"
    sentence = f"Thời điểm đăng ({datetime_with_zone(at)}) đã qua nên bài lên ngay."
    assert said(response)[-1] == ("success", f'{sentence} <a href="{address}">Xem trên trang</a>')


def test_the_minute_that_runs_has_not_passed():
    article = make_article()
    edition = publish(article)

    words = published_message(article, edition, edition.live_from.replace(second=0, microsecond=0))

    assert words.startswith("Đã đăng.")


def test_each_time_is_said_with_its_zone(desk):
    article, at, end = make_article(), in_hours(2), in_hours(5)
    publish(article, at=at)
    steps.set_expiry(article, by=make_publisher(), until=end)

    pages = {
        name: desk.get(address).content.decode()
        for name, address in {
            "form": change(article),
            "move": step(article, "move"),
            "expire": step(article, "expire"),
            "publish": step(article, "publish"),
            "history": f"/admin/news/article/{article.pk}/history/",
            "list": LIST,
            "desk": "/admin/",
            "notice": "/admin/agency/notice/add/",
        }.items()
    }

    # In a box a time is typed without its zone; the label of the box says it.
    bare = {
        name: [found[0] for found in MOMENT.finditer(page) if not found[0].endswith("GMT+7")]
        for name, page in pages.items()
    }
    assert bare == {name: [] for name in pages}
    assert (
        pages["history"].count(datetime_with_zone(at))
        == pages["publish"].count(datetime_with_zone(at))
        == 1
    )
    labels = {name: page.count("Giờ Hà Nội (GMT+7):") for name, page in pages.items()}
    boxes = {"form": 3, "move": 1, "expire": 1, "notice": 2}
    assert labels == dict.fromkeys(pages, 0) | boxes


def test_no_template_of_the_staff_writes_a_time_without_its_zone():
    clocks = {
        (path.name, each)
        for path in (settings.BASE_DIR / "templates/staff").rglob("*.html")
        for each in re.findall(r'\|(?:date|time):"([^"]*[GHi][^"]*)"', path.read_text())
    }

    # `DATETIME_FORMAT` has the zone. These two show seconds, so they write the zone themselves.
    with_seconds = r"d/m/Y H:i:s \G\M\T+7"
    assert clocks == {("history.html", with_seconds), ("redact.html", with_seconds)}


MOMENT = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d(?::\d\d)?(?: GMT\+7)?")
