"""The one script of somebody else that an agency may put on its pages."""

import pytest
from django.core.exceptions import ValidationError

from agency import measuring
from agency.models import Agency
from news import workflow
from tests.agency.test_admin import CHANGE, faults, sent
from tests.factories import make_agency, make_article, make_publisher, publish
from tests.news.pages import address

pytestmark = pytest.mark.django_db

SCRIPT = "https://emc.example.vn/do.js?id=42"


def pages(client):
    """Public pages, found and not."""
    article = make_article()
    edition = publish(article)
    gone = publish(make_article())
    workflow.withdraw(gone.article, by=make_publisher(), reason="Sai")
    paths = ["/", address(edition), "/xac-minh/", "/khong-co/", address(gone)]
    return {path: client.get(path) for path in paths}


def policy_of(response):
    rules = (rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; "))
    return dict(rules)


def test_without_one_pages_ask_nobody_else(client):
    make_agency()

    for path, page in pages(client).items():
        assert "script-src" not in policy_of(page), path
        assert b" async" not in page.content, path


def test_the_script_stands_last_on_every_public_page_and_only_its_host_is_let_in(client):
    make_agency(measuring_script=SCRIPT)

    for path, page in pages(client).items():
        mark = f'<script src="{SCRIPT}" async></script>\n</body>'
        assert mark in page.content.decode(), path
        rules = policy_of(page)
        measured = {name: rules[name] for name in ("script-src", "connect-src", "img-src")}
        assert set(measured.values()) == {"'self' https://emc.example.vn"}, path
        assert rules["default-src"] == "'self'", path


def test_an_unchanged_page_keeps_its_policy(client):
    make_agency(measuring_script=SCRIPT)
    first = client.get("/")

    again = client.get("/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_staff_pages_and_previews_do_not_run_it(client):
    make_agency(measuring_script=SCRIPT)
    client.force_login(make_publisher())
    article = make_article()

    for path in ("/admin/", f"/admin/news/article/{article.pk}/preview/", CHANGE):
        page = client.get(path)
        assert page.status_code == 200
        assert b'<script src="https://emc' not in page.content, path
        assert "emc.example.vn" not in page["Content-Security-Policy"], path


def test_a_page_that_failed_does_not_run_it(client, settings):
    make_agency(measuring_script=SCRIPT)
    client.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.portal.readers"
    client.get("/")

    page = client.get("/thu-500/")

    assert page.status_code == 500
    assert (b"emc" in page.content, "emc" in page["Content-Security-Policy"]) == (False, False)


def test_it_costs_no_query(client, django_assert_num_queries):
    make_agency(measuring_script=SCRIPT)
    client.get("/")

    with django_assert_num_queries(1):  # home's own, which finds no article
        client.get("/")


def test_a_change_is_on_every_page_at_once(client, django_capture_on_commit_callbacks):
    make_agency(measuring_script=SCRIPT)
    client.force_login(make_publisher())
    client.get("/")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(CHANGE, sent(measuring_script=""))

    assert "emc" not in client.get("/")["Content-Security-Policy"]


TIDY = {
    "https://emc.example.vn/do.js": "https://emc.example.vn/do.js",
    "https://EMC.Example.VN/Do.js?a=1&b=2": "https://emc.example.vn/Do.js?a=1&b=2",
    "https://đo.vn/x": "https://xn--o-kia.vn/x",
    "https://emc.example.vn:8443": "https://emc.example.vn:8443/",
}


@pytest.mark.parametrize("typed", TIDY)
def test_an_address_is_stored_as_browsers_send_it(typed):
    assert measuring.tidy(typed) == TIDY[typed]


ODD = [
    "http://emc.example.vn/do.js",
    "//emc.example.vn/do.js",
    "emc.example.vn/do.js",
    "javascript:alert(1)",
    "data:text/javascript,x",
    "https:///do.js",
    "https://",
    "https://localhost/do.js",
    "https://a:b@emc.example.vn/do.js",
    "https://emc.example.vn@khac.example/",
    "https://emc.example.vn/do.js#x",
    "https://emc.example.vn/do.js#",
    "https://emc.example.vn; script-src *",
    "https://*.example.vn/do.js",
    "https://emc.example.vn:0/",
    "https://emc.example.vn:99999/",
    "https://[::1/",
    "https://emc.example.vn/đo.js",
    'https://emc.example.vn/"><script>',
    "https://emc.example.vn/a b",
    f"https://{'a' * 64}.vn/",
    "<script src=https://emc.example.vn/do.js></script>",
]


@pytest.mark.parametrize("typed", ODD)
def test_what_is_no_address_of_a_script_is_none(typed):
    with pytest.raises(ValidationError):
        measuring.tidy(typed)


@pytest.mark.parametrize("typed", [*ODD, f"https://emc.example.vn/{'a' * 500}", "a\0b"])
def test_it_is_refused_beside_the_field(client, typed):
    make_agency()
    client.force_login(make_publisher())

    assert faults(client.post(CHANGE, sent(measuring_script=typed))) == ["measuring_script"]
    assert Agency.objects.get().measuring_script == ""
