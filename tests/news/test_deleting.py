"""What is asked and what is told before something is deleted, in words that people understand."""

import html
import re

import pytest

from news import workflow
from news.models import Source, Tag, Topic
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_source,
    make_user,
    publish,
)
from text.dates import short

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user(is_superuser=True))
    return client


def listed(client, path):
    """The lines of the page that asks before deleting, and the addresses that they lead to."""
    page = client.get(f"/admin/{path}/delete/").content.decode()
    lines = re.search(r'(?s)<ul id="deleted-objects">(.*?)</ul>\s*(<form|</div>|<br)', page)[1]
    found = re.findall(r"(?s)<li>(.*?)(?:(?=<li>)|$)", lines)
    return sorted(
        (
            " ".join(html.unescape(re.sub("<[^>]+>", " ", line)).split()),
            *re.findall(r'href="([^"]+)"', line),
        )
        for line in found
    )


def test_an_account_that_worked_here_is_kept_by_what_it_did(desk):
    user = make_publisher()
    article = make_article("Cầu mới thông xe")
    workflow.saved(article, by=user, created=True)
    publish(article, by=user)
    created, published = (short(act.at) for act in article.acts.order_by("pk"))

    assert listed(desk, f"auth/user/{user.pk}") == [
        ("Bản đã đăng: Cầu mới thông xe (bản số 1)",),
        (f"Việc đã làm: Đã tạo · Cầu mới thông xe · {created}",),
        (f"Việc đã làm: Đã đăng · Cầu mới thông xe · {published}",),
    ]


@pytest.mark.parametrize("kind", ["author", "source"])
def test_a_name_is_kept_by_the_articles_that_bear_it(desk, kind):
    named = make_author() if kind == "author" else make_source()
    bears = {"authors": [named]} if kind == "author" else {"source": named}
    live, draft = make_article("Cầu mới thông xe", **bears), make_article("Tên còn kín", **bears)
    publish(live)
    make_article("Bài khác")

    assert listed(desk, f"news/{kind}/{named.pk}") == [
        (f"{named}: bài viết: Cầu mới thông xe", f"/admin/news/article/{live.pk}/change/"),
        (f"{named}: bản nháp số {draft.pk}", f"/admin/news/article/{draft.pk}/change/"),
    ]
    desk.post(f"/admin/news/{kind}/{named.pk}/delete/", {"post": "yes"})
    assert type(named).objects.filter(pk=named.pk).exists()


@pytest.mark.parametrize("kind", ["topic", "tag"])
def test_a_topic_or_tag_goes_without_a_word_of_the_rows_between(desk, kind):
    model = {"topic": Topic, "tag": Tag}[kind]
    named = model.objects.create(name="Cầu Trầm")
    article = make_article()
    getattr(article, f"{kind}s").add(named)

    assert listed(desk, f"news/{kind}/{named.pk}") == [("Cầu Trầm",)]
    desk.post(f"/admin/news/{kind}/{named.pk}/delete/", {"post": "yes"})
    assert not model.objects.exists()


def test_a_draft_goes_without_a_word_of_its_rows(desk):
    article = make_article("Bản nháp", authors=[make_author()], lead_photo=make_photo())
    workflow.saved(article, by=make_publisher(), created=True)

    assert listed(desk, f"news/article/{article.pk}") == [("Bản nháp",)]


def test_many_sources_at_once_are_kept_too(desk):
    kept, free = make_source("Báo Một"), make_source("Báo Hai")
    make_article(source=kept)
    chosen = {"action": "delete_selected", "_selected_action": [kept.pk, free.pk]}

    page = desk.post("/admin/news/source/", chosen).content.decode()
    desk.post("/admin/news/source/", {**chosen, "post": "yes"})

    assert "Báo Một: <a href" in page
    assert set(Source.objects.all()) == {kept, free}
