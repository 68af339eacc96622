"""Sends notifications by mail: the worker takes one person at a time and puts all of their
notifications into one mail.

The notifications of a mail are postponed before it is sent and marked as mailed afterwards, in two
transactions. So no transaction waits for a mail server, two workers never send the same mail, and a
killed worker leaves nothing unsent. A mail is sent twice only if the worker dies after the server
has taken it and before it is marked; both then have the same Message-ID.
"""

import logging
import time
from collections.abc import Callable, Iterable
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
from django.db.models import F, Min
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext

from agency.current import current_agency
from delivery.hosts import admin_url
from text.dates import datetime_with_zone

from ..models import BadAddress, Notification
from ..rights.people import full_name
from . import inbox
from .choices import channels
from .notify import MAIL_DELAY

log = logging.getLogger(__name__)

# The shortest time between two attempts; a notification that is older than this waits as long again
# as it is old. It is longer than any attempt takes, so that no other worker starts one meanwhile.
RETRY_AFTER = timedelta(minutes=5)
# Older notifications are not mailed.
MAX_AGE = timedelta(days=1)
MAX_PER_MAIL = 50
# Administrators are told of mails that wait longer.
LATE_AFTER = timedelta(minutes=10)
# For so long nothing is sent to an address that a server refused.
REFUSED_FOR = timedelta(days=7)
MAX_REFUSED_NAMED = 10
# If a server takes longer, the worker does its other tasks meanwhile.
MAX_WAIT_SECONDS = 0.5
# For so long no mail is sent after the mail server failed.
SERVER_REST_SECONDS = 60.0

_rests_until = 0.0


class Refused(Exception):
    """The address is invalid, or the server refuses it; the argument says why."""


@dataclass
class MailJob:
    """One person's next mail. `claimed` has the keys of the notifications that this worker claimed,
    `mailed` the keys of those that the mail tells of. If it would tell of none, `mail` is None."""

    person: Any
    claimed: list[int]
    mailed: list[int]
    mail: EmailMessage | None
    # What `deliver` met: `Refused` for a bad address, SMTPException or OSError if the server fails.
    failure: Exception | None = None

    def deliver(self) -> None:
        """Send the mail; an error is stored in `failure`. It does not use the database, because it
        may take long."""
        if self.mail is None:
            return
        try:
            validate_email(self.mail.to[0])
            if self.mail.send() != 1:
                raise SMTPException("nothing was sent")
        except (ValidationError, BadHeaderError, UnicodeError):
            self.failure = Refused(_("This is no address for mail."))
        except SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()), (0, b""))
            # 5.7 means that the server refuses us, whatever the address; 4xx may succeed later.
            is_of_address = 500 <= code < 600 and not said.startswith(b"5.7")
            refused = Refused(f"{code} {said.decode(errors='replace')}")
            self.failure = refused if is_of_address else error
        except Exception as error:
            self.failure = error


class MailSender:
    """A task of the worker. Each call begins the mail that has waited longest, or goes on with it.
    It returns after `MAX_WAIT_SECONDS` at most, so that the worker can do its other tasks.

    `next_job` claims the next mail, None if none is due; `settle` stores its result, and returns 0
    if it has to be tried again. Without them: the mails of notifications."""

    def __init__(
        self,
        next_job: Callable[[datetime], MailJob | None] | None = None,
        settle: Callable[[MailJob], int] | None = None,
    ) -> None:
        self._next_job, self._settle = next_job or _next_job, settle or _settle
        self._job: MailJob | None = None
        self._thread: Thread | None = None

    def __call__(self, now: datetime | None = None) -> int:
        """Returns 1 if there is more to do at once; 0 if there is nothing, or if it has to be tried
        again later."""
        if self._thread is None:
            self._job = self._next_job(now or timezone.now())
            if self._job is None:
                return 0
            self._thread = Thread(target=self._job.deliver, daemon=True)
            self._thread.start()
        self._thread.join(MAX_WAIT_SECONDS)
        if self._thread.is_alive():
            return 1
        # If the database is down, this raises, and the next call tries it again.
        settled = self._settle(self._job)
        self._thread = None
        return settled


def _next_job(now: datetime) -> MailJob | None:
    """Claim the notifications of the next mail and make the mail; None if none is due."""
    if time.monotonic() < _rests_until:
        return None
    first = Notification.objects.to_mail(now).order_by("mail_after").values_list("person").first()
    if first is None:
        return None
    person = get_user_model().objects.get(pk=first[0])
    claimed = _claim(person, now)
    found = _to_be_mailed(person, claimed, now)
    with translation.override(settings.LANGUAGE_CODE):
        mail = build_mail(person, [inbox.message_of(row) for row in found]) if found else None
    return MailJob(person, claimed, [row.pk for row in found], mail)


