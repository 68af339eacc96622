"""The article's form answers each value that no browser would send, and never fails."""

import pytest

from news.models import Article
from tests.factories import make_article, make_author, publish
from tests.news.desk.form_data import ADD, INLINES, change, faults, rows, said, seen, sent

pytestmark = pytest.mark.django_db

NO_CHOICE = [
    "Hãy chọn một lựa chọn hợp lệ. Lựa chọn đó không phải là một trong các lựa chọn khả thi."
]
HUGE = "9" * 30


def only_article():
    return Article.objects.get()


ODD = {
    "section that is a word": {"section": "abc"},
    "section that is huge": {"section": HUGE},
    "section unknown": {"section": "987654"},
    "section null": {"section": "\0"},
    "extra section that is huge": {"extra_sections": [HUGE]},
    "extra section that is a word": {"extra_sections": ["abc"]},
    "source that is a word": {"source": "abc"},
    "source that is huge": {"source": HUGE},
    "topics that are words": {"topics": ["abc", "\0", "²"]},
    "topic that is huge": {"topics": [HUGE]},
    "tag unknown": {"tags": ["987654"]},
    "photo that is huge": {"lead_photo": "99999999999999999999"},
    "photo below nothing": {"lead_photo": "-1"},
    "photo that is a word": {"lead_photo": "abc"},
    "genre unknown": {"genre": "zzz"},
    "genre null": {"genre": "\0"},
    "script as address": {"source_url": "javascript:alert(1)"},
    "author that is huge": rows("bylines", {"author": HUGE, "role": "text", "order": 0}),
    "author that is a word": rows("bylines", {"author": "abc", "role": "text", "order": 0}),
    "role null": rows("bylines", {"author": "", "role": "\0", "order": 1}),
    "order that is huge": rows("bylines", {"author": "", "role": "text", "order": HUGE}),
    "related that is huge": rows("related_rows", {"other": HUGE, "order": 0}),
    "related that is a word": rows("related_rows", {"other": "abc", "order": 0}),
    "document that is huge": rows("attachments", {"document": HUGE, "order": 0}),
    "row that is huge": {
        "bylines-TOTAL_FORMS": 1, "bylines-INITIAL_FORMS": 1, "bylines-0-id": HUGE,
    },
    "rows without end": {"bylines-TOTAL_FORMS": 1, "bylines-INITIAL_FORMS": 999_999_999},
    "rows that are none of its own": {"bylines-TOTAL_FORMS": 5, "bylines-INITIAL_FORMS": 5},
    "too many rows": {"bylines-TOTAL_FORMS": 100000},
    "rows that are no number": {"bylines-TOTAL_FORMS": "x"},
    "no count of rows": {"bylines-TOTAL_FORMS": ""},
    "day that is none": {"publish_at_0": "2020-13-45", "publish_at_1": "00:00"},
    "month first": {"publish_at_0": "01/26/2019", "publish_at_1": "00:00"},
    "day without a time": {"publish_at_0": "05/03/2020", "publish_at_1": ""},
    "time without a day": {"publish_at_0": "", "publish_at_1": "07:30"},
    "year one": {"publish_at_0": "01/01/0001", "publish_at_1": "00:00"},
    "year 9999": {"expire_at_0": "31/12/9999", "expire_at_1": "23:59"},
    "day null": {"released_at_0": "\0", "released_at_1": "\0"},
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_values_over_a_newer_save_are_said_and_change_nothing(desk, case):
    article = make_article(version=1, authors=[make_author("Một")])

    response = desk.post(change(article), sent(seen_version=0, **ODD[case]))

    assert "__all__" in faults(response)
    assert [row.author.name for row in article.bylines.all()] == ["Một"]


@pytest.mark.parametrize("case", ODD)
def test_odd_values_are_said_and_the_text_stays(desk, case):
    response = desk.post(ADD, sent(**ODD[case]))

    assert faults(response)
    assert response.context["adminform"].form["lead"].value() == "Sáng nay."
    assert not Article.objects.exists()


@pytest.mark.parametrize("case", ODD)
def test_odd_values_on_an_article_that_exists_change_nothing(desk, case):
    article = make_article("Tên đang có")

    response = desk.post(change(article), sent(seen_version=article.version, **ODD[case]))

    assert faults(response)
    assert Article.objects.get().title == "Tên đang có"


def test_what_is_said_stands_beside_its_field(desk):
    response = desk.post(
        ADD,
        sent(
            section="abc",
            publish_at_0="2020-13-45",
            publish_at_1="07:30",
            **rows("bylines", {"author": HUGE, "role": "text", "order": 0}),
        ),
    )

    assert faults(response) == {
        "section": NO_CHOICE,
        "publish_at": ["Nhập một ngày hợp lệ."],
        "bylines-0-author": NO_CHOICE,
    }


def test_ten_thousand_tags_are_a_bad_request(desk):
    assert desk.post(ADD, sent(tags=list(range(10_000)))).status_code == 400
    assert not Article.objects.exists()


@pytest.mark.parametrize("count", ["-1", "0"])
def test_fewer_rows_than_none_are_none(desk, count):
    desk.post(ADD, sent(**{"bylines-TOTAL_FORMS": count}))

    assert only_article().bylines.count() == 0


def test_a_time_proposed_by_an_address_that_is_none_is_left_out(desk):
    response = desk.get(ADD, {"publish_at": "abc", "title": "Đề xuất"})

    assert response.status_code == 200
    form = response.context["adminform"].form
    assert (form["publish_at"].value(), form["title"].value()) == (None, "Đề xuất")


@pytest.mark.parametrize("field", ["children", "articles"])
def test_completion_of_what_is_no_field_of_a_form_is_refused(desk, field):
    asked = {"app_label": "sections", "model_name": "section", "field_name": field}

    assert desk.get("/admin/autocomplete/", asked).status_code == 403


def test_a_form_without_any_field_is_answered(desk):
    assert set(faults(desk.post(ADD, {}))) == {"title", "genre", *INLINES}


HIDDEN = [
    {"seen_version": "junk"},
    {"seen_version": HUGE},
    {"seen_version": "\0"},
    {"sent_key": "k" * 10_000},
    {"sent_key": "\0"},
    {"sent_key": "\u202e" * 32},
    {"_step": "zzz"},
    {"_step": "\0"},
]


@pytest.mark.parametrize("odd", HIDDEN)
def test_odd_hidden_fields_of_a_new_article_do_not_keep_it_from_being_saved(desk, odd):
    response = desk.post(ADD, sent(**{"sent_key": "", **odd}))

    assert (response.status_code, response["Location"]) == (302, change(only_article()))


@pytest.mark.parametrize("odd", ["junk", HUGE, "-1", "\0", "", "0 "])
def test_an_odd_version_counts_as_an_older_one(desk, odd):
    article = make_article("Tên đang có", version=3)

    response = desk.post(change(article), sent(seen_version=odd))

    assert (response.status_code, Article.objects.get().title) == (200, "Tên đang có")
    assert response.context["conflict"]


UNKNOWN = ["abc", HUGE, "-1", "0", "987654", "%00", "%F0%9F", "²", "1.0", "a%0ab"]


@pytest.mark.parametrize("key", UNKNOWN)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_article_is_no_error_anywhere(desk, key, method):
    make_article()
    paths = (
        "change/", "history/", "delete/", "preview/", "preview/print/", "review/", "comments/",
        "compare/?a=1&b=desk", "edition/1/", "edition/1/restore/", "step/withdraw/",
        "step/publish/",
    )  # fmt: skip

    answers = {
        getattr(desk, method)(f"/admin/news/article/{key}/{path}").status_code for path in paths
    }

    assert answers <= {302, 403, 404, 405}


def test_the_form_of_an_unknown_article_leads_to_the_desk_with_a_message(desk):
    response = desk.get(change(987654))

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert [level for level, _ in said(response)] == ["warning"]


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999999"])
def test_an_unknown_edition_is_404(desk, number):
    article = make_article()
    publish(article)

    base = f"/admin/news/article/{article.pk}"
    assert desk.get(f"{base}/edition/{number}/").status_code == 404
    restored = desk.post(f"{base}/edition/{number}/restore/", {"seen": seen(article)})
    assert restored.status_code == 404
    assert desk.get(f"{base}/compare/?a={number}&b=desk").status_code == 404
