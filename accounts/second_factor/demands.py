"""Of whom a second factor is demanded, and until when they may do without one.

It is demanded of administrators and of the people of groups that an administrator chose, also of
those who are of such a group in some sections only. A person has a day of grace from their first
sign-in after that; then nothing but the page that sets it up is open to them (`accounts.gate`).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext

from audit.recording import record_rights_change
from news.models import Beat

from ..models import Credentials, FactorDemand
from . import factor

GRACE = timedelta(days=1)
DEMAND_LABEL = _("Second factor demanded")


def is_demanded(user: AbstractUser) -> bool:
    """Whether the account has to have a second factor."""
    if not settings.SECOND_FACTOR_ENFORCED or user.is_superuser:
        return settings.SECOND_FACTOR_ENFORCED
    beats = Beat.objects.filter(user=user).values("group")
    return FactorDemand.objects.filter(Q(group__user=user) | Q(group__in=beats)).exists()


def due_at(user: AbstractUser) -> datetime | None:
    """The moment from which nothing is open to the account without a second factor; None if none is
    demanded, or if it has one. Call it when the person signs in: the day of grace begins."""
    if not is_demanded(user) or factor.app_of(user) is not None:
        met(user)
        return None
    with transaction.atomic():
        held, _made = Credentials.objects.select_for_update().get_or_create(user=user)
        if held.factor_due_since is None:
            held.factor_due_since = timezone.now()
            held.save(update_fields=["factor_due_since"])
    return held.factor_due_since + GRACE


def met(user: AbstractUser) -> None:
    """The account has a second factor, needs none, or is to have a new day of grace."""
    rows = Credentials.objects.filter(user=user).exclude(factor_due_since=None)
    rows.update(factor_due_since=None)


def of_group(group: Group) -> bool:
    """Whether the people of the group have to have a second factor."""
    return FactorDemand.objects.filter(group=group).exists()


def set_for_group(group: Group, demanded: bool) -> None:
    """Demand it of the people of the group, or no longer. Call it in the transaction of the
    group's save."""
    if demanded == of_group(group):
        return
    if demanded:
        FactorDemand.objects.create(group=group)
    else:
        FactorDemand.objects.filter(group=group).delete()
    yes, no = pgettext("account", "yes"), pgettext("account", "no")
    record_rights_change(group, DEMAND_LABEL, f"{no} → {yes}" if demanded else f"{yes} → {no}")
