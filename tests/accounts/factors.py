"""Second factors for tests: an account with an app, and the codes that this app shows."""

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.second_factor import factor
from tests.factories import PASSWORD

CODE_PAGE = "/admin/login/code/"
LOGIN = "/admin/login/"


def shown_by(secret: str) -> str:
    """The code that an app with this secret (hexadecimal) shows now."""
    return f"{totp(bytes.fromhex(secret)):06}"


def give_app(user) -> list[str]:
    """Set up an app for the account; returns its recovery codes. The app's present code has not
    been used."""
    secret = factor.new_secret()
    codes = factor.set_up(user, secret, shown_by(secret))
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return codes


def code_of(user) -> str:
    """The code that the account's app shows now."""
    return shown_by(factor.app_of(user).key)


def give_password(client, user, password=PASSWORD, **data):
    """The answer of the page for name and password."""
    return client.post(LOGIN, {"username": user.username, "password": password, **data})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session
