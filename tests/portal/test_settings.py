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
