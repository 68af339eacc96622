"""Sign-ins, as Django tells of them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from .enums import Kind
from .recording import record


@receiver(user_logged_in)
def signed_in(user, **_about: object) -> None:
    record(Kind.SIGN_IN, by=user)


@receiver(user_logged_out)
def signed_out(user, **_about: object) -> None:
    if user is not None and user.is_authenticated:
        record(Kind.SIGN_OUT, by=user)


@receiver(user_login_failed)
def refused(credentials: dict, **_about: object) -> None:
    """Django has taken the password out of what it tells."""
    record_failed_sign_in(str(credentials.get(get_user_model().USERNAME_FIELD, "")))


def record_failed_sign_in(name: str, detail: str = "") -> None:
    """The name that was typed, and the account if there is one."""
    users = get_user_model()
    account = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    record(Kind.REFUSED, account, words=name, detail=detail)
