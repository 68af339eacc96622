"""No page, list, search or choice shows a word of what the person may not read."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState
from news.models import Article, Tag
from tests.factories import make_article, make_author, make_publisher, make_user, publish
from tests.news.desk.form_data import ADD, LIST, change, rows, sent
from tests.news.people import person, side_views, state_of_everything

pytestmark = pytest.mark.django_db

# A word in every part of an article that the person may not read.
SECRET = "mậtdanh"


def secret_article(**fields):
    """An article of somebody else, with the secret word in its desk copy, its log and a cancelled
    edition."""
    fields = {
        "title": f"Tên {SECRET}",
        "kicker": f"Mũ {SECRET}",
        "lead": f"Lời dẫn {SECRET}",
        "body": f"<p>Thân bài {SECRET}</p>",
        "signature": f"Ký {SECRET}",
        "description": f"Mô tả {SECRET}",
        "slug": SECRET.replace("ậ", "a"),
        "created_by": make_user(roles.CONTRIBUTORS),
        "authors": [make_author(f"Tác giả {SECRET}")],
        **fields,
    }
    article = make_article(**fields)
    publisher = make_publisher()
    publish(article, at=timezone.now() + timedelta(hours=1), by=publisher)
    steps.cancel(article, by=publisher)
    steps.send_back(article, by=publisher, reason=f"Lý do {SECRET}")
    return article


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "reader", "contributor"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_the_draft_of_another_leaks_no_word_on_any_page_and_cannot_be_changed(kind, method):
    article = secret_article()
    client, _ = person(kind)
    before = state_of_everything()

    for address in side_views(article):
        data = sent(seen_version=article.version, reason="x") if method == "post" else {}
        response = getattr(client, method)(address, data)
        words = response.content.decode() + str(list(response.headers.items()))
        assert response.status_code in {302, 403, 404, 405}, address
        assert SECRET not in words, address
        assert article.slug not in words, address
    assert state_of_everything() == before


LISTS = [
    LIST,
    f"{LIST}?q={SECRET}",
    f"{LIST}?q=&state__exact=draft",
    f"{LIST}?cong_khai=unpublished",
    "/admin/",
    "/admin/news/",
]


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "contributor"])
def test_lists_searches_and_the_desk_do_not_show_the_drafts_of_others(kind):
    secret_article()
    client, _ = person(kind)

    for address in LISTS:
        page = client.get(address).content.decode().replace(f'value="{SECRET}"', "")
        assert SECRET not in page, address


def autocomplete(client, model, field, term=""):
    response = client.get(
        "/admin/autocomplete/",
        {"app_label": "news", "model_name": model, "field_name": field, "term": term},
    )
    if response.status_code != 200:
        return response.status_code
    return [each["text"] for each in json.loads(response.content)["results"]]


def test_a_contributor_is_offered_own_articles_and_what_readers_see():
    client, user = person("contributor")
    own = make_article("Nháp của mình", created_by=user)
    public = make_article("Bài đã đăng")
    publish(public)
    secret_article()
    withdrawn = make_article(f"Bài đã gỡ {SECRET}")
    publish(withdrawn)
    steps.withdraw(withdrawn, by=make_publisher(), reason="Sai")
    publish(make_article(f"Bài hẹn giờ {SECRET}"), at=timezone.now() + timedelta(hours=1))

    assert autocomplete(client, "relatedarticle", "other") == [public.title, own.title]
    assert autocomplete(client, "relatedarticle", "other", SECRET) == []


def test_a_contributor_knows_of_a_published_article_only_what_readers_know():
    client, _ = person("contributor")
    article = make_article("Tên đã đăng")
    publish(article)
    article.title = f"Tên đang sửa {SECRET}"
    article.save()

    assert autocomplete(client, "relatedarticle", "other", "ten") == ["Tên đã đăng"]
    assert autocomplete(client, "relatedarticle", "other", "ten dang sua") == []


def test_an_article_is_offered_by_the_title_that_readers_see_too():
    client, _ = person("editor")
    article = make_article("Tên đã đăng")
    publish(article)
    article.title = "Nhan đề đang sửa"
    article.save()

    assert autocomplete(client, "relatedarticle", "other", "ten dang") == ["Nhan đề đang sửa"]
    assert autocomplete(client, "relatedarticle", "other", "nhan de") == ["Nhan đề đang sửa"]


@pytest.mark.parametrize("kind", ["editor", "publisher", "superuser"])
def test_editors_are_offered_every_article(kind):
    client, _ = person(kind)
    secret_article(title="Nháp của người khác")

    assert autocomplete(client, "relatedarticle", "other", "nhap") == ["Nháp của người khác"]


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "reader"])
@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("relatedarticle", "other"),
        ("byline", "author"),
        ("attachment", "document"),
        ("article", "source"),
        ("article", "topics"),
        ("article", "tags"),
        ("article", "section"),
        ("article", "lead_photo"),
        ("article", "created_by"),
        ("act", "by"),
        ("edition", "article"),
    ],
)
def test_who_has_no_right_is_offered_nothing(kind, model, field):
    client, _ = person(kind)
    secret_article()

    assert autocomplete(client, model, field) in {302, 403, 404}


@pytest.mark.parametrize("kind", ["contributor", "editor", "publisher"])
@pytest.mark.parametrize(
    ("model", "field"), [("article", "created_by"), ("act", "by"), ("edition", "published_by")]
)
def test_nobody_of_the_newsroom_lists_accounts(kind, model, field):
    client, _ = person(kind)

    assert autocomplete(client, model, field) == 403


@pytest.mark.parametrize("term", ["%", "_", "a" * 5000, "\u202e", "' OR 1=1 --"])
@pytest.mark.parametrize(
    ("model", "field"), [("relatedarticle", "other"), ("byline", "author"), ("article", "tags")]
)
def test_odd_words_find_nothing_and_are_no_error(term, model, field):
    client, _ = person("publisher")
    make_article(authors=[make_author()]).tags.add(Tag.objects.create(name="cầu"))

    assert isinstance(autocomplete(client, model, field, term), list)


def test_naming_the_draft_of_another_as_related_is_refused_without_its_title():
    client, user = person("contributor")
    draft = secret_article()

    response = client.post(ADD, sent(**rows("related_rows", {"other": draft.pk, "order": 0})))

    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert not Article.objects.filter(created_by=user).exists()


def test_a_related_draft_that_an_editor_chose_stays_unseen_and_untouched():
    client, user = person("contributor")
    draft = secret_article()
    own = make_article("Bài của mình", created_by=user)
    own.related_rows.create(other=draft)

    page = client.get(change(own)).content.decode()
    response = client.post(change(own), sent(title="Bài đã sửa", seen_version=0))

    assert SECRET not in page
    assert (response.status_code, Article.objects.get(pk=own.pk).title) == (302, "Bài đã sửa")
    assert [row.other for row in own.related_rows.all()] == [draft]


def test_a_related_article_bears_its_public_title_in_the_form_of_who_sees_no_more():
    client, user = person("contributor")
    public = make_article("Tên đã đăng")
    publish(public)
    Article.objects.filter(pk=public.pk).update(title=f"Tên đang sửa {SECRET}")
    own = make_article("Bài của mình", created_by=user)
    own.related_rows.create(other=public)
    handed_in = make_article("Bài đã nộp", created_by=user, state=DeskState.EDITING)
    handed_in.related_rows.create(other=public)

    for article in (own, handed_in):
        page = client.get(change(article)).content.decode()
        assert ("Tên đã đăng" in page, SECRET in page) == (True, False)


def test_a_null_byte_in_what_is_asked_is_a_bad_request():
    client, _ = person("publisher")

    asked = [
        autocomplete(client, "byline", "author", "\0"),
        client.get(f"{LIST}?q=%00").status_code,
    ]
    assert asked == [400, 400]
