"""The portal as in production: behind nginx, and for readers behind Varnish too."""

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import machine, nginx, varnish
from tests.agency.measuring_attack import THIEF, attack, serve, tried
from tests.browsers import sign_in
from tests.deploy.backend import Answer
from tests.fixtures.browser import FLAGS, watch
from tests.fixtures.portal import copy_static
from tests.processes import free_port, manage, production, serving

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(
        not (machine.program("nginx") and machine.varnish()), reason="nginx or Varnish is missing"
    ),
]
HSTS = "max-age=31536000"
NAME, STAFF = "hailam.example", "quan-tri.hailam.example"


@dataclass
class Chain:
    var: Path
    variables: dict[str, str]
    plain: int
    secure: int
    said: str

    def get(
        self, path="/", method="GET", body=None, plain=False, by="127.0.0.1", **headers
    ) -> Answer:
        there, options = "127.0.0.1", {"timeout": 20, "source_address": (by, 0)}
        if plain:
            connection = http.client.HTTPConnection(there, self.plain, **options)
        else:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection = http.client.HTTPSConnection(there, self.secure, context=context, **options)
        told = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, told)
            return Answer(connection.getresponse())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def chain(portal, tmp_path_factory):
    var = tmp_path_factory.mktemp("town")
    copy_static(portal, var)
    port, front, plain, secure = (free_port() for _ in range(4))
    variables = production(var) | {
        "DELIVERY_ENGINES": f"xkey+http://127.0.0.1:{front}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "ADMIN_URL": f"https://{STAFF}",
    }
    with varnish.server(front, port):
        answer = manage("setup", **variables)
        assert (answer.returncode, answer.stderr) == (0, "")
        (var / "tep").mkdir(exist_ok=True)
        (var / "tep" / "anh.webp").write_bytes(b"RIFF")
        (var / "tep" / "bang.xlsx").write_bytes(b"PK")
        (var / "secret.txt").write_text("x")
        told = {name: value for name, value in variables.items() if name != "VAR_DIR"}
        with serving(var, port, **told), nginx.server(var, plain, secure, front, port) as said:
            chain = Chain(var, variables, plain, secure, said)
            deadline = time.monotonic() + 20
            # Varnish takes the portal to be away until its next probe.
            while chain.get("/healthz").status != 200:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield chain


def test_the_configuration_is_without_fault(chain):
    assert "test is successful" in chain.said
    assert "[warn]" not in chain.said


def test_a_page_comes_over_https_from_varnish(chain):
    seen = [chain.get(), chain.get()]

    assert [each.status for each in seen] == [200, 200]
    assert seen[1].was_kept
    assert seen[1].headers["cache-control"] == "no-cache"
    assert "surrogate-key" not in seen[1].headers
    assert seen[1].headers["strict-transport-security"] == HSTS
    assert "via" not in seen[1].headers


def test_staff_have_a_name_of_their_own_and_no_varnish_before_it(chain):
    paths = {"/admin/login/": 200, "/": 301, "/khong-co/": 301, "/healthz": 200}
    found = {path: chain.get(path, Host=STAFF) for path in paths}

    assert {path: each.status for path, each in found.items()} == paths
    assert found["/"].headers["location"] == f"https://{NAME}/"
    assert {"x-varnish", "via"}.isdisjoint(found["/admin/login/"].headers)
    assert found["/admin/login/"].headers["strict-transport-security"] == HSTS
    assert chain.get("/admin/login/").status == 404
    shown = chain.get("/tep/anh.webp", Host=STAFF)
    assert (shown.status, shown.body, shown.headers["strict-transport-security"]) == (
        *(200, b"RIFF"),
        HSTS,
    )


@pytest.mark.parametrize("name", [NAME, STAFF])
def test_what_is_overdue_is_told_to_who_watches_and_to_no_stranger(chain, name):
    told, refused = chain.get("/readyz", Host=name), chain.get("/readyz", by="127.0.0.2", Host=name)

    assert told.body.splitlines()[0] in {b"ok", b"not ready"}
    assert refused.status == 403
    assert chain.get("/healthz", by="127.0.0.2", Host=name).status == 200


