"""The settings come from environment variables. Each test reads them in a process of its own."""

import stat
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.environment import parse_public_host, read_number, read_switch
from tests.processes import SECRET, manage, production


@pytest.mark.parametrize("name", ["SECRET_KEY", "PUBLIC_URL", "DATABASE_URL", "VAR_DIR"])
def test_production_names_the_variable_it_misses(tmp_path, name):
    variables = production(tmp_path)
    del variables[name]

    answer = manage("check", **variables)

    assert answer.returncode != 0
    assert answer.stderr.splitlines()[-1].endswith(f"wants these environment variables: {name}")
    assert SECRET not in answer.stderr


def test_production_makes_no_key_of_its_own(tmp_path):
    manage("check", **production(tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_production_passes_the_deployment_check(tmp_path):
    answer = manage("check", "--deploy", "--fail-level", "WARNING", **production(tmp_path))

    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_local_portal_makes_its_key_once_for_its_owner_only(tmp_path):
    key = tmp_path / "secret-key"

    manage("check", VAR_DIR=tmp_path)
    first = key.read_text()
    manage("check", VAR_DIR=tmp_path)

    assert len(first) >= 50
    assert key.read_text() == first
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_folder_that_is_missing_is_made_for_its_owner_only(tmp_path):
    folder = tmp_path / "a" / "var"

    manage("check", VAR_DIR=folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address",
    ["hailam.example", "ftp://hailam.example", "https://hailam.example/tin-tuc", "https:"],
)
def test_a_public_address_that_is_no_scheme_and_host_is_refused(tmp_path, address):
    answer = manage("check", VAR_DIR=tmp_path, PUBLIC_URL=address)

    assert answer.returncode != 0
    assert "PUBLIC_URL is a scheme and a host" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("EMAIL_URL", "mail.example:587", "EMAIL_URL is an address like"),
        ("EMAIL_URL", "smtp+tls://lan:bí-mật@", "EMAIL_URL is an address like"),
        ("EMAIL_URL", "smtp://lan:bí-mật@mail.example:cổng", "EMAIL_URL is an address like"),
        ("EMAIL_FROM", "Cổng tin", "EMAIL_FROM is like"),
        ("EMAIL_FROM", "a@hailam.example\nBcc: b@hailam.example", "EMAIL_FROM is like"),
    ],
)
def test_a_mail_server_or_sender_that_is_none_is_refused(tmp_path, name, value, said):
    answer = manage("check", VAR_DIR=tmp_path, **{name: value})

    assert answer.returncode != 0
    assert said in answer.stderr.splitlines()[-1]
    assert "bí-mật" not in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WORKERS", "many", "WORKERS is a whole number, not 'many'"),
        ("KEEP_TO_CORE", "maybe", "KEEP_TO_CORE is true or false, not 'maybe'"),
    ],
)
def test_a_number_or_switch_that_is_none_is_refused_in_one_line(tmp_path, name, value, said):
    answer = manage("check", VAR_DIR=tmp_path, **{name: value})

    assert (answer.returncode, answer.stderr) == (1, f"{said}\n")


def test_a_number_or_switch_that_is_empty_is_the_default(monkeypatch):
    monkeypatch.setenv("WORKERS", "")

    assert (read_number("WORKERS", 3), read_switch("WORKERS", True)) == (3, True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (None, "console None localhost 25 None False False"),
        ("smtp://mail.example", "smtp None mail.example 25 None False False"),
        ("smtp+tls://lan:b%40c@mail.example", "smtp lan mail.example 587 b@c True False"),
        ("smtp+ssl://lan:b@mail.example:4650", "smtp lan mail.example 4650 b False True"),
    ],
)
def test_the_mail_server_is_one_address(tmp_path, url, expected):
    asked = (
        "from django.conf import settings as s; print(s.EMAIL_BACKEND.split('.')[-2], "
        "s.EMAIL_HOST_USER, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, "
        "s.EMAIL_USE_SSL)"
    )
    answer = manage(
        *("shell", "-v", "0", "-c", asked), VAR_DIR=tmp_path, **({"EMAIL_URL": url} if url else {})
    )

    assert answer.stdout.strip() == expected


