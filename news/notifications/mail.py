"""Notifications by mail, sent by the worker: one person's at a time, all of theirs in one mail.

At least once: what is to be mailed is put off before it is sent, and marked as mailed after it was,
each in a transaction of its own. So nobody waits for a mail server within one, two workers never
send the same, and a worker that is killed leaves nothing unsent; only one that dies between the
server's “taken” and its own mark sends that mail once more, under the same Message-ID.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPException, SMTPRecipientsRefused
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.core.validators import validate_email
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agency.current import current_agency
from delivery.hosts import admin_url
from text.dates import datetime_with_zone

from ..models import BadAddress, Notification
from ..rights.people import full_name
from . import inbox
from .choices import channels
from .notify import MAIL_DELAY

log = logging.getLogger(__name__)

# After a first attempt; from then on after as long as it has waited in all. Longer than any attempt
# takes, so that nobody else takes it up meanwhile.
RETRY_AFTER = timedelta(minutes=5)
# Nobody is mailed what happened longer ago.
MAX_AGE = timedelta(days=1)
# Notifications in one mail.
MAX_PER_MAIL = 50
# People are told of mails that wait for longer.
LATE_AFTER = timedelta(minutes=10)
# So long nothing is sent to an address that was refused.
REFUSED_FOR = timedelta(days=7)
# Of those, the latest are named.
MAX_REFUSED_NAMED = 10
# Seconds after which the worker turns to something else while a server takes its time.
JOIN_SECONDS = 0.5
# Seconds for which the worker leaves a mail server alone that did not work.
SERVER_REST_SECONDS = 60.0

_rests_until = 0.0


class Refused(Exception):
    """The address is no good; the argument says what the server said of it."""


@dataclass
class MailJob:
    """What one person is sent."""

    person: Any
    taken: list[int]
    # Those of them that the mail tells of.
    told: list[int]
    # None where nothing is to be told any more.
    mail: EmailMessage | None
    failure: Exception | None = None

    def deliver(self) -> None:
        """Without the database: it may take long."""
        try:
            if self.mail is not None:
                _deliver(self.mail)
        except Exception as error:
            self.failure = error


class MailSender:
    """Called again and again, it mails what waits to the person for whom something has waited
    longest; others of the worker's chores have their turn meanwhile."""

    def __init__(self) -> None:
        self._parcel: MailJob | None = None
        self._thread: Thread | None = None

    def __call__(self, now: datetime | None = None) -> int:
        """1 while there is something to do; 0 for nobody, or where it is tried again later."""
        if self._thread is None:
            self._parcel = _packed(now or timezone.now())
            if self._parcel is None:
                return 0
            self._thread = Thread(target=self._parcel.deliver, daemon=True)
            self._thread.start()
        self._thread.join(JOIN_SECONDS)
        if self._thread.is_alive():
            return 1
        settled = _settle(self._parcel)  # where the database is away, in another turn
        self._thread = None
        return settled


def _packed(now: datetime) -> MailJob | None:
    """The next one, taken so that nobody else sends it."""
    if time.monotonic() < _rests_until:
        return None
    first = Notification.objects.to_mail(now).order_by("mail_after").values_list("person").first()
    if first is None:
        return None
    person = get_user_model().objects.get(pk=first[0])
    taken = _next_job(person, now)
    found = _found(person, taken, now)
    with translation.override(settings.LANGUAGE_CODE):
        mail = build_mail(person, [inbox.message_of(row) for row in found]) if found else None
    return MailJob(person, taken, [row.pk for row in found], mail)


def _settle(parcel: MailJob) -> int:
    """Note what became of it; 0 where it is tried again."""
    global _rests_until
    now, told = timezone.now(), parcel.told
    if isinstance(parcel.failure, Refused):
        _set_aside(parcel.person, parcel.mail.to[0], str(parcel.failure), now)
        told = []
    elif isinstance(parcel.failure, SMTPException | OSError):
        log.warning("the mail server did not work, it is tried again: %s", parcel.failure)
        _rests_until = time.monotonic() + SERVER_REST_SECONDS
        return 0
    elif parcel.failure is not None:
        log.error("a mail could not be sent, it is tried again", exc_info=parcel.failure)
        return 0
    rows = Notification.objects.filter(pk__in=parcel.taken)
    alone = rows.filter(in_admin=False, read_at=None)
    with transaction.atomic():
        rows.filter(pk__in=told).update(mailed_at=now)
        rows.update(mail_after=None)
        alone.filter(pk__in=told).update(read_at=now)  # nobody will ever read it there
        alone.exclude(pk__in=told).update(in_admin=True)  # no mail told it
    return 1


