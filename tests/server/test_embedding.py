"""Who may embed a response, and what its page may ask the browser for."""

import pytest

from server.middleware import PERMISSIONS_POLICY
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
RESOURCE, PERMISSIONS = "Cross-Origin-Resource-Policy", "Permissions-Policy"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", ("cross-origin", PERMISSIONS_POLICY)),
        ("/khong-co/", ("cross-origin", PERMISSIONS_POLICY)),
        ("/favicon.ico", ("cross-origin", None)),
        ("/rss.xml", ("cross-origin", None)),
        ("/admin/login/", ("same-origin", PERMISSIONS_POLICY)),
        ("/xem-duyet/khong-co/", ("same-origin", PERMISSIONS_POLICY)),
    ],
)
def test_what_everybody_may_read_everybody_may_embed(client, path, told):
    make_agency()

    answer = client.get(path)

    assert (answer.get(RESOURCE), answer.get(PERMISSIONS)) == told


def test_nothing_of_the_admins_own_host_is_embedded_elsewhere(client, settings):
    settings.ADMIN_URL = "https://quan-tri.hailam.example"
    settings.ALLOWED_HOSTS = ["quan-tri.hailam.example"]

    answer = client.get("/tep/khong-co.webp", headers={"host": "quan-tri.hailam.example"})

    assert answer[RESOURCE] == "same-origin"


def test_a_page_may_use_no_camera_and_no_place():
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(PERMISSIONS_POLICY.split(", "))
