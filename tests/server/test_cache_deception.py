"""No request, however odd, changes what later readers get, or makes the cache keep more pages than
there are."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.sessions.store import SessionStore
from delivery.page_cache.memory import PageCache
from news.addresses import article_path, review_path
from news.review_links import links
from server.handler import RequestHandler
from server.wsgi import application
from tests.delivery.delivered import Reader, play
from tests.factories import (
    make_agency,
    make_article,
    make_publisher,
    make_section,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/kinh-te/"


@pytest.fixture
def section():
    make_agency()
    section = make_section(slug="kinh-te")
    publish(make_article("Bài đã đăng", section=section))
    return section


def server(**options) -> RequestHandler:
    found = RequestHandler(application)
    if options:
        found.pages = PageCache(found.pages.apart, **options)
    return found


def kept(server: RequestHandler) -> set[tuple]:
    """The path and the query parameters of each cached page."""
    shelves = server.pages._plain, server.pages._queried
    return {(path, parts) for each in shelves for _secure, path, parts in each._pages}


def told(server: RequestHandler, path: str = PAGE, query: str = "", **headers) -> tuple:
    reader = Reader(path, query, **headers)
    assert play(server, [reader]) == []
    return reader.answer


def ask(server: RequestHandler, *readers: Reader) -> None:
    for each in readers:
        assert play(server, [each]) == []


HEADERS = [
    {"x-forwarded-host": "xau.example"},
    {"x-forwarded-scheme": "https"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-port": "444"},
    {"x-forwarded-prefix": "/xau"},
    {"x-forwarded-server": "xau.example"},
    {"x-host": "xau.example"},
    {"x-original-host": "xau.example"},
    {"forwarded": "host=xau.example;proto=https"},
    {"x-original-url": "/admin/"},
    {"x-rewrite-url": "/admin/"},
    {"x-script-name": "/xau"},
    {"script-name": "/xau"},
    {"path-info": "/admin/"},
    {"x_forwarded_proto": "https"},
    {"x-http-method-override": "POST"},
    {"x-http-method": "DELETE"},
    {"x-method-override": "PUT"},
    {"authorization": "Basic YTpi"},
    {"cookie": "sessionid=abc; csrftoken=def; django_language=en"},
    {"accept": "application/json"},
    {"accept-language": "en"},
    {"accept-charset": "utf-16"},
    {"accept-encoding": "br;q=0, gzip;q=0, *;q=0, identity;q=0"},
    {"accept-encoding": "br\x00gzip, ;;;,,,=, br;q=khong"},
    {"accept-encoding": "gzip," * 10_000},
    {"content-type": "text/plain; charset=utf-16"},
    {"content-type": "multipart/form-data; boundary=x", "content-length": "5"},
    {"content-length": "5"},
    {"content-length": "99999999999"},
    {"content-length": "-1"},
    {"transfer-encoding": "chunked", "content-length": "5"},
    {"range": "bytes=0-10"},
    {"if-range": '"x"', "range": "bytes=5-"},
    {"if-modified-since": "Sat, 26 Jan 2030 22:29:00 GMT"},
    {"if-unmodified-since": "Sat, 26 Jan 2000 22:29:00 GMT"},
    {"if-match": '"x"'},
    {"if-none-match": "*"},
    {"if-none-match": '"cua-trang-khac", W/"x-br"'},
    {"cache-control": "no-store, max-age=0", "pragma": "no-cache"},
    {"referer": "http://xau.example/<script>"},
    {"user-agent": "<script>" * 100},
    {"origin": "http://xau.example"},
    {"purpose": "prefetch"},
    {"expect": "100-continue"},
    {"upgrade": "websocket", "connection": "upgrade"},
]
HOSTS = [
    "TESTSERVER", "testserver:80", "testserver:99999", "testserver.", "ai@testserver",
    "testserver/xau", "testserver?", "testserver, xau.example", "testserver\\xau", "testserver:xau",
    "xau.example", "xau.example:testserver", "[::1]", "[testserver", "", " ", "*", "<script>",
    "testserver" * 1000,
]  # fmt: skip


def test_no_header_changes_what_the_next_reader_is_told(section):
    clean, changed = told(server()), []
    for headers in (*HEADERS, *({"host": host} for host in HOSTS)):
        asked = server()
        ask(asked, Reader(PAGE, **headers))
        if (told(asked), kept(asked)) != (clean, {(PAGE, ())}):
            changed.append(repr(headers)[:60])

    assert changed == []


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "cp037", "idna"])
def test_the_charset_of_a_request_changes_no_page(section, charset):
    query = "q=b%C3%A0i+%2BADw-"
    clean = told(server(), "/tim-kiem/", query)

    asked = server()
    ask(asked, Reader("/tim-kiem/", query, **{"content-type": f"text/plain; charset={charset}"}))

    assert told(asked, "/tim-kiem/", query) == clean


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PURGE", "GETX"])
@pytest.mark.parametrize("warm", [False, True])
def test_no_method_changes_what_the_next_reader_is_told(section, method, warm):
    clean = told(server())

    asked = server()
    odd = Reader(PAGE, method=method, body=b"q=1", **{"content-length": "3"})
    ask(asked, *([Reader(PAGE)] if warm else []), odd)

    assert odd.status in {403, 405}
    assert told(asked) == clean


def test_what_is_sent_along_with_get_changes_nothing(section):
    clean = told(server(), PAGE, "ngay=")

    asked = server()
    fat = {"content-length": "15", "content-type": "application/x-www-form-urlencoded"}
    ask(asked, Reader(PAGE, "ngay=", body=b"ngay=01/01/2020", **fat))

    assert told(asked, PAGE, "ngay=") == clean


QUERIES = [
    "utm_source=a&fbclid=b", "_method=POST", "x[]=1&x[]=2", "cb=1;truoc=2", "&&&=&",
    "%00=%00", "TRUOC=1", " truoc=1", "truoc%00=1", "truoc[]=1", "ngay%20=1", "=truoc",
    "x=" + "a" * 5000, "&".join(f"a{number}={number}" for number in range(500)),
    "%ff=%fe", "+truoc=1", "lang=en", "format=json", "callback=f",
]  # fmt: skip


def test_what_no_page_looks_at_changes_none(section):
    clean, changed = told(server()), []
    for query in QUERIES:
        asked = server()
        ask(asked, Reader(PAGE, query))
        answers = told(asked), told(asked, PAGE, query)[::2], kept(asked)
        if answers != (clean, clean[::2], {(PAGE, ())}):
            changed.append(query[:40])

    assert changed == []


@pytest.mark.parametrize(
    ("cloaked", "plain"),
    [
        ("ngay=01/01/2020&ngay=x", "ngay=x"),
        ("ngay=x&ngay=", "ngay="),
        ("a=1;ngay=x", ""),
        ("a=1&ngay=x;b=2", "ngay=x;b=2"),
        ("ngay=x&a[ngay]=y", "ngay=x"),
        ("ngay=x%26ngay%3Dy", "ngay=x%26ngay%3Dy"),
        ("%6Egay=x", "ngay=x"),
        ("ngay=%00x", "ngay=%00x"),
        ("ngay=x#&ngay=y", "ngay=y"),
        ("ngay=%ff", "ngay=%EF%BF%BD"),
        ("ngay=hôm+nay", "ngay=h%C3%B4m+nay"),
        ("ngay=h%C3%B4m+nay", "ngay=hôm+nay"),
        ("ngay=x&" + "&".join(f"a{n}" for n in range(99)), "ngay=x"),
        ("ngay=x&" + "&".join(f"a{n}" for n in range(200)), "ngay=x"),
    ],
    ids=lambda each: each[:30],
)
def test_a_query_says_the_same_to_the_cache_and_to_the_page(section, cloaked, plain):
    clean = told(server(), PAGE, plain)

    asked = server()
    ask(asked, Reader(PAGE, cloaked))

    assert told(asked, PAGE, plain) == clean
    assert told(asked, PAGE, cloaked)[::2] == clean[::2]


def test_ten_thousand_values_of_what_no_page_looks_at_keep_one_page(section):
    asked = server()
    first = Reader(PAGE, "x=0")
    readers = [Reader(PAGE, f"x={number}&y{number}=1") for number in range(10_000)]

    assert play(asked, [first], readers) == []

    assert {each.answer == first.answer for each in readers} == {True}
    assert kept(asked) == {(PAGE, ())}


def test_a_thousand_values_of_what_a_page_looks_at_drive_out_no_plain_page(section):
    asked = server(max_queried_bytes=100_000)
    clean = told(asked)

    assert play(asked, [Reader(PAGE, f"ngay={number}") for number in range(1000)]) == []

    assert asked.pages._queried.size <= 100_000
    assert (PAGE, ()) in kept(asked)
    assert told(asked) == clean


PATHS = [
    "/admin/x.css", "/admin/;x.css", "/admin;/x.css", "/admin", "//admin/", "/./admin/",
    "/kinh-te/../admin/", "/admin/..;/kinh-te/", "/ADMIN/", "/admin/news/article/1/change/x.css",
    "/admin/login/x.js", "/kinh-te/x.css", "/kinh-te/;x.css", "/kinh-te;x.css", "/kinh-te/.css",
    "/kinh-te", "/kinh-te//", "//kinh-te/", "/kinh-te/./", "/kinh-te/%2e%2e/", "/kinh-te/%2f",
    "/kinh-te\\", "\\kinh-te\\", "/kinh-te/\n", "/kinh-te/\r\nX: y", "/kinh-te/\0", "/kinh-te/ ",
    "/KINH-TE/", "/kinh-te/?", "/kinh-te/#x", "/kinh\u2010te/", "/kinh-te/\ufffd/", "*",
    "http://xau.example/kinh-te/", "//xau.example/", "/" + "a" * 100_000, "/a" * 5_000 + "/",
    "/static/../kinh-te/", "/tep/../kinh-te/", "/tep//x", "/b/1/luot-xem", "/b/999999/",
]  # fmt: skip


def test_no_spelling_of_a_path_keeps_anything_or_changes_a_page(section):
    clean, session, changed = told(server()), signed_in(), []
    for path in PATHS:
        asked = server()
        odd = Reader(path, cookie=session)
        ask(asked, odd)
        if odd.status >= 500 or kept(asked) or told(asked) != clean:
            changed.append(path[:40])

    assert changed == []


def signed_in() -> str:
    """The cookie of a superuser who is signed in."""
    user, session = make_user(is_superuser=True), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def test_what_staff_see_is_kept_for_nobody(section):
    draft = make_article("Bài còn viết", section=section)
    session = signed_in()
    private = [f"/admin/news/article/{draft.pk}/preview/", "/admin/", "/admin/news/article/"]
    public = [PAGE, article_path(section.pk, "bai-con-viet", draft.pk), f"/b/{draft.pk}"]
    clean = [told(server(), path) for path in (*private, *public)]

    asked = server()
    seen = [Reader(path, cookie=session) for path in (*private, *public)]
    ask(asked, *seen)

    assert [each.status for each in seen] == [200, 200, 200, 200, 404, 404]
    assert [told(asked, path)[::2] for path in public] == [each[::2] for each in clean[3:]]
    assert [told(asked, path)[0] for path in private] == [302] * 3
    assert kept(asked) == {(PAGE, ())}


def test_what_a_reviewer_sees_is_kept_for_nobody(section):
    draft, by = make_article("Bài còn viết", section=section), make_publisher()
    link, token = links.create_link(draft, by=by, recipient="Sở Y tế")
    address, asked = review_path(token), server()

    seen = [Reader(address), Reader(address, "x=1"), Reader(address.rstrip("/"))]
    ask(asked, *seen)
    links.revoke(draft, link.pk, by=by)

    assert [each.status for each in seen] == [200] * 3
    assert told(asked, address)[0] == 404
    assert kept(asked) == set()


@pytest.mark.parametrize(
    "charset",
    ["; charset=hex", ";charset=rot13", "; CHARSET = idna", '; charset="undefined"',
     "; charset*=utf-8''uu", "; charset=utf-16", "; charset=utf-8"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_codec_is_named_all_is_read_as_utf_8(method, charset):
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--b--\r\n'
    headers = {"content-type": f"multipart/form-data; boundary=b{charset}"}
    if method == "POST":
        headers["content-length"] = str(len(body))
    reader = Reader("/admin/login/", "q=%C3%A1", method, body, **headers)

    assert (play(server(), [reader]), reader.status) == ([], {"GET": 200, "POST": 403}[method])
