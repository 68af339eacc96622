"""A save over a newer save shows the rows of both people, and replaces no row before it was
shown."""

import pytest
from django.test import Client

from accounts import roles
from media.models import Document
from news.desk import steps
from news.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_publisher,
    make_section,
    make_user,
    publish,
)
from tests.news.desk.form_data import ADD, change, faults, rows, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    """Another publisher's browser."""
    client = Client()
    client.force_login(make_user(roles.PUBLISHERS))
    return client


def by(author, role="text", order=0):
    return {"author": author.pk, "role": role, "order": order}


def opened(client, article):
    """What a browser sends if the article's form is opened now and nothing is changed in it."""
    context = client.get(change(article)).context
    data = {"seen_version": context["adminform"].form["seen_version"].value()}
    return sent(section=article.section_id, **data, **in_form(context))


def in_form(context):
    """The rows of the form in an answer, as a browser would send them."""
    data = {}
    for each in context["inline_admin_formsets"]:
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            data[f"{each.formset.prefix}-{name}"] = each.formset.management_form[name].value()
        for form in each.formset.forms:
            for name in form.fields:
                value = form[name].value()
                if name == "DELETE" and value in (None, False):
                    continue
                data[form.add_prefix(name)] = "" if value is None else value
    return data


def compared(response):
    """The rows of the comparison by label, as (theirs, mine)."""
    return read(response.context["conflict"])


def taken(response):
    """By label, what only the other person changed and the form has taken over, as
    (before, theirs)."""
    return read(response.context["merge"].taken)


def read(differences):
    return {
        label: [
            tuple("".join(span.text for span in side) for side in (row.before, row.after))
            for row in found
        ]
        for label, found in differences
    }


def authors(article):
    return [(row.author.name, row.role) for row in article.bylines.order_by("order", "pk")]


@pytest.fixture
def both_chose(desk, other):
    """An article by Một. The other person has replaced Một with Hai; this form adds Ba after Một.
    Returns the article and the fields of this form."""
    article = make_article(authors=[make_author("Một")])
    mine = opened(desk, article)
    theirs = opened(other, article)
    theirs |= {
        "bylines-0-DELETE": "on",
        **{f"bylines-1-{name}": value for name, value in by(make_author("Hai"), "photo").items()},
    }
    assert other.post(change(article), theirs).status_code == 302
    assert authors(article) == [("Hai", "photo")]
    mine |= {f"bylines-1-{name}": value for name, value in by(make_author("Ba"), order=1).items()}
    return article, mine


def test_a_save_of_rows_alone_counts_as_a_save(desk, other):
    article = make_article()
    mine = opened(desk, article)
    theirs = opened(other, article) | rows("bylines", by(make_author()))
    other.post(change(article), theirs)

    response = desk.post(change(article), mine)

    assert Article.objects.get().version == 1
    assert list(faults(response)) == ["__all__"]


def test_both_lists_of_authors_are_shown_in_order(desk, both_chose):
    article, mine = both_chose

    response = desk.post(change(article), mine)

    assert compared(response) == {
        "Tác giả của bài": [("Hai (Ảnh)", ""), ("", "Một (Bài)"), ("", "Ba (Bài)")]
    }
    assert authors(article) == [("Hai", "photo")]


def test_saving_again_does_what_the_comparison_showed(desk, both_chose):
    article, mine = both_chose
    refused = desk.post(change(article), mine).context
    again = sent(section=article.section_id, seen_version=1, **in_form(refused))

    response = desk.post(change(article), again)

    assert response.status_code == 302
    assert authors(article) == [("Một", "text"), ("Ba", "text")]


def test_what_only_the_other_chose_can_be_kept(desk, both_chose):
    article, mine = both_chose
    refused = desk.post(change(article), mine).context
    again = sent(section=article.section_id, seen_version=1, **in_form(refused))
    (ticked,) = [name for name in again if name.startswith("bylines-") and "DELETE" in name]
    del again[ticked]

    desk.post(change(article), again)

    assert authors(article) == [("Hai", "photo"), ("Một", "text"), ("Ba", "text")]


def test_an_author_whom_both_added_is_one_row(desk, other):
    author, article = make_author("Cả hai"), make_article()
    mine = opened(desk, article) | rows("bylines", by(author))
    other.post(change(article), opened(other, article) | rows("bylines", by(author)))
    refused = desk.post(change(article), mine)
    again = sent(section=article.section_id, seen_version=1, **in_form(refused.context))

    response = desk.post(change(article), again)

    assert compared(refused) == {}
    assert response.status_code == 302
    assert authors(article) == [("Cả hai", "text")]


# With the text that both began with in the log


def logged(*args, **fields):
    """An article whose log has its text, as after each save of a form."""
    article = make_article(*args, **fields)
    steps.saved(article, by=make_publisher(), created=True)
    return article


def again(article, refused):
    """The fields of the refused form as it came back, to be sent again."""
    form = refused.context["adminform"].form
    texts = {name: form[name].value() for name in ("title", "seen_version")}
    return sent(section=article.section_id, **texts, **in_form(refused.context))


def test_a_change_of_order_is_taken_over_where_nobody_else_made_one(desk, other):
    article = logged(authors=[make_author("Một"), make_author("Hai")])
    mine = opened(desk, article)
    other.post(change(article), opened(other, article) | {"bylines-0-order": 5})

    refused = desk.post(change(article), mine)
    desk.post(change(article), again(article, refused))

    assert compared(refused) == {}
    assert taken(refused) == {
        "Tác giả của bài": [
            ("Một (Bài)", ""),
            ("Hai (Bài)", "Hai (Bài)"),
            ("", "Một (Bài)"),
        ]
    }
    assert authors(article) == [("Hai", "text"), ("Một", "text")]


