"""Who gets to which page of the newsroom, and not a word of what they may not read.

Docs: docs/roles.md. Each table names the answer for everybody, for GET and POST.
"""

import json
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.test import Client
from django.utils import timezone

from news import roles, workflow
from news.enums import DeskState, Verb
from news.models import Act, Article, Author, Source, Tag, Topic
from sections.models import LinkList
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    make_user,
    publish,
)
from tests.news.desk import ADD, LIST, change, rows, sent

pytestmark = pytest.mark.django_db

SECRET = "mậtdanh"
"""A word that stands in every part of an article which this person may not read."""

EVERYBODY = ["anonymous", "nobody", "contributor", "editor", "publisher", "superuser"]
# Where Django sends who is not signed in, or signed in without any right to the desk.
LOGIN = 302


def person(kind):
    """A browser of that kind of person, and the person."""
    user = {
        "anonymous": lambda: None,
        "nobody": make_user,
        "reader": lambda: make_user(is_staff=False),
        "contributor": lambda: make_user(roles.CONTRIBUTORS),
        "editor": lambda: make_user(roles.EDITORS),
        "publisher": lambda: make_user(roles.PUBLISHERS),
        "superuser": lambda: make_user(is_superuser=True),
    }[kind]()
    client = Client()
    if user:
        client.force_login(user)
    return client, user


def secret_article(**fields):
    """Somebody else's, with the secret word everywhere: desk copy, log, and a cancelled edition."""
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
    workflow.cancel(article, by=publisher)
    workflow.send_back(article, by=publisher, reason=f"Lý do {SECRET}")
    return article


def side_views(article):
    base = f"/admin/news/article/{article.pk}"
    return [
        f"{base}/change/",
        f"{base}/",
        f"{base}/delete/",
        f"{base}/history/",
        f"{base}/preview/",
        f"{base}/preview/print/",
        f"{base}/edition/1/",
        f"{base}/edition/1/restore/",
        f"{base}/compare/?a=1&b=desk",
        *(f"{base}/step/{verb}/" for verb in Verb),
    ]


def state_of_everything():
    return (
        list(Article.objects.order_by("pk").values()),
        list(Act.objects.order_by("pk").values("verb", "by", "note")),
        [
            list(article.editions.order_by("pk").values("number", "live_from", "live_until"))
            for article in Article.objects.order_by("pk")
        ],
    )


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
    workflow.withdraw(withdrawn, by=make_publisher(), reason="Sai")
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

    asked = [autocomplete(client, "byline", "author", "\0"), client.get(f"{LIST}?q=%00").status_code]
    assert asked == [400, 400]


# A table of pages

OK, NO, OUT = 200, 403, 302
PAGES = {
    # address: anonymous, nobody, contributor, editor, publisher, superuser
    "/admin/": (OUT, OK, OK, OK, OK, OK),
    LIST: (OUT, NO, OK, OK, OK, OK),
    ADD: (OUT, NO, OK, OK, OK, OK),
    "{article}/change/": (OUT, NO, OUT, OK, OK, OK),  # as one that does not exist
    "{article}/history/": (OUT, NO, NO, OK, OK, OK),
    "{article}/preview/": (OUT, NO, NO, OK, OK, OK),
    "{article}/preview/print/": (OUT, NO, NO, OK, OK, OK),
    "{article}/edition/1/": (OUT, NO, NO, OK, OK, OK),
    "{article}/compare/?a=1&b=desk": (OUT, NO, NO, OK, OK, OK),
    "{article}/delete/": (OUT, NO, NO, NO, NO, NO),
    "{article}/step/send_back/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/withdraw/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/expire/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/move/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/cancel/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/publish/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/archive/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/unarchive/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/bring_back/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/submit/": (OUT, 404, 404, 404, 404, 404),
    "{article}/step/approve/": (OUT, 404, 404, 404, 404, 404),
    "{article}/step/zzz/": (OUT, 404, 404, 404, 404, 404),
    "{draft}/delete/": (OUT, NO, NO, NO, OK, OK),
    "/admin/news/author/": (OUT, NO, OK, OK, OK, OK),
    "/admin/news/author/add/": (OUT, NO, NO, OK, OK, OK),
    "/admin/news/source/add/": (OUT, NO, NO, OK, OK, OK),
    "/admin/news/topic/add/": (OUT, NO, NO, OK, OK, OK),
    "/admin/news/tag/add/": (OUT, NO, OK, OK, OK, OK),
    "/admin/news/tag/{tag}/delete/": (OUT, NO, NO, OK, OK, OK),
    "/admin/news/author/{author}/delete/": (OUT, NO, NO, NO, OK, OK),
    "/admin/media/photo/": (OUT, NO, OK, OK, OK, OK),
    "/admin/media/photo/chooser/": (OUT, NO, OK, OK, OK, OK),
    "/admin/media/photo/{photo}/delete/": (OUT, NO, NO, OK, OK, OK),
    "/admin/sections/section/": (OUT, NO, OK, OK, OK, OK),
    "/admin/sections/section/add/": (OUT, NO, NO, NO, OK, OK),
    "/admin/sections/section/{section}/delete/": (OUT, NO, NO, NO, OK, OK),
    "/admin/sections/linklist/": (OUT, NO, NO, NO, OK, OK),
    "/admin/sections/linklist/{links}/change/": (OUT, NO, NO, NO, OK, OK),
    "/admin/agency/agency/1/change/": (OUT, NO, NO, NO, OK, OK),
    "/admin/agency/agency/add/": (OUT, NO, NO, NO, NO, NO),
    "/admin/agency/agency/1/delete/": (OUT, NO, NO, NO, NO, NO),
    "/admin/auth/user/": (OUT, NO, NO, NO, NO, OK),
    "/admin/auth/group/": (OUT, NO, NO, NO, NO, OK),
    "/admin/auth/user/add/": (OUT, NO, NO, NO, NO, OK),
}


