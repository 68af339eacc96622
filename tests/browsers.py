"""What people do in a browser, whatever the test is about."""

from playwright.sync_api import Page

from tests.factories import PASSWORD


def sign_in(page: Page, username: str = "quan-tri") -> None:
    """On the sign-in form that is shown."""
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit], #login-form button")
