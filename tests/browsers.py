"""What people do in a browser, whatever the test is about."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page

from tests.factories import PASSWORD


def sign_in(page: Page, username: str = "quan-tri") -> None:
    """On the sign-in form that is shown."""
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit], #login-form button")


def enter(page: Page, username: str = "quan-tri") -> None:
    """Signed in, without the form for it; the portal is that of PUBLIC_URL."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(get_user_model().objects.get(username=username))
    cookie = {"name": name, "value": client.cookies[name].value}
    page.context.add_cookies([{**cookie, "url": f"{settings.PUBLIC_URL}/admin/"}])
