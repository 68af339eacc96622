"""Removes the second factor of somebody who lost their phone and their recovery codes: one
administrator asks for it, another one confirms within a day. Neither of them is the owner.

Where no second administrator is left, `manage.py reset_factor` does it on the server. All of it is
in the audit log.
"""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record

from ..models import FactorReset
from . import demands, factor

# How long a request may be confirmed.
CONFIRM_WITHIN = timedelta(days=1)


def pending(user: AbstractUser) -> FactorReset | None:
    """The request that may be confirmed for this account; None if there is none."""
    since = timezone.now() - CONFIRM_WITHIN
    rows = FactorReset.objects.select_related("asked_by")
    return rows.filter(user=user, asked_at__gt=since, asked_by__is_active=True).first()


def ask(user: AbstractUser, *, by: AbstractUser, reason: str) -> None:
    """Ask for the reset, in place of an earlier request. Raises PermissionDenied if `by` is no
    administrator, or is the owner."""
    _require(user, by)
    with transaction.atomic():
        FactorReset.objects.update_or_create(
            user=user, defaults={"asked_by": by, "asked_at": timezone.now(), "reason": reason}
        )
        words = _("Asked to reset the second factor: %s")
        record(Kind.RIGHTS, user, by=by, detail=words % reason)


def confirm(user: AbstractUser, *, by: AbstractUser) -> bool:
    """Remove the second factor; its owner has a new day of grace. Returns False if there is no
    request of another administrator, or if this account is younger than the request: whoever asked
    may have made it. An account that was made long before, for this, is not noticed: the audit log
    tells who makes administrators. Raises PermissionDenied as `ask` does."""
    _require(user, by)
    with transaction.atomic():
        FactorReset.objects.select_for_update().filter(user=user).first()
        asked = pending(user)
        if asked is None or asked.asked_by_id == by.pk or not may_reset(asked.asked_by):
            return False
        if by.date_joined > asked.asked_at:
            return False
        asked.delete()
        words = _("Second factor reset; asked by %(who)s: %(reason)s")
        told = {"who": asked.asked_by.get_username(), "reason": asked.reason}
        factor.remove(user, words % told)
        demands.met(user)
    return True


def cancel(user: AbstractUser, *, by: AbstractUser) -> None:
    """Withdraw the request. Raises PermissionDenied as `ask` does."""
    _require(user, by)
    with transaction.atomic():
        gone, _by_model = FactorReset.objects.filter(user=user).delete()
        if gone:
            detail = _("The request to reset the second factor was withdrawn")
            record(Kind.RIGHTS, user, by=by, detail=detail)


def from_console(user: AbstractUser, reason: str) -> bool:
    """Remove the second factor without a second administrator, for a command on the server. Returns
    whether there was one."""
    with transaction.atomic():
        FactorReset.objects.filter(user=user).delete()
        demands.met(user)
        words = _("Second factor reset on the server, by manage.py reset_factor: %s")
        return factor.remove(user, words % reason)


def may_reset(by: AbstractUser) -> bool:
    """Whether the account may ask for a reset of others, and confirm one."""
    return by.is_active and by.is_superuser


def _require(user: AbstractUser, by: AbstractUser) -> None:
    if not may_reset(by) or by.pk == user.pk:
        raise PermissionDenied
