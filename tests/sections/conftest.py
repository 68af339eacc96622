import pytest


@pytest.fixture
def desk(client):
    """Django's test client, signed in as a publisher."""
    from tests.factories import make_publisher

    client.force_login(make_publisher())
    return client


@pytest.fixture
def purged():
    """Call it for the tags that were purged since the last call, sorted."""
    from delivery.models import Purge

    def read():
        tags = {name for row in Purge.objects.all() for name in row.tags.split()}
        Purge.objects.all().delete()
        return sorted(tags)

    return read
