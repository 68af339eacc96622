"""Fixtures of the audit tests. (Imports are late: pytest may read this before Django is set up.)"""

import pytest


@pytest.fixture
def desk():
    """A test client of an administrator, with an IP address of its own."""
    from django.test import Client

    from tests.factories import make_user

    client = Client(REMOTE_ADDR="203.0.113.7")
    client.user = make_user(username="quan-tri", is_superuser=True)
    client.force_login(client.user)
    return client
