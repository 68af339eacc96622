"""axe finds no violation on any staff page. `test_staff_axe` tests one page of each template."""

import pytest

from tests.factories import make_user
from tests.staff.staff_views import addresses, everything
from tests.staff.test_staff_axe import enter, faults, pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_every_page_of_an_administrator(page, live_server):
    places = addresses(everything()).values()
    client = enter(page, live_server.url, make_user(is_superuser=True))

    assert faults(page, pages(client, places)) == {}
