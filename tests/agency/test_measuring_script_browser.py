"""What a measuring script can do in the browser of an administrator, if staff and readers have the
same host. (`tests/deploy/test_nginx.py` tests the case of two hosts.)"""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.agency.measuring_attack import MEASURES, SCRIPT, THIEF, attack, hash_of, serve, tried
from tests.agency.test_admin import CHANGE, sent
from tests.factories import make_agency, make_publisher, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window(chromium, live_server, settings):
    """A page in a browser in which an administrator is signed in."""
    settings.PUBLIC_URL = live_server.url
    client = Client()
    client.force_login(make_user(is_superuser=True))
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": f"{live_server.url}/admin/"}
    context = chromium.new_context(base_url=live_server.url)
    context.add_cookies([cookie])
    yield context.new_page()
    context.close()


def test_a_publisher_puts_no_script_on_pages_that_an_administrator_reads(window, live_server):
    asked = serve(window.context, attack(live_server.url))
    agency = make_agency()
    publisher = Client()
    publisher.force_login(make_publisher())

    publisher.post(CHANGE, sent(measuring_script=SCRIPT))
    said = [tried(window)]
    # The agency has a script without a hash that was stored earlier.
    agency.measuring_script = SCRIPT
    agency.save()
    said.append(tried(window))

    assert not get_user_model().objects.filter(username=THIEF).exists(), said
    assert (said, asked) == (["", ""], [])


def test_one_whose_hash_is_known_runs_while_it_stays_the_same_and_fetches_no_other(window):
    more = f"{MEASURES} var more = document.createElement('script'); more.src = '{SCRIPT}?2';"
    code = f"{more} document.body.append(more);"
    asked = serve(window.context, code)
    agency = make_agency(measuring_script=SCRIPT, measuring_integrity=hash_of(code))

    assert (tried(window), asked) == ("measured", [SCRIPT])

    agency.measuring_integrity = hash_of(MEASURES)
    agency.save()

    assert (tried(window), asked) == ("", [SCRIPT, SCRIPT])
