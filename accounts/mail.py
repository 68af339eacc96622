"""Mails about accounts: a changed password, second factor or e-mail address is told to the owner,
and a link to choose a new password is sent to whoever asks for one.

A row is written in the transaction of the change; the worker makes the mail and sends it, so no
request waits for a mail server. The token of a link is made when the mail is sent, and is stored
nowhere. Where no mail server is set up, no row is written.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from agency.current import current_agency
from audit.accounts import values_before
from audit.models import Kind
from audit.recording import record
from database.queries import delete_some
from delivery.hosts import admin_url
from news.notifications.choices import mail_is_set_up
from news.notifications.mail import RETRY_AFTER, MailJob, MailSender, Refused, one_line
from news.rights.people import full_name
from text.dates import datetime_with_zone

from .models import AccountMail, MailKind

log = logging.getLogger(__name__)
User = get_user_model()

# After this time a mail that could not be sent is given up, and a sent one is forgotten.
KEPT = timedelta(days=1)
# How many links an account is sent in `LINKS_WINDOW`: strangers may ask for them.
MAX_LINKS, LINKS_WINDOW = 3, timedelta(hours=1)


def tell(user: AbstractUser, kind: MailKind, *addresses: str) -> None:
    """Have this told to the owner of the account, at these addresses instead of the present one.
    Call it in the transaction of the change."""
    if not mail_is_set_up():
        return
    now = timezone.now()
    AccountMail.objects.bulk_create(
        AccountMail(user=user, kind=kind, address=address, at=now, send_after=now)
        for address in dict.fromkeys(addresses or (user.email,))
        if address
    )


@receiver(post_save, sender=User)
def account_saved(instance: AbstractUser, **_about: object) -> None:
    """Tell of a changed password or e-mail address. Who changes both at once is told of at the old
    address as well."""
    before = values_before(instance)
    for field, kind in (("password", MailKind.PASSWORD), ("email", MailKind.EMAIL)):
        if field in before:
            tell(instance, kind, before.get("email", ""), instance.email)


def may_have_link(user: AbstractUser) -> bool:
    """Whether the account may choose a new password by a link: it can sign in with a password."""
    return user.is_active and user.is_staff and user.has_usable_password()


def ask_for_link(address: str) -> None:
    """Send a link to every account of this address that may have one, up to MAX_LINKS an hour."""
    since = timezone.now() - LINKS_WINDOW
    for user in filter(may_have_link, User.objects.filter(email__iexact=address)):
        with transaction.atomic():
            # Locks the account, so that many requests at once are counted one after the other.
            User.objects.select_for_update().get(pk=user.pk)
            sent = AccountMail.objects.filter(user=user, kind=MailKind.RESET, at__gt=since)
            if sent.count() < MAX_LINKS:
                record(Kind.RIGHTS, user, detail=_("Asked for a link to choose a new password"))
                tell(user, MailKind.RESET)


def build(row: AccountMail) -> EmailMessage:
    """The mail, in plain text."""
    portal, user = current_agency()["short_name"], row.user
    lines = [_("Dear %s,") % full_name(user), ""]
    if row.kind == MailKind.RESET:
        lines += [
            _("Somebody asked for a new password for your account %s.") % user.get_username(),
            _("With this address you choose it, once and within an hour:"),
            "",
            _reset_link(user),
            "",
            _("If it was not you, do nothing: your password stays as it is."),
        ]
    else:
        told = {"account": user.get_username(), "when": datetime_with_zone(row.at)}
        lines += [
            f"{MailKind(row.kind).label}.",
            _("Account %(account)s, %(when)s.") % told,
            "",
            _("If you neither did it nor asked for it, tell an administrator at once."),
        ]
    lines += ["", "-- ", _("Sent by %s by itself; nobody reads replies.") % portal, ""]
    return EmailMessage(
        one_line(f"[{portal}] {MailKind(row.kind).label}"),
        "\n".join(lines),
        to=[row.address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _reset_link(user: AbstractUser) -> str:
    parts = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return admin_url(reverse("admin:password_reset_confirm", kwargs=parts))


def next_job(now: datetime) -> MailJob | None:
    """The mail that has waited longest, with the row put off so that no other worker sends it; None
    if there is none."""
    with transaction.atomic():
        waiting = AccountMail.objects.filter(send_after__lte=now).select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        row = waiting.order_by("send_after").first()
        if row is None:
            return None
        row.send_after = now + RETRY_AFTER
        row.save(update_fields=["send_after"])
    # A link is asked for anew rather than sent to an address that the account had before.
    is_void = row.kind == MailKind.RESET and not (
        may_have_link(row.user) and row.user.email == row.address
    )
    is_late = row.at < now - KEPT
    with translation.override(settings.LANGUAGE_CODE):
        mail = None if is_void or is_late else build(row)
    return MailJob(row.user, [row.pk], [row.pk], mail)


def settle(job: MailJob) -> int:
    """Mark the mail as done. Returns 0 if the server failed and it has to be tried again."""
    if job.failure is not None and not isinstance(job.failure, Refused):
        log.warning("a mail about an account could not be sent, it is tried again: %s", job.failure)
        return 0
    if job.failure is not None:
        log.warning("the address of account %s was refused: %s", job.person.pk, job.failure)
    AccountMail.objects.filter(pk__in=job.claimed).update(send_after=None)
    return 1


def sender() -> MailSender:
    """The worker's task."""
    return MailSender(next_job, settle)


def sweep(now: datetime, limit: int = 1000) -> int:
    """Delete the rows of mails that were sent, or given up, a day ago. Returns how many."""
    old = AccountMail.objects.filter(at__lt=now - KEPT - RETRY_AFTER, send_after=None)
    return delete_some(old, limit)
