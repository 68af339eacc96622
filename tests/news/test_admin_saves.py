"""Every save is kept, can be read and can be put back on the desk."""

import pytest

from news import roles
from news.models import Article
from tests.factories import make_article, make_section, make_user
from tests.news.desk import change, seen, sent

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
