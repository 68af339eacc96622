import pytest
from django.db import IntegrityError, transaction

from agency.current import current_agency
from agency.models import Agency, SocialLink
from delivery.models import Purge
from tests.factories import make_agency, make_photo

pytestmark = pytest.mark.django_db


def test_there_is_one_row_however_often_it_is_made():
    make_agency(name="Cổng tin một")
    make_agency(name="Cổng tin hai")

    assert list(Agency.objects.values_list("pk", "name")) == [(1, "Cổng tin hai")]


def test_the_database_refuses_a_second_row():
    make_agency()

    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.bulk_create([Agency(pk=2, name="Cổng tin thứ hai")])


def test_pages_have_a_name_to_show_before_anyone_typed_one():
    assert current_agency()["name"] == "Cổng tin tức"


def test_a_change_makes_every_page_stale():
    Purge.objects.all().delete()

    make_agency()

    assert list(Purge.objects.values_list("tags", flat=True)) == ["site"]


def test_pages_read_it_with_its_logo_and_links():
    agency = make_agency(logo=make_photo(), short_name="")
    SocialLink.objects.create(agency=agency, name="Zalo", url="https://zalo.example/")

    shown = current_agency()

    assert shown["logo"].photo == agency.logo_id
    assert shown["social_links"] == (("Zalo", "https://zalo.example/"),)
    assert shown["short_name"] == agency.name


def test_the_footer_names_the_agency(client):
    make_agency(
        governing_body="UBND thành phố Thử",
        address="Số 1 phố Thử",
        phone="(0000) 1",
        email="a@thu.example",
        responsible_editor="Bà Nguyễn Thị Thử",
        licence="Giấy phép số 0",
    )

    footer = client.get("/").content.decode().split("<footer")[1]

    for words in (
        "UBND thành phố Thử",
        "Số 1 phố Thử",
        "(0000) 1",
        "a@thu.example",
        "Bà Nguyễn Thị Thử",
        "Giấy phép số 0",
    ):
        assert words in footer


@pytest.mark.parametrize(("indexed", "asked"), [(True, False), (False, True)])
def test_search_engines_are_asked_to_leave_a_closed_portal_alone(client, indexed, asked):
    make_agency(indexed=indexed)

    assert ('content="noindex' in client.get("/").content.decode()) is asked