def test_a_change_of_order_is_a_difference_where_both_made_one(desk, other):
    article = logged(authors=[make_author(name) for name in ("Một", "Hai", "Ba")])
    mine = opened(desk, article) | {"bylines-1-order": 7}
    other.post(change(article), opened(other, article) | {"bylines-0-order": 5})

    response = desk.post(change(article), mine)

    assert (list(compared(response)), taken(response)) == (["Tác giả của bài"], {})


def test_attachments_and_related_articles_are_taken_over_too(desk, other):
    article, related = logged(), make_article("Bài liên quan")
    document = Document.objects.create(title="Quyết định 12", file="x.pdf", bytes=1, digest="0")
    mine = opened(desk, article)
    theirs = opened(other, article)
    theirs |= rows("attachments", {"document": document.pk, "order": 0})
    theirs |= rows("related_rows", {"other": related.pk, "order": 0})
    assert other.post(change(article), theirs).status_code == 302

    refused = desk.post(change(article), mine)
    saved = desk.post(change(article), again(article, refused))

    assert (compared(refused), taken(refused)) == (
        {},
        {"Tệp đính kèm": [("", "Quyết định 12")], "Tin liên quan": [("", "Bài liên quan")]},
    )
    assert saved.status_code == 302
    assert [row.document for row in article.attachments.all()] == [document]
    assert [row.other for row in article.related_rows.all()] == [related]


def test_an_author_whom_only_the_other_took_away_is_gone_from_this_form_too(desk, other):
    article = logged(authors=[make_author("Một"), make_author("Hai")])
    mine = opened(desk, article)
    other.post(change(article), opened(other, article) | {"bylines-0-DELETE": "on"})

    refused = desk.post(change(article), mine)
    desk.post(change(article), again(article, refused))

    assert (compared(refused), taken(refused)) == (
        {},
        {"Tác giả của bài": [("Một (Bài)", ""), ("Hai (Bài)", "Hai (Bài)")]},
    )
    assert authors(article) == [("Hai", "text")]


def test_a_related_article_that_only_the_other_took_away_is_gone_from_this_form_too(desk, other):
    article, related = logged(), make_article("Bài liên quan")
    theirs = opened(other, article) | rows("related_rows", {"other": related.pk, "order": 0})
    assert other.post(change(article), theirs).status_code == 302
    mine = opened(desk, article)
    other.post(change(article), opened(other, article) | {"related_rows-0-DELETE": "on"})

    refused = desk.post(change(article), mine)
    desk.post(change(article), again(article, refused))

    assert (compared(refused), taken(refused)) == (
        {},
        {"Tin liên quan": [("Bài liên quan", "")]},
    )
    assert not article.related_rows.exists()


def test_rows_that_only_this_form_changed_are_nothing_to_choose(desk, other):
    article = logged(authors=[make_author("Một")])
    mine = opened(desk, article) | {"bylines-0-DELETE": "on"}
    mine |= {f"bylines-1-{name}": value for name, value in by(make_author("Ba")).items()}
    other.post(change(article), opened(other, article) | {"description": "Của người kia"})

    refused = desk.post(change(article), mine)
    desk.post(change(article), again(article, refused))

    assert (compared(refused), [*taken(refused).values()]) == ({}, [[("", "Của người kia")]])
    assert authors(article) == [("Ba", "text")]


def test_a_related_article_that_one_may_not_read_is_named_as_its_readers_know_it(desk):
    writer = make_user(roles.CONTRIBUTORS)
    article, hidden = logged(created_by=writer), make_article("Tên bạn đọc thấy")
    publish(hidden)
    Article.objects.filter(pk=hidden.pk).update(title="Tên còn giữ kín")
    client = Client()
    client.force_login(writer)
    mine = opened(client, article) | rows("related_rows", {"other": hidden.pk, "order": 0})
    desk.post(change(article), opened(desk, article) | rows("bylines", by(make_author("Một"))))

    response = client.post(change(article), mine)

    assert (compared(response), taken(response)) == (
        {},
        {"Tác giả của bài": [("", "Một (Bài)")]},
    )
    assert "Tên bạn đọc thấy" in response.content.decode()
    assert "giữ kín" not in response.content.decode()


def test_a_row_that_names_nobody_is_shown_as_such(desk, both_chose):
    article, mine = both_chose

    response = desk.post(change(article), mine | {"bylines-1-author": "987654"})

    assert compared(response)["Tác giả của bài"][-1] == ("", "?")


def test_a_field_that_one_had_left_empty_is_a_difference_too(desk, other):
    article = make_article()
    mine = opened(desk, article) | {"section": ""}
    section = make_section("Mục của người kia")
    other.post(change(article), opened(other, article) | {"section": section.pk})

    response = desk.post(change(article), mine)

    assert compared(response) == {"Chuyên mục": [("Mục của người kia", "")]}


def test_a_new_article_sent_again_with_another_author_shows_both(desk):
    one, two = make_author("Một"), make_author("Hai")
    desk.post(ADD, sent(**rows("bylines", by(one))))

    again = desk.post(ADD, sent(**rows("bylines", by(one), by(two))))

    assert compared(again) == {"Tác giả của bài": [("Một (Bài)", "Một (Bài)"), ("", "Hai (Bài)")]}
    assert authors(Article.objects.get()) == [("Một", "text")]
    assert list(faults(again)) == ["__all__"]
