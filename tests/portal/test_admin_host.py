"""The admin on a host of its own (ADMIN_URL): no other host has the admin, and there readers'
addresses lead to the public host."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from news.notifications.mail import build_mail
from tests.delivery.delivered import Reader, play
from tests.factories import PASSWORD, make_agency, make_article, make_publisher, make_user, publish
from tests.news.pages.page_text import address
from tests.server.conversation import answer, asking, talk, view
from tests.server.test_cache_deception import server, told
from tests.server.test_cached_pages import Portal

pytestmark = pytest.mark.django_db

PUBLIC, ADMIN = "hailam.example", "quan-tri.hailam.example"


@pytest.fixture(autouse=True)
def own_host(settings):
    settings.PUBLIC_URL, settings.ADMIN_URL = f"https://{PUBLIC}", f"https://{ADMIN}"
    settings.ALLOWED_HOSTS = [PUBLIC, ADMIN, "testserver"]
    settings.CSRF_TRUSTED_ORIGINS = [settings.ADMIN_URL]


def asked(client, host, path, method="GET", **more):
    response = client.generic(method, path, headers={"host": host}, **more)
    return response.status_code, response.get("Location", "")


THERE = {
    "/": "/",
    "/kinh-te/?truoc=42&x=%C3%A1+b": "/kinh-te/?truoc=42&x=%C3%A1+b",
    "/khong-co": "/khong-co",
    "/tim-kiem/?q=a%26b": "/tim-kiem/?q=a%26b",
    "/b/42": "/b/42",
    "/%C4%91%C3%A2y/": "/%C4%91%C3%A2y/",
    "/xem-duyet/abc/": "/xem-duyet/abc/",
    "/administration/": "/administration/",
    "/static": "/static",
    "/rss.xml": "/rss.xml",
}


@pytest.mark.parametrize("path", THERE)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_readers_addresses_lead_from_there_to_the_readers_host(client, path, method):
    assert asked(client, ADMIN, path, method) == (301, f"https://{PUBLIC}{THERE[path]}")


def test_they_lead_nowhere_else(client):
    found = asked(client, ADMIN, "/", PATH_INFO="//xau.example/%0d%0ax", QUERY_STRING="a=\r\nb")

    assert found == (301, f"https://{PUBLIC}//xau.example/%250d%250ax?a=%0D%0Ab")


@pytest.mark.parametrize("path", ["/", "/kinh-te/", "/b/1/luot-xem", "/xem-duyet/abc/"])
def test_nothing_can_be_sent_to_them_there(client, path):
    assert asked(client, ADMIN, path, "POST") == (405, "")


@pytest.mark.parametrize(
    "host", [ADMIN, f"{ADMIN}:443", f"{ADMIN}:8000", ADMIN.upper(), f"{ADMIN}."]
)
def test_the_admin_stands_there_however_browsers_say_the_name(client, host):
    found = [asked(client, host, path) for path in ("/admin/login/", "/admin", "/admin/", "/")]

    assert found == [
        (200, ""),
        (301, "/admin/"),
        (302, "/admin/login/?next=/admin/"),
        (301, f"https://{PUBLIC}/"),
    ]


@pytest.mark.parametrize("path", ["/static/khong-co.css", "/tep/khong-co.webp"])
def test_files_are_looked_for_under_every_name(client, path):
    assert [asked(client, host, path) for host in (PUBLIC, ADMIN)] == [(404, "")] * 2


ODD = ["xau.example", "", ADMIN + ".xau.example", f"x.{ADMIN}", f"{PUBLIC},{ADMIN}", f"a@{ADMIN}"]


@pytest.mark.parametrize("host", ODD)
def test_other_names_are_refused_as_ever(client, host):
    assert asked(client, host, "/") == (400, "")
    assert asked(client, host, "/admin/login/")[0] in {400, 404}


@pytest.mark.parametrize("host", [PUBLIC, "testserver"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/auth/user/add/"])
def test_elsewhere_there_is_no_admin_for_anybody(client, host, method, path):
    make_agency(name="Cổng tin Thử")
    client.force_login(get_user_model().objects.create_superuser("quan-tri"))
    words = {"username": "ke-trom", "password1": PASSWORD, "password2": PASSWORD}

    sent = {"data": words} if method == "POST" else {}
    response = getattr(client, method.lower())(path, headers={"host": host}, **sent)

    assert response.status_code == 404
    assert not hasattr(response.wsgi_request, "session")
    assert response.cookies == {}
    assert not get_user_model().objects.filter(username="ke-trom").exists()
    if method != "HEAD":
        page = response.content.decode()
        assert ("Cổng tin Thử" in page, "ke-trom" in page) == (True, False)


def test_the_page_that_says_so_is_a_readers_page(client):
    make_agency()

    pages = [client.get(path, headers={"host": PUBLIC}) for path in ("/admin/", "/khong-co/")]

    assert pages[0]["Content-Security-Policy"] == pages[1]["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_kept_leads_on_as_well():
    make_agency()
    asked = server()
    pages = [told(asked, "/", host=PUBLIC)[0] for _ in range(2)]

    there = Reader("/", host=ADMIN)
    play(asked, [there])

    assert pages == [200, 200]
    assert (there.status, there.headers["Location"]) == (301, f"https://{PUBLIC}/")
    assert told(asked, "/", host=PUBLIC)[0] == 200


def test_by_the_short_way_too():
    async def with_server(reader, writer, server):
        for host in (PUBLIC, PUBLIC, PUBLIC, ADMIN, ADMIN, PUBLIC):
            head = asking("/a/", "Accept-Encoding: gzip").replace(b"testserver", host.encode())
            writer.write(head)
            found.append(await answer(reader))

    def respond(request):
        response = view(request)
        response.headers["Content-Length"] = str(len(response.content))
        return response

    found = []
    portal = talk(with_server, Portal(respond))

    assert [each["HTTP_HOST"] for each in portal.asked] == [PUBLIC, ADMIN, ADMIN]
    assert found[2] == found[5]


@pytest.mark.parametrize("host", [PUBLIC, ADMIN])
def test_no_long_body_is_taken_in_where_there_is_no_admin(host):
    from server.request import length_to_take

    headers = [(b"host", host.encode()), (b"content-length", b"1000000")]
    scope = {"path": "/admin/login/", "headers": headers}

    assert length_to_take(scope) == (1_000_000 if host == ADMIN else 0)


@pytest.mark.parametrize(
    ("then", "lands"),
    [
        ("/admin/news/article/", "/admin/news/article/"),
        (f"https://{ADMIN}/admin/news/article/", f"https://{ADMIN}/admin/news/article/"),
        (f"https://{PUBLIC}/", "/admin/"),
        ("//xau.example/", "/admin/"),
    ],
)
def test_who_signs_in_lands_in_the_admin(then, lands):
    browser = Client(enforce_csrf_checks=True)
    there = {"headers": {"host": ADMIN, "origin": f"https://{ADMIN}"}, "secure": True}
    page = browser.get("/admin/login/", **there)
    data = {
        "csrfmiddlewaretoken": page.context["csrf_token"],
        "username": make_publisher().username,
        "password": PASSWORD,
        "next": then,
    }

    response = browser.post("/admin/login/", data, **there)

    assert (response.status_code, response["Location"]) == (302, lands)


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        (f"https://{ADMIN}", "same-origin", 302),
        (f"https://{PUBLIC}", "same-site", 403),
        (f"https://{PUBLIC}", "same-origin", 403),
        ("null", "cross-site", 403),
    ],
)
def test_only_the_admins_own_pages_send_it_forms(origin, site, status):
    browser, publisher = Client(enforce_csrf_checks=True), make_publisher()
    browser.force_login(publisher)
    there = {"headers": {"host": ADMIN, "origin": origin, "sec-fetch-site": site}, "secure": True}
    page = browser.get("/admin/news/author/add/", **there)
    token = str(page.context["csrf_token"])
    data = {"csrfmiddlewaretoken": token, "name": "Trần Bình", "slug": "tran-binh"}

    response = browser.post("/admin/news/author/add/", data, **there)

    assert response.status_code == status
    # A refused form is not shown again to be saved.
    assert "Trần Bình" not in response.content.decode()


def test_mails_to_staff_name_it():
    mail = build_mail(make_user(email="lan@hailam.example"), [])

    assert f"https://{ADMIN}/admin/notifications/" in mail.body
    assert f"https://{PUBLIC}/" not in mail.body


def test_what_staff_pass_on_is_the_readers_address(client):
    article = make_article()
    public = f"https://{PUBLIC}{address(publish(article))}"
    client.force_login(make_publisher())

    pages = {
        f"/admin/news/article/{article.pk}/change/": public,
        "/admin/sections/section/": f"https://{PUBLIC}{article.section.get_absolute_url()}",
        "/admin/news/front/home/": f"https://{PUBLIC}/",
    }

    for path, there in pages.items():
        page = client.get(path, headers={"host": ADMIN})
        assert page.status_code == 200, path
        assert f'href="{there}"' in page.content.decode(), path
        assert page.context["site_url"] == f"https://{PUBLIC}/"
