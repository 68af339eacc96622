"""The measuring script: where pages have it, who may name it, and which addresses and hashes are
accepted."""

import pytest
from django.core.exceptions import ValidationError

from accounts import roles
from agency import measuring_script
from agency.models import Agency
from news.desk import steps
from tests.agency.test_admin import ADD, CHANGE, faults, sent
from tests.factories import (
    make_agency as make_plain_agency,
    make_article,
    make_publisher,
    make_user,
    publish,
)
from tests.news.pages.page_text import address

pytestmark = pytest.mark.django_db

SCRIPT = "https://emc.example.vn/do.js?id=42"
HASH = f"sha384-{'aB+/' * 16}"


def make_agency(**fields):
    """An agency; its script, if it has one, has a hash, so that it may run."""
    known = {"measuring_integrity": HASH} if "measuring_script" in fields else {}
    return make_plain_agency(**known, **fields)


def pages(client):
    """The answers to public addresses, by path: three pages, one not found, one withdrawn."""
    article = make_article()
    edition = publish(article)
    gone = publish(make_article())
    steps.withdraw(gone.article, by=make_publisher(), reason="Sai")
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


HOST = "'self' https://emc.example.vn"
LET_IN = {
    # By the admin's origin and the hash: the tag of the script, and the scripts that the policy
    # allows. Without a hash it allows whatever the script's host sends; with one, only these bytes,
    # and no script that they load.
    ("https://quan-tri.example", ""): (f'<script src="{SCRIPT}" async></script>', HOST),
    ("", HASH): (
        f'<script src="{SCRIPT}" integrity="{HASH}" crossorigin="anonymous" async></script>',
        f"'self' '{HASH}'",
    ),
    ("https://quan-tri.example", HASH): (
        f'<script src="{SCRIPT}" integrity="{HASH}" crossorigin="anonymous" async></script>',
        f"'self' '{HASH}'",
    ),
}


@pytest.mark.parametrize("how", LET_IN)
def test_the_script_stands_last_on_every_public_page_and_only_it_is_let_in(client, settings, how):
    settings.ADMIN_URL, known = how
    mark, scripts = LET_IN[how]
    make_plain_agency(measuring_script=SCRIPT, measuring_integrity=known)

    for path, page in pages(client).items():
        assert f"{mark}\n</body>" in page.content.decode(), path
        rules = policy_of(page)
        measured = {name: rules[name] for name in ("script-src", "connect-src", "img-src")}
        assert measured == {"script-src": scripts, "connect-src": HOST, "img-src": HOST}, path
        assert rules["default-src"] == "'self'", path


def test_without_a_hash_and_on_the_admins_origin_it_stands_on_no_page(client):
    make_plain_agency(measuring_script=SCRIPT)

    for path, page in pages(client).items():
        assert "script-src" not in policy_of(page), path
        assert b"emc.example.vn" not in page.content, path


SAID = "Mã đo lường chưa chạy"


def test_then_the_desk_and_the_form_say_so_to_whoever_may_change_the_agency(client, settings):
    make_plain_agency(measuring_script=SCRIPT)
    told = {}
    for who, user in {
        "administrator": make_user(is_superuser=True),
        "publisher": make_publisher(),
        "editor": make_user(roles.EDITORS),
    }.items():
        client.force_login(user)
        pages = [client.get(path) for path in ("/admin/", CHANGE)]
        told[who] = [(page.status_code, SAID in page.content.decode()) for page in pages]

    assert told == {
        "administrator": [(200, True), (200, True)],
        "publisher": [(200, True), (200, True)],
        "editor": [(200, False), (403, False)],
    }


@pytest.mark.parametrize("fields", [{}, {"measuring_script": SCRIPT, "measuring_integrity": HASH}])
def test_where_all_is_well_they_say_nothing(client, fields):
    make_plain_agency(**fields)
    client.force_login(make_user(is_superuser=True))

    for path in ("/admin/", CHANGE):
        assert SAID not in client.get(path).content.decode()


