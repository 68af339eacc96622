"""The audit log as a CSV file: it has the rows that the list shows, and no cell is a formula."""

import csv
import io
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.admin import audit_log_csv
from audit.models import Entry, Kind
from tests.audit.auditors import CSV, FILTERS, LIST, auditor, make_several
from tests.audit.entries import make_entry, told
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return auditor()[0]


@pytest.fixture
def several():
    return make_several()


def table(response):
    """The rows of the file, without its head."""
    assert response.status_code == 200, response
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))[1:]


def test_the_file_has_all_rows_with_all_that_they_tell(desk):
    moment = timezone.make_aware(datetime(2020, 3, 2, 8, 5, 9))
    make_entry(
        at=moment,
        who="hai (Nguyễn Hải)",
        address="2001:db8::7",
        kind=Kind.WITHDRAW,
        about_model="news.article",
        about_key=42,
        about='Cầu "Trầm", dài 420 m',
        detail="Đã gỡ\nSai tên",
    )

    response = desk.post(f"{CSV}?viec=withdraw")

    assert table(response) == [
        [
            str(Entry.objects.get(kind=Kind.WITHDRAW).pk),
            "2020-03-02 08:05:09",
            "hai (Nguyễn Hải)",
            "2001:db8::7",
            "Gỡ bài",
            "bài viết",
            "42",
            'Cầu "Trầm", dài 420 m',
            "Đã gỡ\nSai tên",
        ]
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="nhat-ky-{today}.csv"'
    )


def test_the_file_is_that_of_rfc_4180(desk):
    make_entry(about='a"b', detail="x, y")

    lines = b"".join(desk.post(f"{CSV}?viec=step").streaming_content).split(b"\r\n")

    assert lines[1].endswith(b',"a""b","x, y"')
    assert lines[2:] == [b""]


@pytest.mark.parametrize("query", [*FILTERS, "?q=c", "?q=c&viec=withdraw"])
def test_the_file_has_exactly_what_the_list_shows(desk, several, query):
    query = query.format(**several)
    shown = [str(row.pk) for row in desk.get(LIST + query).context["cl"].result_list]

    assert sorted(row[0] for row in table(desk.post(CSV + query))) == sorted(shown)


def test_the_file_goes_on_where_the_list_ends(desk, monkeypatch):
    monkeypatch.setattr(audit_log_csv, "KEYS_PER_QUERY", 7)
    for number in range(30):
        make_entry(about=f"Bài {number}", kind=Kind.PUBLISH)
        make_entry(about="khác")

    rows = table(desk.post(f"{CSV}?viec=publish&p=1"))

    assert [row[7] for row in rows] == [f"Bài {number}" for number in range(29, -1, -1)]


def test_the_file_is_read_a_step_at_a_time(desk, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(audit_log_csv, "KEYS_PER_QUERY", 10)
    for _ in range(25):
        make_entry(kind=Kind.PUBLISH)
    first = Entry.objects.order_by("pk").values_list("pk", flat=True)[0]
    newest = Entry.objects.values_list("pk", flat=True)[0]
    steps = -(-(newest - first + 1) // 10)

    pieces = audit_log_csv.csv_chunks(Entry.objects.filter(kind=Kind.PUBLISH), newest)

    with django_assert_num_queries(0):
        next(pieces)
    with django_assert_num_queries(2):
        next(pieces)
    with django_assert_num_queries(steps - 1):
        list(pieces)


FORMULAS = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "  =1": "'  =1",
    "＝1": "'＝1",
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    "hai;=1+1; -1": "hai;'=1+1;' -1",
    'hai;"=1': "hai;'\"=1",
    "hai\t=1": "hai\t'=1",
    "hai\n=1": "hai\n'=1",
    "1 + 1 = 2; a-b": "1 + 1 = 2; a-b",
}


@pytest.mark.parametrize("words", FORMULAS)
def test_no_spreadsheet_takes_a_cell_for_a_formula_wherever_it_parts_them(desk, words):
    make_entry(who=words, about=words, detail=words, kind=Kind.REFUSED)

    [row] = table(desk.post(f"{CSV}?viec=refused"))

    assert [row[2], row[7], row[8]] == [FORMULAS[words]] * 3


def test_that_it_was_taken_is_a_row_which_says_what_was_asked_for():
    desk, user = auditor()
    one = make_user(username="mot")
    make_entry(by=one, who="mot")

    desk.post(f"{CSV}?viec=step&nguoi={one.pk}&tu=2020-03-01&den=2020-03-31&q=Cầu")
    desk.post(CSV)

    assert told("by", "address", "about", "detail", kind=Kind.EXPORT) == [
        (
            user.pk,
            "203.0.113.7",
            "nhật ký hệ thống",
            "Chuyển bước, mot, từ 01/03/2020, đến 31/03/2020, “Cầu”",
        ),
        (user.pk, "203.0.113.7", "nhật ký hệ thống", "toàn bộ"),
    ]


def test_the_file_does_not_hold_the_row_of_its_own_taking(desk):
    assert [row for row in table(desk.post(CSV)) if row[4] == "Xuất dữ liệu"] == []


def test_looking_at_the_address_of_the_file_takes_nothing(desk):
    assert desk.get(CSV).status_code == 405
    assert told("kind", kind=Kind.EXPORT) == []


def test_the_file_is_not_given_to_a_form_of_another_site():
    client = Client(enforce_csrf_checks=True)
    client.force_login(auditor()[1])

    assert client.post(CSV).status_code == 403
    assert told("kind", kind=Kind.EXPORT) == []
