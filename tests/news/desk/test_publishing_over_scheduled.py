"""Publishing while another edition is scheduled first asks what becomes of that edition."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article
from tests.factories import make_article, publish
from tests.news.desk.form_data import as_typed, change, press, seen, sent, step

pytestmark = pytest.mark.django_db


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


@pytest.fixture
def scheduled(desk):
    """A published article with an update that is scheduled in two hours."""
    article = make_article("Tên đang đăng")
    publish(article)
    Article.objects.filter(pk=article.pk).update(title="Tên hẹn giờ")
    article.refresh_from_db()
    publish(article, at=in_hours(2))
    return article


def asked(desk, article):
    return desk.post(
        change(article),
        sent(title="Tên mới nhất", section=article.section_id, seen_version=0, _step="publish"),
    )


def titles_to_come(article):
    now = timezone.now()
    rows = article.editions.order_by("live_from", "number")
    return [row.title for row in rows if not row.was_cancelled and row.live_until != row.live_from
            and (row.live_until is None or row.live_until > now)]  # fmt: skip


def test_publishing_over_a_scheduled_edition_saves_and_asks(desk, scheduled):
    response = asked(desk, scheduled)

    assert response["Location"] == f"{step(scheduled, 'publish')}?seen={seen(scheduled)}"
    page = desk.get(response["Location"])
    assert [value for value, _ in page.context["form"].fields["scheduled"].choices] == [
        "keep",
        "cancel",
        "rework",
    ]
    assert f"/admin/news/article/{scheduled.pk}/compare/?a=2&amp;b=desk" in page.content.decode()
    assert Article.objects.get().title == "Tên mới nhất"
    assert titles_to_come(scheduled) == ["Tên đang đăng", "Tên hẹn giờ"]


@pytest.mark.parametrize(
    ("answer", "to_come", "on_desk"),
    [
        ("keep", ["Tên mới nhất", "Tên hẹn giờ"], "Tên mới nhất"),
        ("cancel", ["Tên mới nhất"], "Tên mới nhất"),
        ("rework", ["Tên mới nhất"], "Tên hẹn giờ"),
    ],
)
def test_the_answer_is_done(desk, scheduled, answer, to_come, on_desk):
    asked(desk, scheduled)

    response = press(desk, scheduled, "publish", scheduled=answer)

    assert response["Location"] == change(scheduled)
    assert titles_to_come(scheduled) == to_come
    assert Article.objects.get().title == on_desk


@pytest.mark.parametrize("answer", ["", "zzz", "\0"])
def test_without_an_answer_nothing_is_published(desk, scheduled, answer):
    asked(desk, scheduled)

    response = press(desk, scheduled, "publish", scheduled=answer)

    assert list(response.context["form"].errors) == ["scheduled"]
    assert titles_to_come(scheduled) == ["Tên đang đăng", "Tên hẹn giờ"]


def test_nothing_is_kept_beside_what_is_scheduled_itself(desk, scheduled):
    later = sent(
        title="Tên mới nhất", section=scheduled.section_id, seen_version=0, _step="publish",
        **as_typed("publish_at", in_hours(1)),
    )  # fmt: skip
    page = desk.get(desk.post(change(scheduled), later)["Location"])

    response = press(desk, scheduled, "publish", scheduled="keep")

    offered = [value for value, _ in page.context["form"].fields["scheduled"].choices]
    assert offered == ["cancel", "rework"]
    assert list(response.context["form"].errors) == ["scheduled"]
    assert titles_to_come(scheduled) == ["Tên đang đăng", "Tên hẹn giờ"]