def test_an_administrator_names_it_and_nobody_else(client):
    make_plain_agency(measuring_script=SCRIPT, measuring_integrity=HASH)
    theirs = {"measuring_script": "https://xau.example/x.js", "measuring_integrity": ""}
    found = []
    for user in (make_publisher(), make_user(is_superuser=True)):
        client.force_login(user)
        page = client.get(CHANGE).content.decode()
        client.post(CHANGE, sent(name="Cổng tin mới", **theirs))
        agency = Agency.objects.get()
        stored = agency.name, agency.measuring_script, agency.measuring_integrity
        found.append((SCRIPT in page, 'name="measuring_' in page, *stored))

    assert found == [
        (True, False, "Cổng tin mới", SCRIPT, HASH),
        (True, True, "Cổng tin mới", "https://xau.example/x.js", ""),
    ]


def test_nor_when_the_agency_is_first_named(client):
    client.force_login(make_publisher())

    client.post(ADD, sent(measuring_script=SCRIPT, measuring_integrity=HASH))

    agency = Agency.objects.get()
    assert (agency.name, agency.measuring_script, agency.measuring_integrity) == (
        "Cổng tin Thử",
        "",
        "",
    )


HASHES = [
    HASH,
    f"sha256-{'A' * 43}=",
    f"sha512-{'/' * 86}==",
]
NO_HASHES = [
    "sha384",
    f"sha384-{'A' * 63}",
    f"sha384-{'A' * 65}",
    f"sha256-{'A' * 64}",
    f"sha256-{'A' * 44}",
    f"sha512-{'A' * 88}",
    f"md5-{'A' * 22}==",
    f"SHA384-{'A' * 64}",
    f"sha384-{'-_' * 32}",
    f"{HASH} {HASH}",
    f"sha384-{'A' * 62}' ",
    f'sha384-{"A" * 60}";x ',
    "0" * 96,
]


@pytest.mark.parametrize("typed", [*HASHES, *NO_HASHES])
def test_a_hash_is_taken_as_browsers_read_it_and_in_no_other_way(client, typed):
    make_plain_agency()
    client.force_login(make_user(is_superuser=True))

    response = client.post(CHANGE, sent(measuring_script=SCRIPT, measuring_integrity=typed))

    if typed in HASHES:
        assert Agency.objects.get().measuring_integrity == typed
    else:
        assert faults(response) == ["measuring_integrity"]
        assert Agency.objects.get().measuring_script == ""


def test_a_hash_of_nothing_is_said_to_be_one(client):
    make_agency(measuring_script=SCRIPT)
    client.force_login(make_user(is_superuser=True))

    response = client.post(CHANGE, sent(measuring_script="", measuring_integrity=HASH))

    assert faults(response) == ["measuring_integrity"]
    assert Agency.objects.get().measuring_script == SCRIPT


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


@pytest.mark.parametrize("path", ["/tep/khong-co", "/static/khong-co/", "/tep/%00", "/admin/x/"])
@pytest.mark.parametrize("known", ["", HASH])
def test_nor_does_any_page_under_the_admins_own_name(client, settings, path, known):
    settings.ADMIN_URL, settings.ALLOWED_HOSTS = "https://quan-tri.example", ["*"]
    make_plain_agency(measuring_script=SCRIPT, measuring_integrity=known)
    client.force_login(make_publisher())

    page = client.get(path, headers={"host": "quan-tri.example"})

    assert page.status_code == 404
    assert "script-src" not in policy_of(page)


def test_a_page_that_failed_does_not_run_it(client, settings):
    make_agency(measuring_script=SCRIPT)
    client.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.portal.full_site"
    client.get("/")

    page = client.get("/thu-500/")

    assert page.status_code == 500
    assert (b"emc" in page.content, "emc" in page["Content-Security-Policy"]) == (False, False)


def test_it_costs_no_query(client, django_assert_num_queries):
    make_agency(measuring_script=SCRIPT)
    client.get("/")

    # The query of the home page, which finds no article.
    with django_assert_num_queries(1):
        client.get("/")


def test_a_change_is_on_every_page_at_once(client, django_capture_on_commit_callbacks):
    make_agency(measuring_script=SCRIPT)
    client.force_login(make_user(is_superuser=True))
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
    assert measuring_script.normalized_script_url(typed) == TIDY[typed]


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
        measuring_script.normalized_script_url(typed)


@pytest.mark.parametrize("typed", [*ODD, f"https://emc.example.vn/{'a' * 500}", "a\0b"])
def test_it_is_refused_beside_the_field(client, typed):
    make_agency()
    client.force_login(make_user(is_superuser=True))

    assert faults(client.post(CHANGE, sent(measuring_script=typed))) == ["measuring_script"]
    assert Agency.objects.get().measuring_script == ""
