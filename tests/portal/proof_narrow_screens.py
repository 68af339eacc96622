"""Nothing sticks out on narrow screens or with large text, on every page of the demo city.
`test_narrow_screens` tests one page of each template."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.portal.test_crawl import links, ours
from tests.portal.test_narrow_screens import sticking_out


def pages() -> list[str]:
    """The addresses of all pages that can be reached from the home page."""
    client, known, waiting, found = Client(), {"/"}, ["/"], []
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith(
            "text/html"
        ):
            # The file of a picture is closed when it was read to its end.
            response.getvalue()
            continue
        found.append(address)
        led_to = {ours(link, address) for link in links(response)} - known - {None}
        known |= led_to
        waiting += sorted(led_to)
    return found


@pytest.mark.browser
def test_words_keep_to_their_place_on_every_page_of_the_demo_city(demo, page: Page):
    wide, addresses = {}, pages()
    for address in addresses:
        page.goto(address)
        if found := sticking_out(page):
            wide[address] = found

    assert wide == {}
    assert len(addresses) > 100
