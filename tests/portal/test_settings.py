"""Settings from the environment, each time in a process of its own."""

import stat

import pytest

from tests.portal.processes import SECRET, manage, production


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


@pytest.mark.parametrize(
    "address",
    [
        "hailam.example", "https://hailam.example/tin-tuc", "https://hailam.example:cong",
        "https://ten:mat-khau@hailam.example", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_public_host_that_is_no_scheme_and_host_is_refused(tmp_path, address):
    hosts = f"https://hailam.example,{address}"

    answer = manage("check", VAR_DIR=tmp_path, PUBLIC_HOSTS=hosts)

    assert "Each of PUBLIC_HOSTS is a scheme and a host" in answer.stderr


def test_public_hosts_are_those_of_the_list(tmp_path):
    code = "from delivery.reading import hosts; print(hosts())"
    hosts = "https://hailam.example/, http://10.0.0.2:8000,https://hailam.example"

    told = manage("shell", "-v0", "-c", code, VAR_DIR=tmp_path, PUBLIC_HOSTS=hosts).stdout

    assert told == "['https://hailam.example', 'http://10.0.0.2:8000']\n"


def test_an_unknown_mode_is_refused(tmp_path):
    answer = manage("check", VAR_DIR=tmp_path, PORTAL_MODE="Production")

    assert answer.returncode != 0
    assert "PORTAL_MODE is 'local' or 'production'" in answer.stderr