@pytest.mark.parametrize("name", [NAME, STAFF])
def test_plain_http_leads_to_https_whatever_a_reader_says(chain, name):
    answer = chain.get("/kinh-te/?trang=2", plain=True, X_Forwarded_Proto="https", Host=name)

    assert (answer.status, answer.headers["location"]) == (301, f"https://{name}/kinh-te/?trang=2")


def test_a_reader_who_says_http_over_https_is_not_led_in_circles(chain):
    assert chain.get(X_Forwarded_Proto="http").status == 200


def test_static_files_come_packed_and_are_kept_for_good(chain):
    names = json.loads((chain.var / "static" / "staticfiles.json").read_text())["paths"]
    name = next(hashed for plain, hashed in sorted(names.items()) if plain.endswith(".css"))

    packed = chain.get(f"/static/{name}", Accept_Encoding="gzip")

    assert packed.body == (chain.var / "static" / f"{name}.gz").read_bytes()
    told = {
        each: packed.headers[each]
        for each in ("content-encoding", "content-type", "cache-control", "vary")
    }
    assert told == {
        "content-encoding": "gzip",
        "content-type": "text/css; charset=utf-8",
        "cache-control": "public, max-age=31536000, immutable",
        "vary": "Accept-Encoding",
    }
    assert "x-varnish" not in packed.headers
    missing = chain.get("/static/khong-co.css")
    assert missing.status == 404
    assert [each.headers["strict-transport-security"] for each in (packed, missing)] == [HSTS] * 2


def test_uploaded_files_are_shown_or_saved_and_never_run(chain):
    shown, saved = chain.get("/tep/anh.webp"), chain.get("/tep/bang.xlsx")

    assert (shown.status, shown.body, shown.headers["content-type"]) == (200, b"RIFF", "image/webp")
    assert "content-disposition" not in shown.headers
    assert saved.headers["content-disposition"] == "attachment"
    for each in (shown, saved):
        assert each.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert each.headers["cache-control"] == "public, max-age=86400"
        assert each.headers["x-content-type-options"] == "nosniff"
        assert each.headers["cross-origin-resource-policy"] == "cross-origin"
        assert each.headers["strict-transport-security"] == HSTS


@pytest.mark.parametrize(
    "path", ["/secret.txt", "/static/../secret.txt", "/tep/%2e%2e/secret.txt", "/tep../secret.txt"]
)
def test_nothing_else_of_the_folder_is_public(chain, path):
    assert chain.get(path).status == 404


def test_cookies_of_staff_pass(chain):
    page = chain.get("/admin/login/", Host=STAFF)
    cookie, *how = page.cookies[0].split("; ")
    name, _, token = cookie.partition("=")

    answers = [
        chain.get(
            *("/admin/login/", "POST", f"csrfmiddlewaretoken={token}"),
            Content_Type="application/x-www-form-urlencoded",
            Host=STAFF,
            Cookie=cookie,
            Origin=origin,
        )
        for origin in (f"https://{STAFF}", f"https://{NAME}")
    ]

    assert name == "__Host-csrftoken"
    assert {"Path=/", "Secure"} <= set(how)
    assert not any(each.startswith("Domain") for each in how)
    # 200 is the form again: the token was right, but the name is missing.
    assert [each.status for each in answers] == [200, 403]


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/", 100_000, 413), ("/admin/login/", 100_000, 403), ("/admin/", 70_000_000, 413)],
)
def test_no_body_is_taken_that_is_larger_than_any_form(chain, path, size, status):
    name = STAFF if path.startswith("/admin") else NAME
    headers = {"Content_Length": str(size), "Content_Type": "text/plain", "Host": name}
    body = b"a" * size if status == 403 else None

    assert chain.get(path, "POST", body, **headers).status == status


