"""A form that is sent twice makes one article; two people who save the same article lose no
words."""

import pytest
from django.test import Client

from accounts import roles
from news.models import Act, Article
from tests.factories import make_article, make_author, make_photo, make_section, make_user
from tests.news.desk.form_data import ADD, change, faults, rows, said, sent
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def browser(user=None):
    client = Client()
    client.force_login(user or make_user(roles.PUBLISHERS))
    return client


def texts_shown(response):
    """The lines of the compared texts, of both sides."""
    return {
        "".join(span.text for span in side)
        for _, found in response.context["conflict"]
        for row in found
        for side in (row.before, row.after)
    }


def test_a_form_sent_twice_makes_one_article(desk):
    author, photo = make_author(), make_photo()
    form = sent(
        title="Cầu mới\r\nthông xe",
        section=make_section().pk,
        lead_photo=photo.pk,
        publish_at_0="05/03/2099",
        publish_at_1="07:30",
        **rows("bylines", {"author": author.pk, "role": "text", "order": 0}),
    )

    first, second = desk.post(ADD, form), desk.post(ADD, form)

    article = Article.objects.get()
    assert first["Location"] == second["Location"] == change(article)
    assert article.acts.count() == article.bylines.count() == 1
    assert [text for level, text in said(second) if level == "info"] != []


def test_a_form_published_twice_makes_one_edition(desk):
    form = sent(section=make_section().pk, _step="publish")

    desk.post(ADD, form)
    desk.post(ADD, form)

    assert Article.objects.get().editions.count() == 1


def test_a_form_sent_again_with_another_text_shows_both_and_loses_neither(desk):
    desk.post(ADD, sent(lead="Lời dẫn thứ nhất"))
    article = Article.objects.get()

    again = desk.post(ADD, sent(lead="Lời dẫn viết thêm"))

    assert texts_shown(again) == {"Lời dẫn thứ nhất", "Lời dẫn viết thêm"}
    assert f'action="{change(article)}"' in again.content.decode()
    assert Article.objects.get().lead == "Lời dẫn thứ nhất"


def test_two_people_with_the_same_key_make_two_articles():
    key = "b" * 32
    browser().post(ADD, sent(sent_key=key))

    response = browser().post(ADD, sent(sent_key=key, title="Bài của người khác"))

    titles = dict(Article.objects.values_list("title", "form_key"))
    assert titles == {"Cầu mới thông xe": key, "Bài của người khác": None}
    assert response.status_code == 302


# Two windows


@pytest.fixture
def two_windows(desk):
    """An article that somebody else saved after it was opened here at version 0."""
    article = make_article("Tên ban đầu", body="<p>Bản đầu</p>")
    other = make_user(roles.PUBLISHERS, username="nguoi-kia")
    browser(other).post(
        change(article),
        sent(title="Tên của người kia", body="<p>Chữ của người kia</p>", seen_version=0),
    )
    return article


MINE = {"title": "Tên của tôi", "body": "<p>Chữ của tôi</p>"}


def test_a_save_over_a_newer_save_is_refused_with_both_texts(desk, two_windows):
    before = Article.objects.values().get()

    response = desk.post(change(two_windows), sent(**MINE, seen_version=0))

    (sentence,) = faults(response)["__all__"]
    assert "nguoi-kia" in sentence
    assert texts_shown(response) >= {
        "Tên của người kia",
        "Chữ của người kia",
        "Tên của tôi",
        "Chữ của tôi",
    }
    form = response.context["adminform"].form
    assert (form["title"].value(), form["body"].value()) == (MINE["title"], MINE["body"])
    assert Article.objects.values().get() == before


def test_saving_again_goes_through_and_both_texts_are_in_the_log(desk, two_windows):
    refused = desk.post(change(two_windows), sent(**MINE, seen_version=0))
    seen = refused.context["adminform"].form["seen_version"].value()

    response = desk.post(change(two_windows), sent(**MINE, seen_version=seen))

    assert response.status_code == 302
    assert Article.objects.get().title == "Tên của tôi"
    texts = Act.objects.order_by("pk").values_list("text", flat=True)
    assert ["Chữ của người kia" in texts[0], "Chữ của tôi" in texts[1]] == [True, True]


def test_a_third_save_meanwhile_refuses_the_second_attempt_too(desk, two_windows):
    refused = desk.post(change(two_windows), sent(**MINE, seen_version=0))
    seen = refused.context["adminform"].form["seen_version"].value()
    browser().post(change(two_windows), sent(title="Tên của người thứ ba", seen_version=seen))

    again = desk.post(change(two_windows), sent(**MINE, seen_version=seen))

    assert list(faults(again)) == ["__all__"]
    assert Article.objects.get().title == "Tên của người thứ ba"


def test_publishing_over_a_newer_save_publishes_nothing(desk, two_windows):
    desk.post(change(two_windows), sent(**MINE, seen_version=0, _step="publish"))

    assert two_windows.editions.count() == 0


def test_a_conflict_is_told_even_when_a_field_is_wrong_too(desk, two_windows):
    response = desk.post(change(two_windows), sent(title="", body="x" * 2_000_000, seen_version=0))

    assert sorted(faults(response)) == ["__all__", "body", "title"]
    assert Article.objects.get().title == "Tên của người kia"


def test_rows_of_a_refused_save_stay_in_the_form(desk, two_windows):
    author = make_author()

    response = desk.post(
        change(two_windows),
        sent(seen_version=0, **rows("bylines", {"author": author.pk, "role": "photo", "order": 7})),
    )

    (row,) = response.context["inline_admin_formsets"][0].formset.forms
    assert [row[name].value() for name in ("author", "role", "order")] == [
        str(author.pk),
        "photo",
        "7",
    ]
    assert two_windows.bylines.count() == 0


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_makes_one_article():
    user = make_user(roles.PUBLISHERS)
    first, second = browser(user), browser(user)
    section = make_section()
    for number in range(6):
        form = sent(sent_key=f"{number}" * 32, title=f"Bài {number}", section=section.pk)

        answers = at_once(lambda f=form: first.post(ADD, f), lambda f=form: second.post(ADD, f))

        article = Article.objects.get(title=f"Bài {number}")
        got = [getattr(each, "headers", {}).get("Location", each) for each in answers]
        assert got == [change(article)] * 2
        assert article.acts.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_leave_one_and_show_the_other():
    first, second = browser(), browser()
    for _ in range(6):
        article = make_article()
        address = change(article)
        answers = at_once(
            lambda a=address: first.post(a, sent(title="Tên một", seen_version=0)),
            lambda a=address: second.post(a, sent(title="Tên hai", seen_version=0)),
        )

        assert sorted(each.status_code for each in answers) == [200, 302]
        article.refresh_from_db()
        assert (article.version, article.acts.count()) == (1, 1)
        winner = "Tên một" if answers[0].status_code == 302 else "Tên hai"
        assert article.title == winner


def test_what_another_chose_is_shown_too_before_it_is_replaced(desk):
    old, new = make_section("Mục cũ"), make_section("Mục mới")
    article = make_article(section=old, genre="news")
    form = sent(lead="Câu dẫn của tôi", section=old.pk, seen_version=article.version)
    theirs = sent(section=new.pk, genre="notice", description="Mô tả", seen_version=article.version)
    assert browser().post(change(article), theirs).status_code == 302

    response = desk.post(change(article), form)

    assert {"Mục mới", "Mục cũ", "Thông báo", "Tin tức", "Mô tả"} <= texts_shown(response)
