"""What is said when an article is published at a time that has passed."""

import pytest

from news.admin.steps import published_message
from news.models import Edition
from tests.factories import make_article, publish
from tests.news.desk import as_typed, change, in_hours, press, said, sent
from text.dates import short

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
    sentence = f"Thời điểm đăng ({short(at)}) đã qua nên bài lên ngay."
    assert said(response)[-1] == ("success", f'{sentence} <a href="{address}">Xem trên trang</a>')


def test_the_minute_that_runs_has_not_passed():
    article = make_article()
    edition = publish(article)

    words = published_message(article, edition, edition.live_from.replace(second=0, microsecond=0))

    assert words.startswith("Đã đăng.")