def test_production_without_a_mail_server_writes_no_mail_into_its_log(tmp_path):
    asked = "from django.conf import settings; print(settings.EMAIL_BACKEND)"

    answer = manage("shell", "-v", "0", "-c", asked, **production(tmp_path))

    assert answer.stdout.strip() == "django.core.mail.backends.dummy.EmailBackend"


NO_HOST = "Each of PUBLIC_HOSTS is a scheme and a host, like https://hailam.example, not {!r}"
NO_ADDRESS = (
    "What follows = in one of PUBLIC_HOSTS is an IP address, like "
    "https://hailam.example=10.0.0.5 or https://hailam.example=[fd00::5]:8443, not {!r}"
)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("hailam.example", NO_HOST),
        ("https://hailam.example/tin-tuc", NO_HOST),
        ("https://hailam.example?", NO_HOST),
        ("https://hailam.example#", NO_HOST),
        ("https://hailam.example:cong", NO_HOST),
        ("https://ten:mat-khau@hailam.example", NO_HOST),
        ("file:///etc/passwd", NO_HOST),
        ("https://hailam.example=", NO_ADDRESS),
        ("https://hailam.example==10.0.0.5", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5=10.0.0.6", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5/tin-tuc", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5?a=b", NO_ADDRESS),
        ("https://hailam.example=ten@10.0.0.5", NO_ADDRESS),
        ("https://hailam.example=https://10.0.0.5", NO_ADDRESS),
        ("https://hailam.example=may-1.hailam.example", NO_ADDRESS),
        ("https://hailam.example=localhost", NO_ADDRESS),
        ("https://hailam.example=10.0.0", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5.", NO_ADDRESS),
        ("https://hailam.example=10.0.0.256", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5:", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5:0", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5:70000", NO_ADDRESS),
        ("https://hailam.example=10.0.0.5:cong", NO_ADDRESS),
        ("https://hailam.example=:8443", NO_ADDRESS),
        ("https://hailam.example=fd00::5", NO_ADDRESS),
        ("https://hailam.example=[fd00::5", NO_ADDRESS),
        ("https://hailam.example=[fd00::5]8443", NO_ADDRESS),
        ("https://hailam.example=[10.0.0.5]", NO_ADDRESS),
        ("https://hailam.example=[fd00::zz]", NO_ADDRESS),
    ],
)
def test_a_public_host_that_is_none_is_refused(told, said):
    with pytest.raises(ImproperlyConfigured) as caught:
        parse_public_host(told)

    assert str(caught.value) == said.format(told)


@pytest.mark.parametrize("told", ["=10.0.0.5", "hailam.example=10.0.0.5", "https://a.example/=::1"])
def test_an_address_makes_no_host_of_what_is_none(told):
    with pytest.raises(ImproperlyConfigured, match=r"^Each of PUBLIC_HOSTS is a scheme and a host"):
        parse_public_host(told)


@pytest.mark.parametrize(
    "address",
    ["", "=10.0.0.5", "=10.0.0.5:8443", "=[fd00::5]", "=[FD00::5]:8443", "=[::ffff:10.0.0.5]"],
)
def test_a_public_host_goes_by_its_name_wherever_it_is_asked(address):
    assert parse_public_host(f"https://hailam.example:444{address}") == urlsplit(
        "https://hailam.example:444"
    )


def test_the_portal_does_not_start_with_a_public_host_that_is_none(tmp_path):
    hosts = "https://hailam.example,https://hailam.example=may-1"

    answer = manage("check", VAR_DIR=tmp_path, PUBLIC_HOSTS=hosts)

    assert answer.returncode != 0
    assert NO_ADDRESS.format("https://hailam.example=may-1") in answer.stderr.splitlines()[-1]


def test_public_hosts_are_those_of_the_list(tmp_path):
    code = "from delivery.http_check import public_hosts; print(public_hosts())"
    hosts = (
        "https://hailam.example/, http://10.0.0.2:8000,https://hailam.example,"
        "https://hailam.example=10.0.0.5/,https://hailam.example=[fd00::5]:8443"
    )

    told = manage("shell", "-v0", "-c", code, VAR_DIR=tmp_path, PUBLIC_HOSTS=hosts).stdout

    assert told == (
        "['https://hailam.example', 'http://10.0.0.2:8000', 'https://hailam.example=10.0.0.5', "
        "'https://hailam.example=[fd00::5]:8443']\n"
    )


def test_an_unknown_mode_is_refused(tmp_path):
    answer = manage("check", VAR_DIR=tmp_path, PORTAL_MODE="Production")

    assert answer.returncode != 0
    assert "PORTAL_MODE is 'local' or 'production'" in answer.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("quan-tri.hailam.example", "ADMIN_URL is a scheme and a host"),
        ("https://quan-tri.hailam.example/admin", "ADMIN_URL is a scheme and a host"),
        ("https://quản-trị.hailam.example", "ADMIN_URL is a scheme and a host"),
        ("https://hailam.example", "ADMIN_URL wants a name of its own: readers have hailam"),
        ("https://Hailam.Example.:8443", "ADMIN_URL wants a name of its own: readers have hailam"),
        ("https://www.hailam.example", "ADMIN_URL wants a name of its own: readers have www"),
        ("https://m.hailam.example", "ADMIN_URL wants a name of its own: readers have m."),
        ("http://quan-tri.hailam.example", "ADMIN_URL begins with https:// as PUBLIC_URL does"),
    ],
)
def test_a_host_of_the_admin_that_is_none_of_its_own_is_refused(tmp_path, address, said):
    hosts = "https://hailam.example,https://www.hailam.example,https://m.hailam.example=10.0.0.5"

    answer = manage("check", **production(tmp_path), PUBLIC_HOSTS=hosts, ADMIN_URL=address)

    assert answer.returncode != 0
    assert said in answer.stderr.splitlines()[-1]