def _next_job(person, now: datetime) -> list[int]:
    """What this person is to be mailed, put off until it would be tried again."""
    with transaction.atomic():
        rows = Notification.objects.to_mail(now + MAIL_DELAY).filter(person=person)
        skips = connection.features.has_select_for_update_skip_locked
        locked = rows.select_for_update(skip_locked=skips)
        found = dict(locked.order_by("pk").values_list("pk", "at")[:MAX_PER_MAIL])
        if found:
            again = now + max(RETRY_AFTER, now - min(found.values()))
            Notification.objects.filter(pk__in=found).update(mail_after=again)
    return list(found)


def _found(person, taken: list[int], now: datetime) -> list[Notification]:
    """Those of them that are mailed: not what was read meanwhile, is stale, or about an article
    that the person may not see any more, nor what they do not want by mail any more."""
    if not person.is_staff or not person.email or refused_address(person, now) or _are_dropped():
        return []
    rows = inbox.visible_notifications(person).filter(
        pk__in=taken, read_at=None, at__gt=now - MAX_AGE
    )
    wanted = channels(person)
    return [row for row in inbox.with_related(rows).order_by("pk") if wanted[row.kind].by_mail]


def _are_dropped() -> bool:
    """Whether mails go nowhere: production without a mail server."""
    return settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def build_mail(person, told: list[inbox.Message]) -> EmailMessage:
    """The mail, in plain text."""
    portal = current_agency()["short_name"]
    lines = [_("Dear %s,") % full_name(person), ""]
    for each in told:
        lines += [f"{each.said} · {datetime_with_zone(each.at)}", f"“{each.title}”", *each.details]
        lines += [admin_url(each.url), ""]
    choices = admin_url(reverse("admin:notification_choices"))
    lines += ["-- ", _("Sent by %s by itself; nobody reads replies.") % portal]
    lines += [_("Choose what you are told by mail: %s") % choices, ""]
    if len(told) == 1:
        subject = f"[{portal}] {told[0].said}: {told[0].title}"
    else:
        count = len(told)
        subject = f"[{portal}] " + ngettext("%d notification", "%d notifications", count) % count
    return EmailMessage(
        _one_line(subject),
        "\n".join(lines),
        to=[person.email],
        headers={
            "Message-ID": _message_id(each.key for each in told),
            "Auto-Submitted": "auto-generated",  # no absence notes, please
        },
    )


def _deliver(mail: EmailMessage) -> None:
    """Refused where the address is to blame; SMTPException or OSError where the server is."""
    (address,) = mail.to
    try:
        validate_email(address)
        if mail.send() != 1:
            raise SMTPException("nothing was sent")
    except (ValidationError, BadHeaderError, UnicodeError) as error:
        raise Refused(_("This is no address for mail.")) from error
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (0, b""))
        # 5.7: a policy, which refuses every address alike; 4xx: later, perhaps.
        if not 500 <= code < 600 or said.startswith(b"5.7"):
            raise
        raise Refused(f"{code} {said.decode(errors='replace')}") from error


def _one_line(text: str) -> str:
    """Without line breaks and other characters that no header may have."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _message_id(keys: Iterable[int]) -> str:
    """The same for the same notifications, so that whoever gets them twice may see them once."""
    mark = sha256(" ".join(map(str, keys)).encode()).hexdigest()[:32]
    return f"<notification-{mark}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def _set_aside(person, address: str, said: str, now: datetime) -> None:
    log.warning("the address of account %s was refused: %s", person.pk, said)
    values = {"address": address, "said": _one_line(said)[:300], "at": now}
    BadAddress.objects.update_or_create(person=person, defaults=values)


def refused_address(person, now: datetime | None = None) -> BadAddress | None:
    """Their address, if nothing is sent there: until the account has another, or for a while."""
    since = (now or timezone.now()) - REFUSED_FOR
    return BadAddress.objects.filter(person=person, at__gt=since, address=person.email).first()


@dataclass(frozen=True)
class Trouble:
    """What whoever looks after accounts should know."""

    bad: list[BadAddress]
    # When mails should have been sent that still wait; None where none is late.
    since: datetime | None


def trouble() -> Trouble | None:
    """None where all is well. Two queries."""
    now = timezone.now()
    refused = BadAddress.objects.filter(at__gt=now - REFUSED_FOR).select_related("person")
    bad = [
        each
        for each in refused.order_by("-at")[:MAX_REFUSED_NAMED]
        if each.address == each.person.email
    ]
    waiting = Notification.objects.filter(mail_after__isnull=False, at__lt=now - LATE_AFTER)
    since = waiting.order_by("at").values_list("at", flat=True).first()
    return Trouble(bad, since) if bad or since else None
