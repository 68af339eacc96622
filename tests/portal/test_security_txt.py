"""`/.well-known/security.txt`: whom to tell of a hole (RFC 9116)."""

from datetime import datetime

import pytest

from portal.security_txt import _first_of_month
from tests.factories import make_agency
from tests.processes import manage, production

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


def test_it_names_the_agency_and_ends_within_a_year(client, settings):
    settings.PUBLIC_URL = "https://hailam.example"
    make_agency(email="lien-he@thu.example")

    answer = client.get(PATH)

    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    left = datetime.fromisoformat(lines.pop("Expires")) - datetime.now().astimezone()
    assert (answer["Content-Type"], lines) == (
        "text/plain; charset=utf-8",
        {
            "Contact": "mailto:lien-he@thu.example",
            "Preferred-Languages": "vi, en",
            "Canonical": "https://hailam.example/.well-known/security.txt",
        },
    )
    assert 140 < left.days < 200


def test_the_settings_name_another_address(client, settings):
    settings.SECURITY_CONTACT = "https://hailam.example/bao-mat/"
    make_agency(email="lien-he@thu.example")

    assert b"Contact: https://hailam.example/bao-mat/\n" in client.get(PATH).content


def test_there_is_none_where_nobody_can_be_told(client):
    make_agency()

    assert client.get(PATH).status_code == 404


def test_it_is_made_anew_when_the_month_ends(client):
    make_agency(email="lien-he@thu.example")

    answer = client.get(PATH)

    assert answer.until.day == 1
    assert answer.until > datetime.now().astimezone()


@pytest.mark.parametrize(
    ("later", "month"), [(1, (2020, 1)), (6, (2020, 6))], ids=["next", "in half a year"]
)
def test_months_go_on_into_the_next_year(later, month):
    found = _first_of_month(datetime(2019, 12, 31, 23, 59).astimezone(), later)

    assert (found.year, found.month, found.day, found.hour) == (*month, 1, 0)


def test_an_address_of_another_kind_is_refused_at_the_start(tmp_path):
    answer = manage("check", **production(tmp_path), SECURITY_CONTACT="an ninh")

    assert "SECURITY_CONTACT begins with mailto:, https:// or tel:" in answer.stderr