@pytest.mark.parametrize("kind", EVERYBODY)
def test_who_opens_which_page(kind):
    article = make_article()
    publish(article)
    names = {
        "article": f"/admin/news/article/{article.pk}",
        "draft": f"/admin/news/article/{make_article().pk}",
        "author": make_author().pk,
        "photo": make_photo().pk,
        "section": make_section().pk,
        "tag": Tag.objects.create(name="cầu").pk,
        "links": LinkList.objects.create(title="Liên kết").pk,
    }
    make_agency()
    client, _ = person(kind)

    got = {page: client.get(page.format(**names)).status_code for page in PAGES}

    assert got == {page: answers[EVERYBODY.index(kind)] for page, answers in PAGES.items()}


POSTS = {
    "{article}/change/": (OUT, NO, OUT, NO, OUT, OUT),
    "{article}/delete/": (OUT, NO, NO, NO, NO, NO),
    "{article}/edition/1/restore/": (OUT, NO, NO, NO, OUT, OUT),
    "{article}/step/send_back/": (OUT, NO, NO, NO, OUT, OUT),
    "{article}/step/withdraw/": (OUT, NO, NO, NO, OUT, OUT),
    "{draft}/delete/": (OUT, NO, NO, NO, OUT, OUT),
    "/admin/sections/section/{section}/delete/": (OUT, NO, NO, NO, OUT, OUT),
    "/admin/agency/agency/1/delete/": (OUT, NO, NO, NO, NO, NO),
    "/admin/news/author/{author}/delete/": (OUT, NO, NO, NO, OUT, OUT),
}


@pytest.mark.parametrize("kind", EVERYBODY)
def test_who_changes_what(kind):
    article = make_article()
    publish(article)  # so it is approved, which an editor may read but not touch
    draft = make_article()
    names = {
        "article": f"/admin/news/article/{article.pk}",
        "draft": f"/admin/news/article/{draft.pk}",
        "author": make_author().pk,
        "section": make_section().pk,
    }
    make_agency()
    client, _ = person(kind)
    if kind == "anonymous":  # who is kept at the sign-in; tests/portal/test_kept.py
        del names["article"]
    form = {**sent(seen_version=0), "reason": "Sai", "post": "yes"}

    got = {}
    for page in POSTS:
        if kind == "anonymous" and "{article}" in page:
            continue
        got[page] = client.post(page.format(**names), form).status_code

    assert got == {page: POSTS[page][EVERYBODY.index(kind)] for page in got}
    may = kind in {"publisher", "superuser"}
    assert Article.objects.filter(pk=draft.pk).exists() is not may


# Contributors and their own


@pytest.mark.parametrize("state", [DeskState.EDITING, DeskState.APPROVAL, DeskState.APPROVED])
def test_a_contributor_reads_but_no_longer_writes_what_was_handed_in(state):
    client, user = person("contributor")
    article = make_article("Tên đã nộp", created_by=user, state=state)

    page = client.get(change(article)).content.decode()
    refused = client.post(change(article), sent(title="Tên sửa lén", seen_version=0))

    assert ("Tên đã nộp" in page, 'name="_save"' in page, 'name="_step"' in page) == (
        True,
        False,
        False,
    )
    assert (refused.status_code, Article.objects.get().title) == (403, "Tên đã nộp")


