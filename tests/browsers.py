"""Two ways to sign in with a browser."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page

from tests.factories import PASSWORD


def sign_in(page: Page, username: str = "quan-tri") -> None:
    """Fill and send the sign-in form that is shown."""
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit], #login-form button")


def enter(page: Page, username: str = "quan-tri") -> None:
    """Sign in by a session cookie, without the form, at the portal of PUBLIC_URL."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(get_user_model().objects.get(username=username))
    cookie = {"name": name, "value": client.cookies[name].value}
    page.context.add_cookies([{**cookie, "url": f"{settings.PUBLIC_URL}/admin/"}])
