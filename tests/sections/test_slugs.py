"""Which addresses a section may have."""

import pytest
from django.core.exceptions import ValidationError

from sections.models import Section
from sections.slugs import RESERVED_ANYWHERE, RESERVED_AT_TOP, validate_slug
from tests.factories import make_section

pytestmark = pytest.mark.django_db

# As docs/addresses.md and the address map have them.
TOP = """
    admin api static tep healthz readyz tim-kiem theo-ngay xac-minh b tac-gia chu-de the nguon-tin
    thu-vien-anh video van-ban dinh-chinh so-do-trang
""".split()


def test_the_reserved_names_are_those_of_the_address_map():
    assert (RESERVED_AT_TOP, RESERVED_ANYWHERE) == (frozenset(TOP), frozenset({"ban-in", "nhe"}))


@pytest.mark.parametrize("slug", TOP)
def test_an_address_of_the_portal_is_refused_at_the_top_only(slug):
    with pytest.raises(ValidationError) as refused:
        Section(title="Mục", slug=slug).full_clean()
    assert list(refused.value.message_dict) == ["slug"]

    Section(title="Mục", slug=slug, parent=make_section()).full_clean()


@pytest.mark.parametrize("slug", ["ban-in", "nhe"])
def test_the_names_of_an_articles_own_pages_are_refused_anywhere(slug):
    for parent in (None, make_section()):
        with pytest.raises(ValidationError) as refused:
            Section(title="Mục", slug=slug, parent=parent).full_clean()
        assert list(refused.value.message_dict) == ["slug"]


@pytest.mark.parametrize("slug", ["tin-42", "covid-19", "a-0", "nam-2030"])
def test_an_address_like_an_articles_is_refused(slug):
    with pytest.raises(ValidationError) as refused:
        Section(title="Mục", slug=slug).full_clean()

    assert slug.rpartition("-")[2] in refused.value.message_dict["slug"][0]


@pytest.mark.parametrize("slug", ["nam-2030-tam-nhin", "quan-1a", "2030", "4g", "kinh-te"])
def test_a_number_elsewhere_is_fine(slug):
    validate_slug(slug, top=True)


@pytest.mark.parametrize("slug", ["Kinh", "kinh_te", "kinh--te", "-a", "a-", "kinh te", "a/b", "đ"])
def test_another_shape_is_refused(slug):
    with pytest.raises(ValidationError):
        validate_slug(slug, top=False)


def test_a_title_of_which_nothing_remains_wants_a_slug():
    with pytest.raises(ValidationError) as refused:
        Section(title="…").full_clean()

    assert list(refused.value.message_dict) == ["slug"]


def test_a_slug_is_made_of_the_title():
    section = Section(title="Tin tức – Sự kiện")
    section.full_clean()
    section.save()

    assert section.path == "tin-tuc-su-kien"


def test_an_address_that_would_be_too_long_is_refused():
    parent = None
    for _ in range(4):
        parent = make_section(slug="a" * 100, parent=parent)

    with pytest.raises(ValidationError) as refused:
        Section(title="Mục", slug="b" * 100, parent=parent).full_clean()
    assert list(refused.value.message_dict) == ["slug"]
