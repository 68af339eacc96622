"""What each person wants to be notified of: in the admin, by mail, both or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record

from ..enums import NotificationKind
from ..models import NotificationChoice

# Mailed to people who never chose, because these kinds ask exactly that person to do something.
MAILED_BY_DEFAULT = {NotificationKind.ASSIGNED, NotificationKind.RETURNED, NotificationKind.OVERDUE}


@dataclass(frozen=True)
class Channels:
    in_admin: bool
    by_mail: bool


def default(kind: str) -> Channels:
    return Channels(in_admin=True, by_mail=kind in MAILED_BY_DEFAULT)


def channels(person) -> dict[NotificationKind, Channels]:
    """This person's choice for each kind, or the default."""
    own = {
        each.kind: Channels(each.in_admin, each.by_mail)
        for each in NotificationChoice.objects.filter(person=person)
    }
    return {kind: own.get(kind, default(kind)) for kind in NotificationKind}


@transaction.atomic
def save_choices(person, wanted: Mapping[NotificationKind, Channels]) -> None:
    """Store this person's choices; earlier notifications stay as they are. A change is written into
    the audit log, because somebody who took over the session may have silenced the account."""
    now = channels(person)
    told = [
        f"{kind.label}: {_channel_words(now[kind])} → {_channel_words(each)}"
        for kind, each in wanted.items()
        if each != now[kind]
    ]
    if told:
        record(Kind.CHANGE, person, detail="; ".join(told))
    NotificationChoice.objects.bulk_create(
        [
            NotificationChoice(
                person=person, kind=kind, in_admin=each.in_admin, by_mail=each.by_mail
            )
            for kind, each in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["in_admin", "by_mail"],
    )


def _channel_words(each: Channels) -> str:
    ways = ((each.in_admin, _("in the admin")), (each.by_mail, _("by e-mail")))
    return ", ".join(words for is_chosen, words in ways if is_chosen) or _("not told")


def mail_is_set_up() -> bool:
    """Whether mails are really sent, not only printed or dropped."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))
