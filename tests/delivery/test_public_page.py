"""Every public page sets no cookie, is the same for all readers, and has an ETag and tags."""

import pytest

from delivery import purging
from delivery.models import Purge
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(settings):
    """An address of each kind of public page. Where the value is 200, an unchanged page is answered
    with 304."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    make_agency(fanpage_url="https://fanpage.example/")
    section = make_section()
    page = make_section("Giới thiệu", kind="page")
    edition = publish(
        make_article(section=section, authors=[make_author()], lead_photo=make_photo())
    )
    article = f"/{section.path}/{edition.slug}-{edition.article_id}/"
    return {
        "/": 200,
        f"/{section.path}/": 200,
        f"/{page.path}/": 200,
        article: 200,
        f"{article}ban-in/": 200,
        f"{article}qr.svg": 200,
        f"{article}qr.png": 200,
        f"{article}qr-nho.png": 200,
        f"/b/{edition.article_id}": 301,
        "/rss.xml": 200,
        f"/{section.path}/rss.xml": 200,
        "/xac-minh/": 200,
        f"/xac-minh/{edition.code}/": None,
        "/tep/fanpage-qr.png": 200,
        "/khong-co/": 404,
    }


def test_no_page_sets_a_cookie_or_differs_by_reader_even_for_staff(client, addresses):
    readers = {path: client.get(path) for path in addresses}
    client.force_login(make_publisher())

    for path, status in addresses.items():
        first, staff = readers[path], client.get(path)
        assert first.status_code == staff.status_code == (status or first.status_code), path
        assert first.content == staff.content, path
        for each in (first, staff):
            assert not each.cookies, path
            varied = {name.strip().lower() for name in each.headers.get("Vary", "").split(",")}
            assert varied <= {"", "accept-encoding"}, path


def test_every_page_states_its_tags_and_that_of_the_site(client, addresses):
    for path in addresses:
        assert "site" in client.get(path).headers["Surrogate-Key"].split(), path


def test_what_has_not_changed_is_not_sent_again(client, addresses):
    for path, status in addresses.items():
        if status != 200:
            continue
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        other = client.get(path, headers={"If-None-Match": '"x"'})
        assert (again.status_code, again.content, other.status_code) == (304, b"", 200), path
        assert again.headers["ETag"] == first.headers["ETag"], path


def test_head_answers_as_get_without_a_body(client, addresses):
    for path in addresses:
        got, head = client.get(path), client.head(path)
        assert head.status_code == got.status_code, path
        assert head.content == b"", path
        assert head.headers.get("ETag") == got.headers.get("ETag"), path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_sent_to_a_public_page(client, addresses, method):
    for path in addresses:
        assert getattr(client, method)(path).status_code in {403, 404, 405}, path


def test_odd_tags_write_nothing():
    with pytest.raises(ValueError, match="not a tag"):
        purging.purge(["article-1", "không phải"])

    assert not Purge.objects.exists()


def test_no_tags_write_nothing():
    purging.purge([])

    assert not Purge.objects.exists()