def _settle(job: MailJob) -> int:
    """Store the result of the mail. Returns 0 if it has to be tried again, otherwise 1."""
    global _rests_until
    now, mailed = timezone.now(), job.mailed
    if isinstance(job.failure, Refused):
        said = str(job.failure)
        log.warning("the address of account %s was refused: %s", job.person.pk, said)
        BadAddress.objects.update_or_create(
            person=job.person,
            defaults={"address": job.mail.to[0], "said": one_line(said)[:300], "at": now},
        )
        mailed = []
    elif isinstance(job.failure, SMTPException | OSError):
        log.warning("the mail server did not work, it is tried again: %s", job.failure)
        _rests_until = time.monotonic() + SERVER_REST_SECONDS
        return 0
    elif job.failure is not None:
        log.error("a mail could not be sent, it is tried again", exc_info=job.failure)
        return 0
    rows = Notification.objects.filter(pk__in=job.claimed)
    alone = rows.filter(in_admin=False, read_at=None)
    with transaction.atomic():
        rows.filter(pk__in=mailed).update(mailed_at=now)
        rows.update(mail_after=None)
        # The notifications in `alone` are not shown in the admin. If they were mailed, they count
        # as read; if not, they are shown there after all.
        alone.filter(pk__in=mailed).update(read_at=now)
        alone.exclude(pk__in=mailed).update(in_admin=True)
    return 1


def _claim(person, now: datetime) -> list[int]:
    """Claim this person's notifications that have to be mailed: postpone them to the next attempt,
    and return their keys."""
    with transaction.atomic():
        rows = Notification.objects.to_mail(now + MAIL_DELAY).filter(person=person)
        locked = rows.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        found = dict(locked.order_by("pk").values_list("pk", "at")[:MAX_PER_MAIL])
        if found:
            Notification.objects.filter(pk__in=found).update(
                mail_after=now + max(RETRY_AFTER, now - min(found.values()))
            )
    return list(found)


def _to_be_mailed(person, claimed: list[int], now: datetime) -> list[Notification]:
    """The claimed notifications that are really mailed: not read meanwhile, not too old, about an
    article that the person may still see, and of a kind that they still want by mail."""
    # A portal in production that has no mail server drops its mails.
    is_dropped = settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")
    if not person.is_staff or not person.email or is_dropped or refused_address(person, now):
        return []
    rows = inbox.visible_notifications(person).filter(
        pk__in=claimed, read_at=None, at__gt=now - MAX_AGE
    )
    wanted = channels(person)
    return [row for row in inbox.with_related(rows).order_by("pk") if wanted[row.kind].by_mail]


def build_mail(person, found: list[inbox.Message]) -> EmailMessage:
    """The mail, in plain text."""
    portal = current_agency()["short_name"]
    lines = [_("Dear %s,") % full_name(person), ""]
    for each in found:
        head = f"{each.said} · {datetime_with_zone(each.at)}"
        lines += [head, f"“{each.title}”", *each.details, admin_url(each.url), ""]
    choices = admin_url(reverse("admin:notification_choices"))
    lines += [
        "-- ",
        _("Sent by %s by itself; nobody reads replies.") % portal,
        _("Choose what you are told by mail: %s") % choices,
        "",
    ]
    if len(found) == 1:
        subject = f"{found[0].said}: {found[0].title}"
    else:
        subject = ngettext("%d notification", "%d notifications", len(found)) % len(found)
    return EmailMessage(
        one_line(f"[{portal}] {subject}"),
        "\n".join(lines),
        to=[person.email],
        headers={
            "Message-ID": _message_id(each.key for each in found),
            # So that mail servers send no absence notes back.
            "Auto-Submitted": "auto-generated",
        },
    )


def _message_id(keys: Iterable[int]) -> str:
    """The same id for the same notifications, so that a mail program shows a repeated mail once."""
    digest = sha256(" ".join(map(str, keys)).encode()).hexdigest()
    return f"<notification-{digest[:32]}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def one_line(text: str) -> str:
    """The text without line breaks and other characters that a header may not have."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def refused_address(person, now: datetime | None = None) -> BadAddress | None:
    """The row of this person's address if a server refused it within `REFUSED_FOR`, so that nothing
    is sent there now; otherwise None."""
    return BadAddress.objects.filter(
        person=person, at__gt=(now or timezone.now()) - REFUSED_FOR, address=person.email
    ).first()


def bad_addresses() -> list[BadAddress]:
    """The addresses refused last, within `REFUSED_FOR`, that accounts still have; at most
    MAX_REFUSED_NAMED."""
    since = timezone.now() - REFUSED_FOR
    rows = BadAddress.objects.filter(at__gt=since, address=F("person__email"))
    return list(rows.select_related("person").order_by("-at")[:MAX_REFUSED_NAMED])


def late_since() -> datetime | None:
    """The time of the oldest notification whose mail is late; None where none is."""
    return Notification.objects.filter(
        mail_after__isnull=False, at__lt=timezone.now() - LATE_AFTER
    ).aggregate(oldest=Min("at"))["oldest"]