def test_readers_cannot_purge(chain):
    chain.get("/")

    assert chain.get("/", "PURGE", Xkey_Purge="site").status == 405
    assert chain.get("/").was_kept


@pytest.fixture(scope="module")
def city(chain):
    """Make an administrator, and publish an article with a photo. Returns the addresses of its form
    and of its page."""
    answer = manage("shell", "-v0", "-c", CITY, **chain.variables)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split()


CITY = """
from tests import factories
factories.make_user(username="quan-tri", is_superuser=True)
factories.make_agency(measuring_script="https://do.example.vn/do.js")
photo = factories.make_photo()
article = factories.make_article(section=factories.make_section(slug="kinh-te"), lead_photo=photo)
edition = factories.publish(article)
print(f"/admin/news/article/{article.pk}/", f"/kinh-te/{edition.slug}-{article.pk}/")
"""


@pytest.fixture
def window(chain, chromium, city, request):
    """A page of a browser that resolves the portal's two names and no other name."""
    known = ",".join(f"MAP {name}:443 127.0.0.1:{chain.secure}" for name in (NAME, STAFF))
    browser = chromium.browser_type.launch(
        executable_path=machine.chromium(),
        args=[*FLAGS, f"--host-resolver-rules={known},MAP * ~NOTFOUND"],
    )
    context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    yield context.new_page()
    browser.close()


def signed_in(window) -> None:
    window.goto(f"https://{STAFF}/admin/")
    sign_in(window)
    window.wait_for_selector("#user-tools")


def test_staff_work_under_their_name_and_readers_pages_know_nothing_of_them(window, city):
    form, page = city
    troubles = []
    watch(window.context, STAFF, troubles)
    signed_in(window)

    cookies = {each["name"]: each for each in window.context.cookies()}
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    assert {(each["domain"], each["path"], each["secure"]) for each in cookies.values()} == {
        (STAFF, "/", True)
    }

    window.goto(f"https://{STAFF}{form}change/")
    window.frame_locator("iframe.cke_wysiwyg_frame").locator("body").wait_for()
    window.fill("#id_title", "Cầu mới thông xe sớm")
    window.click("[name=_save]")
    window.wait_for_selector(".messagelist .success")
    window.goto(f"https://{STAFF}{form}preview/")
    shown = window.frame_locator(".frame-desktop iframe").locator("main img").first
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    window.goto(f"https://{STAFF}{form}change/")
    there = window.get_attribute(".viewsitelink", "href")
    assert troubles == []

    window.goto(there)
    assert window.url == f"https://{NAME}{page}"
    assert window.context.cookies(f"https://{NAME}") == []
    window.goto(f"https://{STAFF}{page}")
    assert window.url == f"https://{NAME}{page}"
    assert window.goto(f"https://{NAME}{form}change/").status == 404


# A third host of the same site, as browsers see it. Its pages have no Content-Security-Policy.
NEIGHBOUR = "khac.hailam.example"


@pytest.mark.parametrize("name", [NAME, NEIGHBOUR])
def test_no_script_elsewhere_makes_itself_staff_with_an_administrators_session(window, name):
    code = attack("", f"https://{STAFF}")
    asked = serve(window.context, code)
    window.context.route(
        f"https://{NEIGHBOUR}/**",
        lambda route: route.fulfill(
            content_type="text/html; charset=utf-8",
            body=f"<!doctype html><script>{code}</script>",
        ),
    )
    signed_in(window)

    told = tried(window, f"https://{name}/").split(", ")

    # Only readers' pages load the measuring script.
    assert bool(asked) == (name == NAME)
    assert not any(each.startswith("sent:") for each in told), told
    assert len(told) == 4, told
    window.goto(f"https://{STAFF}/admin/auth/user/?q={THIEF}")
    # The administrator is still signed in, and there is no account of the thief.
    window.wait_for_selector("#changelist")
    assert THIEF not in window.inner_text("#changelist-form")
