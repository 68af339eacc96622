"""The second factor of an account: an app that makes a code every 30 seconds (TOTP), and ten
recovery codes for the day on which the phone is lost.

The app's secret, its code and that a code is accepted once are django-otp's (`TOTPDevice`). The
recovery codes are ours, because django-otp stores them readable. Guessing is slowed down by
throttling, in `accounts.forms`.
"""

import re
import secrets
import unicodedata
from base64 import b32encode
from hashlib import sha256
from urllib.parse import quote, urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _, ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from agency.current import current_agency
from audit.models import Kind
from audit.recording import record

from .. import mail
from ..models import FactorReset, MailKind, RecoveryCode
from ..sessions.store import end_sessions

RECOVERY_CODES = 10
# 80 random bits, in base32: nobody finds one from its digest.
_RECOVERY_BYTES = 10
_APP_CODE = re.compile("[0-9]{6}")
# Base32 has no 0, 1 and 8; a reader of a paper may take O, I and B for them.
_MISREAD = str.maketrans("018", "OIB")


def app_of(user: AbstractUser) -> TOTPDevice | None:
    """The app that makes the account's codes; None if the account has no second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def check(user: AbstractUser, typed: str) -> bool:
    """Whether this is a code of the account's app or one of its recovery codes. Each is right
    once."""
    code = _tidied(typed)
    with transaction.atomic():
        if _APP_CODE.fullmatch(code):
            device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
            return any(each.verify_token(code) for each in device)
        digest = _digest(user, code.translate(_MISREAD))
        used, _by_model = RecoveryCode.objects.filter(user=user, digest=digest).delete()
        if used:
            left = recovery_codes_left(user)
            words = ngettext(
                "A recovery code was used; %d is left",
                "A recovery code was used; %d are left",
                left,
            )
            record(Kind.RIGHTS, user, by=user, detail=words % left)
            mail.tell(user, MailKind.USED_CODE)
    return bool(used)


def _tidied(code: str) -> str:
    """A code as people type it, without blanks and hyphens and in the letters of one keyboard."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper()


def new_secret() -> str:
    """A random secret for an app, in hexadecimal digits."""
    return random_hex(20)


def secret_words(secret: str) -> str:
    """The secret as apps want it typed: base32, in groups of four."""
    text = b32encode(bytes.fromhex(secret)).decode()
    return " ".join(re.findall("....", text))


def setup_address(user: AbstractUser, secret: str) -> str:
    """The address in the QR code that an app scans. Apps show the agency's name and the account."""
    issuer = current_agency()["short_name"].replace(":", " ")
    label = quote(f"{issuer}:{user.get_username()}")
    query = {"secret": b32encode(bytes.fromhex(secret)).decode(), "issuer": issuer}
    return f"otpauth://totp/{label}?{urlencode(query, quote_via=quote)}"


def set_up(user: AbstractUser, secret: str, code: str) -> list[str]:
    """Make an app with this secret the account's second factor, in place of an earlier one. Returns
    new recovery codes. Raises ValidationError unless `code` is the app's present code."""
    typed = _tidied(code)
    with transaction.atomic():
        # Locks the account, so that it never has two apps.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        replaced, _by_model = TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, key=secret)
        if not (_APP_CODE.fullmatch(typed) and device.verify_token(typed)):
            # Rolls the transaction back: an earlier app stays.
            raise ValidationError(
                _("This is not the app's present code. Does the phone show the right time?"),
                code="wrong",
            )
        # Whoever asked to reset the earlier one did not mean this one.
        FactorReset.objects.filter(user=user).delete()
        detail = _("Second factor replaced") if replaced else _("Second factor set up")
        record(Kind.RIGHTS, user, detail=detail)
        mail.tell(user, MailKind.FACTOR)
        end_sessions([user])
        return _write_recovery_codes(user)


def replace_recovery_codes(user: AbstractUser) -> list[str]:
    """New recovery codes; the earlier ones are void."""
    with transaction.atomic():
        record(Kind.RIGHTS, user, detail=_("New recovery codes made"))
        mail.tell(user, MailKind.CODES)
        return _write_recovery_codes(user)


def remove(user: AbstractUser, detail: str) -> bool:
    """Delete the account's second factor with its recovery codes; `detail` says in the audit log
    why. Returns whether there was one."""
    with transaction.atomic():
        removed, _by_model = TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if removed:
            record(Kind.RIGHTS, user, detail=detail)
            mail.tell(user, MailKind.NO_FACTOR)
            end_sessions([user])
    return bool(removed)


def recovery_codes_left(user: AbstractUser) -> int:
    """How many recovery codes the account has not used."""
    return RecoveryCode.objects.filter(user=user).count()


def _write_recovery_codes(user: AbstractUser) -> list[str]:
    codes = [
        b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode() for _each in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code)) for code in codes
    )
    return ["-".join(re.findall("....", code)) for code in codes]


def _digest(user: AbstractUser, code: str) -> str:
    return sha256(f"recovery code {user.pk} {code}".encode()).hexdigest()
