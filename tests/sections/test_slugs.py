"""Which slugs a section may have. `test_tree` tests most of the slugs that are refused."""

import pytest
from django.core.exceptions import ValidationError

from sections.models import Section
from sections.slugs import RESERVED_ANYWHERE, RESERVED_AT_TOP, validate_slug
from tests.factories import make_section

pytestmark = pytest.mark.django_db

# The reserved names in the table of docs/addresses.md.
TOP = """
    admin api static tep healthz readyz tim-kiem theo-ngay xac-minh b tac-gia chu-de the nguon-tin
    thu-vien-anh video van-ban dinh-chinh so-do-trang xem-duyet du-lieu-ca-nhan
""".split()


def test_the_reserved_names_are_those_of_the_table():
    assert sorted(RESERVED_AT_TOP) == sorted(TOP)
    assert sorted(RESERVED_ANYWHERE) == ["ban-in", "nhe"]


def test_every_name_reserved_at_the_top_may_stand_below():
    parent = make_section()

    for slug in TOP:
        Section(title="Mục", slug=slug, parent=parent).full_clean()


def test_the_message_names_the_article_that_would_be_hidden():
    with pytest.raises(ValidationError) as refused:
        Section(title="Mục", slug="covid-19").full_clean()

    assert "19" in refused.value.message_dict["slug"][0]


@pytest.mark.parametrize("slug", ["nam-2030-tam-nhin", "quan-1a", "2030", "4g", "kinh-te"])
def test_a_number_elsewhere_is_fine(slug):
    validate_slug(slug, top=True)


def test_an_address_that_would_be_too_long_is_refused():
    parent = None
    for _ in range(4):
        parent = make_section(slug="a" * 100, parent=parent)

    with pytest.raises(ValidationError) as refused:
        Section(title="Mục", slug="b" * 100, parent=parent).full_clean()
    assert list(refused.value.message_dict) == ["slug"]
