import pytest


@pytest.fixture
def desk(client):
    """A publisher's browser."""
    from tests.factories import make_publisher

    client.force_login(make_publisher())
    return client


@pytest.fixture
def purged():
    """Call it for the tags written since the last call, sorted; each change writes its own."""
    from delivery.models import Purge

    def read():
        tags = {name for row in Purge.objects.all() for name in row.tags.split()}
        Purge.objects.all().delete()
        return sorted(tags)

    return read