ASKED = (
    "from django.conf import settings as s; "
    "from accounts.sessions.middleware import MessagesCookie as m; "
    "print(s.ADMIN_URL, s.ALLOWED_HOSTS[-1], *s.CSRF_TRUSTED_ORIGINS, s.SESSION_COOKIE_NAME, "
    "s.CSRF_COOKIE_NAME, m.cookie_name, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, "
    "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN)"
)
TOLD = {
    ("https://hailam.example", "https://Quan-Tri.hailam.example:443/"): (
        "https://quan-tri.hailam.example quan-tri.hailam.example https://quan-tri.hailam.example "
        "__Host-sessionid __Host-csrftoken __Host-messages / / True True None"
    ),
    ("http://127.0.0.1:8000", "http://localhost:8000"): (
        "http://localhost:8000 localhost http://localhost:8000 "
        "sessionid csrftoken messages /admin/ /admin/ False False None"
    ),
    ("https://hailam.example", ""): (
        " hailam.example https://hailam.example "
        "sessionid csrftoken messages /admin/ /admin/ False False None"
    ),
}


@pytest.mark.parametrize("urls", TOLD)
def test_a_host_of_the_admin_has_cookies_that_no_other_can_set(tmp_path, urls):
    public, own = urls
    variables = {"PUBLIC_URL": public, "ADMIN_URL": own, "ALLOWED_HOSTS": "hailam.example"}

    told = manage("shell", "-v0", "-c", ASKED, VAR_DIR=tmp_path, **variables).stdout

    assert told == TOLD[urls] + "\n"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "max-age=31536000"),
        (
            {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "on", "SECURE_HSTS_PRELOAD": "on"},
            "max-age=31536000; includeSubDomains; preload",
        ),
        ({"SECURE_HSTS_SECONDS": "60", "SECURE_HSTS_PRELOAD": "on"}, "max-age=60; preload"),
        ({"SECURE_HSTS_SECONDS": "0", "SECURE_HSTS_PRELOAD": "on"}, "None"),
    ],
)
def test_what_browsers_are_told_of_https_has_a_setting_each(tmp_path, variables, expected):
    asked = (
        "from django.http import HttpResponse as R; from django.test import RequestFactory as F; "
        "from django.middleware.security import SecurityMiddleware as M; "
        "print(M(lambda request: R())(F().get('/', secure=True)).get('Strict-Transport-Security'))"
    )

    told = manage("shell", "-v0", "-c", asked, **production(tmp_path), **variables)

    assert told.stdout == f"{expected}\n", told.stderr
