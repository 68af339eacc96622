"""The portal as production has it: nginx, Varnish behind it, and the portal behind both."""

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import machine, nginx, varnish
from tests.portal.fronts import Answer
from tests.portal.processes import free_port, manage, production, serving

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(
        not (machine.program("nginx") and machine.varnish()), reason="nginx or Varnish is missing"
    ),
]
NAME = "hailam.example"


@dataclass
class Chain:
    var: Path
    plain: int
    secure: int
    said: str

    def get(self, path="/", method="GET", body=None, plain=False, **headers) -> Answer:
        there = "127.0.0.1"
        if plain:
            connection = http.client.HTTPConnection(there, self.plain, timeout=20)
        else:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection = http.client.HTTPSConnection(
                there, self.secure, timeout=20, context=context
            )
        told = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, told)
            return Answer(connection.getresponse())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    var = tmp_path_factory.mktemp("town") / "var"
    port, front, plain, secure = (free_port() for _ in range(4))
    variables = production(var) | {
        "DELIVERY_ENGINES": f"xkey+http://127.0.0.1:{front}",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    with varnish.server(front, port):
        answer = manage("setup", **variables)
        assert (answer.returncode, answer.stderr) == (0, "")
        (var / "tep").mkdir(exist_ok=True)
        (var / "tep" / "anh.webp").write_bytes(b"RIFF")
        (var / "tep" / "bang.xlsx").write_bytes(b"PK")
        (var / "secret.txt").write_text("x")
        del variables["VAR_DIR"]
        with serving(var, port, **variables), nginx.server(var, plain, secure, front) as said:
            chain = Chain(var, plain, secure, said)
            deadline = time.monotonic() + 20
            while chain.get("/healthz").status != 200:  # Varnish has seen the portal away
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
    assert seen[1].headers["strict-transport-security"].startswith("max-age=31536000")


def test_plain_http_leads_to_https_whatever_a_reader_says(chain):
    answer = chain.get("/kinh-te/?trang=2", plain=True, X_Forwarded_Proto="https")

    assert (answer.status, answer.headers["location"]) == (301, f"https://{NAME}/kinh-te/?trang=2")


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
    assert chain.get("/static/khong-co.css").status == 404


def test_uploaded_files_are_shown_or_saved_and_never_run(chain):
    shown, saved = chain.get("/tep/anh.webp"), chain.get("/tep/bang.xlsx")

    assert (shown.status, shown.body, shown.headers["content-type"]) == (200, b"RIFF", "image/webp")
    assert "content-disposition" not in shown.headers
    assert saved.headers["content-disposition"] == "attachment"
    for each in (shown, saved):
        assert each.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert each.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert each.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/secret.txt", "/static/../secret.txt", "/tep/%2e%2e/secret.txt", "/tep../secret.txt"]
)
def test_nothing_else_of_the_folder_is_public(chain, path):
    assert chain.get(path).status == 404


def test_cookies_of_staff_pass(chain):
    page = chain.get("/admin/login/")
    cookie = page.cookies[0].split(";")[0]

    answer = chain.get(
        *("/admin/login/", "POST", f"csrfmiddlewaretoken={cookie.removeprefix('csrftoken=')}"),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=cookie,
        Origin=f"https://{NAME}",
    )

    assert answer.status == 200  # the form again: the token was right, the name is missing


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/", 100_000, 413), ("/admin/login/", 100_000, 403), ("/admin/", 70_000_000, 413)],
)
def test_no_body_is_taken_that_is_larger_than_any_form(chain, path, size, status):
    headers = {"Content_Length": str(size), "Content_Type": "text/plain"}
    body = b"a" * size if status == 403 else None

    assert chain.get(path, "POST", body, **headers).status == status


def test_readers_cannot_purge(chain):
    chain.get("/")

    assert chain.get("/", "PURGE", Xkey_Purge="site").status == 405
    assert chain.get("/").was_kept
