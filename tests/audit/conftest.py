"""Fixtures of several files. (Imports are late: pytest may read this before Django is set up.)"""

import pytest


@pytest.fixture
def desk():
    """An administrator's browser, at an address of its own."""
    from django.test import Client

    from tests.factories import make_user

    client = Client(REMOTE_ADDR="203.0.113.7")
    client.user = make_user(username="quan-tri", is_superuser=True)
    client.force_login(client.user)
    return client
