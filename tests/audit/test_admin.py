"""The audit log in the admin: staff search and filter its rows, and cannot write them."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from tests.audit.auditors import CSV, FILTERS, LIST, auditor, make_several
from tests.audit.entries import make_entry
from tests.factories import make_user
from tests.news.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return auditor()[0]


@pytest.fixture
def several():
    return make_several()


def found(desk, query=""):
    """What the rows in the list are about, the newest first, without the rows that the setup of the
    test has left."""
    response = desk.get(f"{LIST}{query}")
    assert response.status_code == 200, (query, response)
    kept = ("kiem-tra", "", "nhật ký hệ thống")
    return [row.about for row in response.context["cl"].result_list if row.about not in kept]


def test_the_newest_row_comes_first_and_a_page_has_fifty(desk):
    for number in range(60):
        make_entry(about=f"Bài {number}")

    assert found(desk) == [f"Bài {number}" for number in range(59, 9, -1)]
    assert found(desk, "?p=2") == [f"Bài {number}" for number in range(9, -1, -1)]


@pytest.mark.parametrize("rows", [1, 40])
def test_the_list_costs_the_same_for_any_number_of_rows(desk, rows, django_assert_num_queries):
    for number in range(rows):
        make_entry(about=f"Bài {number}", about_model="news.article", about_key=number)
    desk.get(LIST)

    with django_assert_num_queries(8):
        desk.get(LIST)


SEARCHES = {
    "Trầm": ["Cầu qua sông Trầm"],
    "TRAM cau": ["Cầu qua sông Trầm"],
    "dang đa duyet": ["Đình làng"],
    "203.0.113.99": ["Đình làng"],
    "nguyen hai": ["Cầu qua sông Trầm"],
    "khongco": [],
    "%": [],
    "_": [],
    "' OR 1=1 --": [],
}


@pytest.mark.parametrize("words", SEARCHES)
@pytest.mark.parametrize("also", ["", "&viec=step", "&tu=2020-01-01"])
def test_words_of_any_column_are_found_accents_aside(desk, words, also):
    make_entry(about="Cầu qua sông Trầm", who="hai (Nguyễn Hải)", detail="Đã gửi biên tập")
    make_entry(about="Đình làng", detail="203.0.113.99 · Đã đăng · Đã duyệt")
    make_entry(about="Tin khác", detail="khác")
    query = {"q": words, **dict([also[1:].split("=")] if also else [])}

    response = desk.get(LIST, query)

    assert [row.about for row in response.context["cl"].result_list] == SEARCHES[words]


def test_an_address_is_found_that_was_recorded():
    client = Client(REMOTE_ADDR="198.51.100.77")
    client.force_login(make_user(username="boss", is_superuser=True))
    client.post("/admin/logout/")
    client.force_login(make_user(username="boss2", is_superuser=True))

    rows = client.get(LIST, {"q": "198.51.100.77"}).context["cl"].result_list

    assert [(row.kind, row.who) for row in rows] == [("sign-out", "boss")]


@pytest.mark.parametrize("query", FILTERS)
def test_rows_are_filtered_by_kind_person_and_day(desk, several, query):
    expected = FILTERS[query]
    rows = [about for about in found(desk, query.format(**several)) if len(about) == 1]

    assert rows == (["E", "D", "C", "B", "A"] if expected is None else expected)


def test_a_day_begins_and_ends_in_our_time_zone(desk):
    for name, moment in {
        "before": datetime(2020, 3, 1, 23, 59, 59),
        "first": datetime(2020, 3, 2),
        "last": datetime(2020, 3, 2, 23, 59, 59, 999999),
        "after": datetime(2020, 3, 3),
    }.items():
        make_entry(about=name, at=timezone.make_aware(moment))

    assert found(desk, "?tu=2020-03-02&den=2020-03-02") == ["last", "first"]


def test_of_its_times_the_zone_is_said(desk):
    entry = make_entry(at=timezone.make_aware(datetime(2020, 3, 2, 8, 5, 9)))
    zone = "thời gian (GMT+7)"
    row = f"{LIST}{entry.pk}/change/"

    pages = {address: desk.get(address).content.decode() for address in (LIST, row)}

    assert [zone in page.lower().replace("gmt", "GMT") for page in pages.values()] == [True, True]
    assert "· 02/03/2020 08:05 GMT+7" in pages[row]


def test_all_that_was_done_with_one_thing_is_found_by_it(desk):
    for name, key in (("Tên cũ", 42), ("Bài khác", 43), ("Tên mới", 42)):
        make_entry(about=name, about_model="news.article", about_key=key)
    make_entry(about="Tác giả", about_model="news.author", about_key=42)

    page = desk.get(LIST).content.decode()

    assert f'href="{LIST}?ve=news.article.42"' in page
    assert found(desk, "?ve=news.article.42") == ["Tên mới", "Tên cũ"]


ODD = [
    "?nguoi=x",
    "?nguoi=-1",
    "?nguoi=99999999999999999999",
    "?tu=hôm qua",
    "?tu=0001-01-01",
    "?den=9999-12-31",
    "?den=2020-02-30",
    "?p=0",
    "?p=9999",
]


@pytest.mark.parametrize("query", ODD)
def test_odd_filters_are_answered_as_in_every_list_and_take_away_nothing(desk, query):
    make_entry()

    shown, taken = desk.get(LIST + query), desk.post(CSV + query)

    assert (shown.status_code, shown.headers.get("Location")) in [
        (302, f"{LIST}?e=1"),
        (200, None),
    ]
    assert taken.status_code in {200, 400}


@pytest.mark.parametrize("query", ["?ve=x", "?ve=.1", "?ve=news.article.x", "?ve=news.article."])
def test_a_thing_that_is_none_finds_nothing(desk, query):
    make_entry(about_model="news.article", about_key=1)

    assert found(desk, query) == []


@pytest.mark.parametrize(
    "query", ["?by__password__startswith=x", "?detail__regex=(", "?by__id__exact=1", "?folded=a"]
)
def test_no_other_lookup_is_asked(desk, query):
    make_entry()

    assert [desk.get(LIST + query).status_code, desk.post(CSV + query).status_code] == [400, 400]


def test_a_null_byte_is_a_bad_request(desk):
    assert desk.get(f"{LIST}?q=%00").status_code == 400


def test_words_of_others_are_shown_as_words(desk):
    entry = make_entry(
        about="<script>alert(1)</script>",
        detail="<b>x</b>",
        who="<i>y</i>",
        about_model="no.such",
        about_key=1,
    )

    pages = [desk.get(LIST), desk.get(f"{LIST}{entry.pk}/change/")]

    for page in (each.content.decode() for each in pages):
        assert ("<script>alert" in page, "<b>x" in page, "<i>y" in page) == (False, False, False)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_row_has_a_page_with_all_of_a_long_detail(desk):
    entry = make_entry(detail="Quyền: " + ", ".join(f"+ quyền số {n}" for n in range(200)))

    page = desk.get(f"{LIST}{entry.pk}/change/").content.decode()

    assert "+ quyền số 199" in page
    assert "+ quyền số 199" not in desk.get(LIST).content.decode()


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999", "1_2"])
def test_a_row_that_is_none_is_not_found(desk, key):
    assert desk.get(f"{LIST}{key}/change/").status_code in {302, 404}


# No row is written by hand


@pytest.mark.parametrize("whose", ["auditor", "superuser"])
def test_nobody_adds_changes_or_deletes_a_row(whose, desk):
    client = desk if whose == "auditor" else person("superuser")[0]
    entry = make_entry()
    before = list(Entry.objects.order_by("pk").values())
    here = f"{LIST}{entry.pk}"
    chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}

    answers = [
        client.post(f"{LIST}add/", {"detail": "x"}).status_code,
        client.post(f"{here}/change/", {"detail": "x"}).status_code,
        client.post(f"{here}/delete/", {"post": "yes"}).status_code,
        client.post(LIST, chosen).status_code,
        client.get(f"{here}/history/").status_code,
    ]

    assert answers == [403, 403, 403, 200, 404]
    assert list(Entry.objects.order_by("pk").values()) == before
