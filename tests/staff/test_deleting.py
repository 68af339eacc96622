"""The pages that ask before something is deleted: what they say, and what is not deleted because
something needs it."""

import html
import re

import pytest
from django.contrib.auth.models import User

from audit.models import Entry
from news.desk import steps
from news.models import Article, Author, Source, Tag, Topic
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user(is_superuser=True))
    return client


def listed(client, path):
    """The lines of the page that asks before deleting, each with the addresses that it links to."""
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
    steps.saved(article, by=user, created=True)
    publish(article, by=user)

    assert listed(desk, f"auth/user/{user.pk}") == [
        (
            f"{user.username}: những việc làm bằng tài khoản này còn trong nhật ký hệ thống. "
            "Hãy bỏ chọn “Kích hoạt” thay vì xóa.",
        )
    ]
    chosen = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    desk.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
    desk.post("/admin/auth/user/", chosen)
    assert User.objects.filter(pk=user.pk).exists()


def test_an_account_that_never_did_anything_goes_and_the_log_says_so(desk):
    user = make_user(username="chua-lam-gi")

    assert listed(desk, f"auth/user/{user.pk}") == [("chua-lam-gi",)]
    desk.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})

    assert not User.objects.filter(pk=user.pk).exists()
    gone = Entry.objects.first()
    assert (gone.about, gone.about_key, gone.detail) == (
        "chua-lam-gi",
        user.pk,
        "Người dùng: đã xóa",
    )


NAMED = {"author": Author, "source": Source, "topic": Topic, "tag": Tag}


def named(kind, name="Cầu Trầm"):
    row = NAMED[kind](name=name)
    row.save()
    return row


def bears(kind, row):
    """The fields of an article that names this row."""
    return {"source": row} if kind == "source" else {f"{kind}s": [row]}


def named_article(title, kind, row):
    fields = bears(kind, row)
    many = {name: fields.pop(name) for name in ("topics", "tags") if name in fields}
    article = make_article(title, **fields)
    for name, rows in many.items():
        getattr(article, name).set(rows)
    return article


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_is_kept_by_the_articles_that_bear_it(desk, kind):
    row = named(kind)
    live = named_article("Cầu mới thông xe", kind, row)
    draft = named_article("Tên còn kín", kind, row)
    publish(live)
    make_article("Bài khác")

    assert listed(desk, f"news/{kind}/{row.pk}") == [
        ("Cầu Trầm: bài viết: Cầu mới thông xe", f"/admin/news/article/{live.pk}/change/"),
        (f"Cầu Trầm: bản nháp số {draft.pk}", f"/admin/news/article/{draft.pk}/change/"),
    ]
    desk.post(f"/admin/news/{kind}/{row.pk}/delete/", {"post": "yes"})
    assert NAMED[kind].objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_is_kept_while_readers_see_it_though_the_desk_copy_has_let_it_go(desk, kind):
    row = named(kind)
    article = named_article("Cầu mới thông xe", kind, row)
    publish(article)
    article.bylines.all().delete()
    article.topics.clear()
    article.tags.clear()
    Article.objects.update(source=None)
    kept = [("Cầu Trầm: bài viết: Cầu mới thông xe", f"/admin/news/article/{article.pk}/change/")]

    assert listed(desk, f"news/{kind}/{row.pk}") == kept
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    assert listed(desk, f"news/{kind}/{row.pk}") == [("Cầu Trầm",)]


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_that_no_article_bears_goes(desk, kind):
    row = named(kind)
    named_article("Cầu mới thông xe", kind, named(kind, "Tên khác"))

    assert listed(desk, f"news/{kind}/{row.pk}") == [("Cầu Trầm",)]
    desk.post(f"/admin/news/{kind}/{row.pk}/delete/", {"post": "yes"})
    assert [str(each) for each in NAMED[kind].objects.all()] == ["Tên khác"]


def test_a_draft_goes_without_a_word_of_its_rows(desk):
    article = make_article("Bản nháp", authors=[make_author()], lead_photo=make_photo())
    steps.saved(article, by=make_publisher(), created=True)

    assert listed(desk, f"news/article/{article.pk}") == [("Bản nháp",)]


@pytest.mark.parametrize("kind", NAMED)
def test_many_names_at_once_are_kept_too(desk, kind):
    kept, free = named(kind, "Tên Một"), named(kind, "Tên Hai")
    named_article("Cầu mới thông xe", kind, kept)
    chosen = {"action": "delete_selected", "_selected_action": [kept.pk, free.pk]}

    page = desk.post(f"/admin/news/{kind}/", chosen).content.decode()
    desk.post(f"/admin/news/{kind}/", {**chosen, "post": "yes"})

    assert "Tên Một: <a href" in page
    assert set(NAMED[kind].objects.all()) == {kept, free}