def test_a_contributor_reads_but_does_not_write_what_was_published_of_them():
    client, user = person("contributor")
    article = make_article("Tên đã đăng", created_by=user)
    publish(article)

    before = state_of_everything()
    answers = {
        address: client.post(address, sent(seen_version=0, reason="x")).status_code
        for address in side_views(article)
        if not address.endswith(("preview/", "print/", "history/", "edition/1/", "b=desk"))
    }

    assert set(answers.values()) <= {302, 403, 404}, answers
    assert state_of_everything() == before
    assert client.get(change(article)).status_code == 200


def test_an_editor_reads_but_does_not_write_an_approved_text():
    client, _ = person("editor")
    article = make_article("Tên đã duyệt", state=DeskState.APPROVED)

    page = client.get(change(article)).content.decode()
    refused = client.post(change(article), sent(title="Tên sửa lén", seen_version=0))

    assert ("Tên đã duyệt" in page, 'name="_save"' in page) == (True, False)
    assert (refused.status_code, Article.objects.get().title) == (403, "Tên đã duyệt")


@pytest.mark.parametrize("state", [DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL])
def test_an_editor_writes_the_text_of_another_until_it_is_approved(state):
    client, _ = person("editor")
    article = make_article(state=state)

    client.post(change(article), sent(title="Tên biên tập", seen_version=0))

    assert Article.objects.get().title == "Tên biên tập"


# Deleting


def test_a_draft_is_deleted_by_who_wrote_it():
    client, user = person("contributor")
    article = make_article(created_by=user)

    assert 'class="deletelink"' in client.get(change(article)).content.decode()
    client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert not Article.objects.exists()


@pytest.mark.parametrize("kind", ["contributor", "editor", "publisher", "superuser"])
@pytest.mark.parametrize("fate", ["live", "scheduled", "cancelled", "withdrawn"])
def test_nobody_deletes_what_was_ever_published(kind, fate):
    client, user = person(kind)
    article = make_article(created_by=user)
    publisher = make_publisher()
    later = {"at": timezone.now() + timedelta(hours=1)} if fate != "live" else {}
    publish(article, by=publisher, **({} if fate == "withdrawn" else later))
    if fate == "cancelled":
        workflow.cancel(article, by=publisher)
    if fate == "withdrawn":
        workflow.withdraw(article, by=publisher, reason="Sai")

    page = client.get(change(article)).content.decode()
    refused = client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})
    listed = client.post(
        LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    )

    assert ('class="deletelink"' in page, refused.status_code) == (False, 403)
    assert listed.status_code in {200, 302, 403}
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("kind", ["contributor", "editor", "publisher", "superuser"])
def test_the_list_of_articles_has_no_action_on_many(kind):
    client, user = person(kind)
    make_article(created_by=user)

    assert 'name="action"' not in client.get(LIST).content.decode()


def test_deleting_a_draft_does_not_delete_what_it_shows():
    client, user = person("publisher")
    photo, author, topic = make_photo(), make_author(), Topic.objects.create(name="Cầu")
    source = Source.objects.create(name="thu.example")
    article = make_article(created_by=user, lead_photo=photo, authors=[author], source=source)
    article.topics.add(topic)
    workflow.note_photos(article)

    client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    kept = [model.objects.count() for model in (Article, Author, Topic, Source, type(photo))]
    assert kept == [0, 1, 1, 1, 1]


# GET changes nothing


def test_looking_at_every_page_changes_nothing():
    client, user = person("superuser")
    article = make_article(created_by=user)
    publish(article)
    draft = make_article(created_by=user)
    before = state_of_everything()

    for each in (article, draft):
        for address in side_views(each):
            for query in ("", "?post=yes&reason=x&_step=publish&scheduled=cancel"):
                client.get(address.partition("?")[0] + query)
                client.head(address)

    assert state_of_everything() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_change_nothing(method):
    client, user = person("superuser")
    article = make_article(created_by=user)
    publish(article)
    before = state_of_everything()

    for address in side_views(article):
        assert getattr(client, method)(address).status_code < 500, address

    assert state_of_everything() == before


def test_no_page_of_the_desk_is_kept_by_a_cache_or_a_search_engine():
    client, user = person("publisher")
    article = make_article(created_by=user)
    publish(article)

    for address in side_views(article):
        response = client.get(address)
        if response.status_code == 200:
            assert "no-store" in response.headers["Cache-Control"], address


def test_every_form_that_may_be_reopened_knows_how_not_to_save():
    from media.staff import StaffForm

    forms = {
        model.__name__: issubclass(admin.form, StaffForm)
        for model, admin in site._registry.items()
        if getattr(admin, "reopens", False)
    }

    assert forms and all(forms.values()), forms
