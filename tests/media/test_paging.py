"""Parts of admin lists that cost the same for any number of rows: the count, which stops at a cap,
and the filter by month."""

from datetime import date, datetime

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.test import RequestFactory
from django.utils import timezone, translation

from media.models import Photo
from staff.changelist import CappedPaginator, MonthFilter
from tests.factories import make_photo

pytestmark = pytest.mark.django_db


class Small(CappedPaginator):
    max_rows = 3


@pytest.mark.parametrize(
    ("rows", "count", "shown"), [(0, 0, "0"), (3, 3, "3"), (5, 3, "more than 3")]
)
def test_counting_stops_at_the_cap(django_assert_num_queries, rows, count, shown):
    for _ in range(rows):
        make_photo()

    with django_assert_num_queries(1) as asked:
        paginator = Small(Photo.objects.order_by("-pk"), 2)
        found = paginator.count

    assert found == count
    with translation.override("en"):
        assert str(found) == shown
    assert "LIMIT 4" in asked.captured_queries[0]["sql"]


def test_a_list_beyond_the_cap_ends_there():
    for _ in range(5):
        make_photo()

    paginator = Small(Photo.objects.order_by("-pk"), 2)

    assert paginator.num_pages == 2
    assert len(paginator.page(2)) == 1


def test_it_counts_plain_lists_too():
    assert Small(["a", "b"], 10).count == 2


def filtered(value=None, model=Photo, field="uploaded_at"):
    made = MonthFilter.over(field, "tháng tải lên")
    params = {} if value is None else {"thang": [value]}
    request = RequestFactory().get("/", {} if value is None else {"thang": value})
    return made(request, params, model, admin.site.get_model_admin(Photo))


def at(*moment) -> Photo:
    photo = make_photo()
    when = timezone.make_aware(datetime(*moment))
    Photo.objects.filter(pk=photo.pk).update(uploaded_at=when)
    return photo


def test_choices_are_recent_months_and_years_back_to_the_oldest(monkeypatch):
    at(2018, 3, 5)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2020, 2, 10))

    with translation.override("en"):
        choices = filtered().lookup_choices

    assert choices == [
        ("2020-02", "02/2020"),
        ("2020-01", "01/2020"),
        *((f"2019-{month:02}", f"{month:02}/2019") for month in range(12, 2, -1)),
        ("2019", "Year 2019"),
        ("2018", "Year 2018"),
    ]


def test_a_chosen_year_opens_its_months(monkeypatch):
    at(2018, 11, 5)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2020, 2, 10))

    values = [value for value, _ in filtered("2018").lookup_choices]

    assert values[-3:] == ["2018", "2018-12", "2018-11"]


def test_without_rows_there_is_nothing_to_choose():
    assert filtered().lookup_choices == []


def test_the_choices_cost_one_look_at_the_index(django_assert_num_queries):
    at(2018, 3, 5)

    with django_assert_num_queries(1):
        filtered()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, ["2019-12-31", "2020-01-01", "2020-01-31", "2020-02-01"]),
        ("2020-01", ["2020-01-01", "2020-01-31"]),
        ("2019-12", ["2019-12-31"]),
        ("2020", ["2020-01-01", "2020-01-31", "2020-02-01"]),
        ("2012", []),
    ],
)
def test_a_month_begins_and_ends_in_our_time_zone(value, found):
    for moment in [(2019, 12, 31, 23, 59), (2020, 1, 1), (2020, 1, 31, 23, 59), (2020, 2, 1)]:
        at(*moment)

    rows = filtered(value).queryset(None, Photo.objects.order_by("uploaded_at"))

    assert [str(timezone.localtime(row.uploaded_at).date()) for row in rows] == found


@pytest.mark.parametrize(
    "value",
    ["", "x", "2020-13", "2020-00", "2020-1", "99999", "0000", "2020-01-01", "２０２０", "\0"],
)
def test_what_is_no_month_is_answered_as_django_does(value):
    with pytest.raises(IncorrectLookupParameters):
        filtered(value).queryset(None, Photo.objects.all())


def test_it_filters_plain_dates_too():
    photo = make_photo(taken_on=date(2020, 1, 31))
    make_photo(taken_on=date(2020, 2, 1))
    make_photo()

    rows = filtered("2020-01", field="taken_on").queryset(None, Photo.objects.all())

    assert list(rows) == [photo]
