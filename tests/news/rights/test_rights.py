"""Who may take which step and change what, as docs/roles.md says in words. Who may open which page
is tested by `test_every_staff_view`."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.utils import timezone

from news.desk import steps
from news.enums import DeskState
from news.models import Article, Author, Source, Topic
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from tests.news.desk.form_data import LIST, change, seen, sent
from tests.news.people import person, side_views, state_of_everything

pytestmark = pytest.mark.django_db

EVERYBODY = ["anonymous", "nobody", "contributor", "editor", "publisher", "superuser"]

OK, NO, OUT = 200, 403, 302
STEPS = {
    # of a published article: anonymous, nobody, contributor, editor, publisher, superuser
    **dict.fromkeys(
        (
            "send_back", "withdraw", "expire", "move", "cancel", "publish", "archive", "unarchive",
            "explain", "bring_back",
        ),
        (OUT, NO, NO, NO, OK, OK),
    ),
    **dict.fromkeys(("submit", "approve", "zzz"), (OUT, NO, 404, 404, 404, 404)),
}  # fmt: skip


@pytest.mark.parametrize("kind", EVERYBODY)
def test_who_is_asked_about_which_step(kind):
    article = make_article()
    publish(article)
    client, _ = person(kind)
    page = f"/admin/news/article/{article.pk}/step/{{}}/".format

    got = {step: client.get(page(step)).status_code for step in STEPS}

    assert got == {step: answers[EVERYBODY.index(kind)] for step, answers in STEPS.items()}


POSTS = {
    "{article}/change/": (OUT, NO, NO, NO, OUT, OUT),
    "{article}/delete/": (OUT, NO, NO, NO, NO, NO),
    "{article}/edition/1/restore/": (OUT, NO, NO, NO, OUT, OUT),
    # The restore made the article a draft, which cannot be returned.
    "{article}/step/send_back/": (OUT, NO, NO, NO, OK, OK),
    "{article}/step/withdraw/": (OUT, NO, NO, NO, OUT, OUT),
    "{article}/preview/": (OUT, NO, NO, NO, OK, OK),
    "/admin/news/article/preview/": (OUT, NO, OK, OK, OK, OK),
    "{article}/review/": (OUT, NO, NO, NO, OK, OK),
    "{article}/comments/": (OUT, NO, NO, OUT, OUT, OUT),
    "{draft}/delete/": (OUT, NO, NO, NO, OUT, OUT),
    "/admin/sections/section/{section}/delete/": (OUT, NO, NO, NO, OUT, OUT),
    "/admin/agency/agency/1/delete/": (OUT, NO, NO, NO, NO, NO),
    "/admin/news/author/{author}/delete/": (OUT, NO, NO, NO, OUT, OUT),
}


@pytest.mark.parametrize("kind", EVERYBODY)
def test_who_changes_what(kind):
    article = make_article()
    # It is approved then, so an editor may read it but not change it.
    publish(article)
    draft = make_article()
    names = {
        "article": f"/admin/news/article/{article.pk}",
        "draft": f"/admin/news/article/{draft.pk}",
        "author": make_author().pk,
        "section": make_section().pk,
    }
    make_agency()
    client, _ = person(kind)
    # What they send comes back after they sign in; `test_form_recovery` tests that.
    if kind == "anonymous":
        del names["article"]
    form = {**sent(seen_version=0), "reason": "Sai", "post": "yes", "text": "Cần thêm số liệu."}

    got = {}
    for page in POSTS:
        if kind == "anonymous" and "{article}" in page:
            continue
        data = {**form, "seen": seen(article)}
        got[page] = client.post(page.format(**names), data).status_code

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
    form = sent(seen_version=0, seen=seen(article), reason="x")
    answers = {
        address: client.post(address, form).status_code
        for address in side_views(article)
        if not address.endswith(
            (
                *("checks/", "preview/", "print/", "history/", "edition/1/", "b=desk"),
                # Whoever sees the article may comment on it; `test_comments` tests that.
                "comments/",
            )
        )
    }

    assert set(answers.values()) <= {302, 403, 404, 405}, answers
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
        steps.cancel(article, by=publisher)
    if fate == "withdrawn":
        steps.withdraw(article, by=publisher, reason="Sai")

    page = client.get(change(article)).content.decode()
    refused = client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})
    listed = client.post(
        LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    )

    assert ('class="deletelink"' in page, refused.status_code) == (False, 403)
    assert listed.status_code in {200, 302, 403}
    assert Article.objects.filter(pk=article.pk).exists()


def test_deleting_a_draft_does_not_delete_what_it_shows():
    client, user = person("publisher")
    photo, author, topic = make_photo(), make_author(), Topic.objects.create(name="Cầu")
    source = Source.objects.create(name="thu.example")
    article = make_article(created_by=user, lead_photo=photo, authors=[author], source=source)
    article.topics.add(topic)
    steps.note_photos(article)

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
    from news.models import CheckLevel, Front
    from staff.base_admin import StaffForm

    forms = {
        model.__name__: issubclass(admin.form, StaffForm)
        for model, admin in site._registry.items()
        # These have forms of their own; `test_front_desk` and `test_levels` test them.
        if getattr(admin, "reopens", False) and model not in (Front, CheckLevel)
    }

    assert forms and all(forms.values()), forms


def test_a_text_that_one_may_only_read_is_shown_as_a_text():
    client, writer = person("contributor")
    article = make_article(body="<p>Đoạn đã gửi</p>", created_by=writer)
    steps.submit(article, by=writer)

    page = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()

    assert '<div class="read-only-body"><p>Đoạn đã gửi</p></div>' in page
    assert "&lt;p&gt;" not in page
