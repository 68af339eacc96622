"""Files that staff send, good and bad, and a storage of this test's own."""

import pytest


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path, monkeypatch):
    """Uploads and public files of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "uploads"},
        },
        "renditions": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "tep", "base_url": "/tep/"},
        },
    }
    from media.models import Document, renditions

    # A field keeps the storage that it was made with.
    monkeypatch.setattr(Document._meta.get_field("file"), "storage", renditions())
    return tmp_path


@pytest.fixture
def public_files(own_storage):
    """Call it for the names of all public files."""
    folder = own_storage / "tep"
    return lambda: sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def sent_files(own_storage):
    """Call it for the names of all files as they were sent."""
    folder = own_storage / "uploads"
    return lambda: sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def desk(settings):
    """The form of `tests.media.desk` at /admin/delivery/purge/add/."""
    from django.urls import clear_url_caches

    from tests.media import desk as module

    module.open_desk()
    settings.ROOT_URLCONF = "tests.media.desk"
    clear_url_caches()
    yield module.DeskAdmin
    module.close_desk()
    clear_url_caches()


@pytest.fixture
def sign_in(live_server, settings):
    """Call it with a page and a user: the page is signed in."""
    from django.test import Client

    def signed_in(page, user):
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": f"{live_server.url}/admin/",
                }
            ]
        )

    return signed_in


@pytest.fixture
def form(page, desk, sign_in):
    """The desk's empty form, the editor ready."""
    from tests.factories import make_user
    from tests.media.hands import open_form

    sign_in(page, make_user(is_superuser=True))
    open_form(page)
    return page
