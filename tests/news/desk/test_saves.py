"""Every save is kept; it can be read, compared with others, and put back on the desk."""

from datetime import datetime, timedelta

import pytest
from django.utils.text import capfirst

from accounts import roles
from news.models import Article
from tests.factories import make_article, make_section, make_user, publish
from tests.news.desk.form_data import as_typed, change, seen, sent
from text.dates import HANOI, datetime_with_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(client):
    client.force_login(make_user(roles.PUBLISHERS))
    article = make_article()
    for number, title in enumerate(("Bản lưu một", "Bản lưu hai")):
        form = sent(title=title, section=article.section_id, seen_version=number)
        assert client.post(change(article), form).status_code == 302
    return article


def test_the_log_leads_to_each_saved_text(client, article):
    first = article.acts.order_by("pk").first()
    history = client.get(f"/admin/news/article/{article.pk}/history/").content.decode()
    address = f"/admin/news/article/{article.pk}/compare/?a=save-{first.pk}&amp;b=desk"
    assert address in history

    page = client.get(address.replace("&amp;", "&")).content.decode()

    assert "<del>một</del>" in page
    assert "<ins>hai</ins>" in page


def test_a_saved_text_can_be_put_back_and_what_it_replaces_is_kept_too(client, article):
    first = article.acts.order_by("pk").first()

    client.post(
        f"/admin/news/article/{article.pk}/save/{first.pk}/restore/", {"seen": seen(article)}
    )

    assert Article.objects.get(pk=article.pk).title == "Bản lưu một"
    texts = article.acts.exclude(text="").values_list("text", flat=True)
    assert sum('"Bản lưu hai"' in text for text in texts) == 1


def test_a_saved_text_of_another_article_is_not_found(client, article):
    other = make_article("Bài khác")
    first = article.acts.order_by("pk").first()

    response = client.post(
        f"/admin/news/article/{other.pk}/save/{first.pk}/restore/", {"seen": seen(other)}
    )

    assert response.status_code == 404


def test_a_contributor_may_neither_read_nor_put_back_the_saves_of_another(client, article):
    first = article.acts.order_by("pk").first()
    client.force_login(make_user(roles.CONTRIBUTORS))

    read = client.get(f"/admin/news/article/{article.pk}/compare/?a=save-{first.pk}&b=desk")
    put = client.post(
        f"/admin/news/article/{article.pk}/save/{first.pk}/restore/", {"seen": seen(article)}
    )

    assert (read.status_code, put.status_code) == (403, 403)
    assert "Bản lưu" not in read.content.decode()


def test_a_comparison_names_where_an_article_stood_and_what_kind_it_was(client, article):
    section = make_section("Mục khác")
    form = sent(
        title="Bản lưu hai", section=section.pk, genre="notice", slug="dia-chi-khac", seen_version=2
    )
    assert client.post(change(article), form).status_code == 302
    last, before = article.acts.exclude(text="")[:2]

    address = f"/admin/news/article/{article.pk}/compare/?a=save-{before.pk}&b=save-{last.pk}"
    page = client.get(address).content.decode()

    for words in ("Mục", "khác", "Thông báo", "dia-chi-khac"):
        assert words in page.split('id="content-main"')[1]


def times_compared(client, article, a, b):
    """The times in a comparison by label, each as a list of differences, which is empty if both are
    the same; and the names of the texts whose times are not known."""
    page = client.get(f"/admin/news/article/{article.pk}/compare/?a={a}&b={b}")
    names = {"Ngày đăng hiển thị", "Đăng lúc", "Bạn đọc thấy đến"}
    told = {
        capfirst(label): [
            ["".join(span.text for span in side) for side in (row.before, row.after)]
            for row in rows
        ]
        for label, rows in page.context["fields"]
        if capfirst(label) in names
    }
    return told, page.context["timeless"]


def test_a_comparison_of_editions_shows_from_when_they_claim_to_be_and_until_when_they_are(client):
    client.force_login(make_user(roles.PUBLISHERS))
    article = make_article(released_at=datetime(2019, 1, 26, 22, 29, tzinfo=HANOI))
    publish(article)
    article.released_at = datetime(2019, 1, 27, 6, 0, tzinfo=HANOI)
    article.expire_at = datetime(2190, 12, 31, 17, 0, tzinfo=HANOI)
    article.save()
    second = publish(article)

    editions, unknown = times_compared(client, article, 1, 2)
    desk, _ = times_compared(client, article, 2, "desk")

    ended = datetime_with_zone(second.live_from)
    assert (editions, unknown) == (
        {
            "Ngày đăng hiển thị": [["26/01/2019 22:29 GMT+7", "27/01/2019 06:00 GMT+7"]],
            "Bạn đọc thấy đến": [[ended, "31/12/2190 17:00 GMT+7"]],
        },
        [],
    )
    assert desk == {
        # The same in both.
        "Ngày đăng hiển thị": [],
        "Bạn đọc thấy đến": [],
    }


def test_a_comparison_of_saves_shows_the_times_that_stood_there(client, article):
    later = datetime(2190, 5, 1, 7, 30, tzinfo=HANOI)
    form = sent(section=article.section_id, seen_version=2, title="Bản lưu hai")
    form |= as_typed("publish_at", later) | as_typed("expire_at", later + timedelta(days=1))
    assert client.post(change(article), form).status_code == 302
    last, before, oldest = article.acts.exclude(text="")
    # As a save that was made before times were kept.
    article.acts.filter(pk=oldest.pk).update(times=None)

    told, unknown = times_compared(client, article, f"save-{before.pk}", f"save-{last.pk}")
    of_oldest = times_compared(client, article, f"save-{oldest.pk}", "desk")

    assert (told, unknown) == (
        {
            "Đăng lúc": [["", "01/05/2190 07:30 GMT+7"]],
            "Bạn đọc thấy đến": [["", "02/05/2190 07:30 GMT+7"]],
        },
        [],
    )
    assert of_oldest == ({}, [f"Bản lưu lúc {datetime_with_zone(oldest.at)}"])
