"""The agency's form in the admin: it has one row, and a save changes every page at once."""

import pytest

from agency.models import Agency, SocialLink
from delivery.models import Purge
from tests.factories import make_agency, make_publisher

pytestmark = pytest.mark.django_db

LIST = "/admin/agency/agency/"
ADD, CHANGE = f"{LIST}add/", f"{LIST}1/change/"


@pytest.fixture
def desk(client, settings):
    """Django's test client, signed in as a publisher."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client.force_login(make_publisher())
    return client


def sent(*links, **fields):
    plain = dict.fromkeys(
        "short_name logo governing_body responsible_editor address phone email licence "
        "fanpage_name fanpage_url source_name measuring_script measuring_integrity".split(),
        "",
    )
    data = {"name": "Cổng tin Thử", "indexed": "on", **plain}
    data |= {"social_links-TOTAL_FORMS": len(links), "social_links-INITIAL_FORMS": 0}
    for number, (name, url) in enumerate(links):
        data |= {
            f"social_links-{number}-name": name,
            f"social_links-{number}-url": url,
            f"social_links-{number}-order": number,
        }
    return {**data, **fields}


def faults(response):
    assert response.status_code == 200, response
    return sorted(response.context["adminform"].form.errors)


def test_its_list_leads_to_its_form(desk):
    before = desk.get(LIST)["Location"]
    make_agency()

    assert [before, desk.get(LIST)["Location"]] == [ADD, CHANGE]


def test_what_is_typed_stands_on_every_page_once_it_is_saved(
    desk, django_capture_on_commit_callbacks
):
    make_agency(name="Cổng tin cũ")
    assert "Cổng tin cũ" in desk.get("/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            CHANGE,
            sent(
                ("Zalo", "https://zalo.example/thu"),
                name="Cổng tin mới",
                address="Số 1 phố Mới",
            ),
        )

    page = desk.get("/").content.decode()
    words = ("Cổng tin mới", "Số 1 phố Mới", "https://zalo.example/thu")
    assert {word: word in page for word in words} == dict.fromkeys(words, True)
    assert "Cổng tin cũ" not in page


def test_links_are_on_the_page_with_the_same_save_that_wrote_them(
    desk, django_capture_on_commit_callbacks
):
    agency = make_agency()
    link = SocialLink.objects.create(agency=agency, name="Zalo", url="https://zalo.example/cu")
    desk.get("/")
    form = sent(("Zalo", "https://zalo.example/moi"))
    form |= {"social_links-INITIAL_FORMS": 1, "social_links-0-id": link.pk,
             "social_links-0-agency": 1}  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(CHANGE, form)

    page = desk.get("/").content.decode()
    assert ("zalo.example/moi" in page, "zalo.example/cu" in page) == (True, False)


def test_a_save_purges_every_page(desk):
    make_agency()
    Purge.objects.all().delete()

    desk.post(CHANGE, sent(("Zalo", "https://zalo.example/")))

    assert {row.tags for row in Purge.objects.all()} == {"site"}


def test_a_second_one_cannot_be_added(desk):
    make_agency(name="Cổng tin một")

    assert (desk.get(ADD).status_code, desk.post(ADD, sent()).status_code) == (403, 403)
    assert list(Agency.objects.values_list("pk", "name")) == [(1, "Cổng tin một")]


def test_it_cannot_be_deleted(desk):
    make_agency()

    assert desk.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403
    assert Agency.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""},
        {"name": "a\0b"},
        {"address": "a\u202eb"},
        {"email": "khong phai"},
        {"fanpage_url": "javascript:alert(1)"},
        {"fanpage_url": "//x"},
        {"logo": "9" * 30},
        {"logo": "abc"},
    ],
)
def test_odd_values_are_said_beside_their_field(desk, odd):
    make_agency(name="Cổng tin cũ")

    response = desk.post(CHANGE, {**sent(), **odd})

    assert faults(response) == list(odd)
    assert Agency.objects.get().name == "Cổng tin cũ"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x"])
def test_a_link_that_is_none_is_refused(desk, url):
    make_agency()

    desk.post(CHANGE, sent(("Xấu", url)))

    assert not SocialLink.objects.exists()


def test_markup_in_a_field_is_shown_as_text(desk):
    make_agency(address="<script>alert(1)</script> & hết", name="A <b>đậm</b>")

    page = desk.get("/").content.decode()

    assert ("<script>alert(1)" in page, "<b>đậm" in page) == (False, False)
