"""Varnish passes exactly the query parameters to the portal that its pages read."""

import pytest

from portal import urls
from tests import varnish
from tests.portal import addresses

pytestmark = pytest.mark.django_db


def looked_at(client) -> set[str]:
    """The query parameters that the pages of the small town read, without a query and with these
    parameters."""
    # Imported late: it imports models.
    from tests.portal.town import build
    from tests.portal.town_addresses import ARGUMENTS, values_of_queries

    build()
    values, found = values_of_queries(), set()

    def names(address: str) -> frozenset[str]:
        return getattr(client.get(address), "looked_at", frozenset())

    for path in addresses.paths(urls, ARGUMENTS):
        found |= (mine := names(path))
        for address in addresses.queries(path, mine, values):
            found |= names(address)
    return found


def test_varnish_knows_what_pages_look_at_and_nothing_else(client):
    assert varnish.known_parts() == looked_at(client)
