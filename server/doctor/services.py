"""What the doctor examines besides this machine: database, worker, engines, mail, public hosts."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from database.upgrading import lacks_migrations
from delivery import http_check, http_client, worker_status
from delivery.engines.base import engines
from delivery.models import Purge
from delivery.purging import lags
from news.models import BadAddress, Edition
from news.receipts.words import PROBLEM_SENTENCES
from news.search import index
from text.dates import datetime_with_zone

from .findings import Finding, advice, bad, good

# The oldest PostgreSQL that its makers still mend: https://www.postgresql.org/support/versioning/
OLDEST_POSTGRESQL = 14
# Settings of PostgreSQL without which a power cut loses what was acknowledged.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# Days that a certificate is still valid: below the first staff are advised, below the second it is
# bad. Let's Encrypt renews 30 days before the end.
CERTIFICATE_DAYS = 21, 7
TIMEOUT_SECONDS = 5.0
# How far the clocks of the portal and of the database may differ.
MAX_CLOCK_SECONDS = 1.0


def database_is_sound() -> Iterator[Finding]:
    """Version, tables, role and durability of the database."""
    if lacks_migrations():
        yield bad(_("The database lacks tables of this version."), "manage.py setup --no-demo")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
        yield good(f"SQLite {version}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), now(), rolsuper, rolcreaterole"
                       " FROM pg_roles WHERE rolname = current_user")  # fmt: skip
        version, now, is_superuser, makes_roles = cursor.fetchone()
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*DURABLE]])
        found = dict(cursor.fetchall())
        cursor.execute("SELECT 1 FROM pg_tables WHERE tablename = 'news_edition' AND"
                       " tableowner <> current_user AND"
                       " pg_has_role(current_user, tableowner, 'MEMBER')")  # fmt: skip
        may_become_owner = cursor.fetchone()
        cursor.execute("SELECT pg_is_in_recovery()")
        is_copy = cursor.fetchone()[0]
    if int(version.partition(".")[0]) < OLDEST_POSTGRESQL:
        yield bad(f"PostgreSQL {version}", _("Its makers mend it no more: use a newer one."))
    else:
        yield good(f"PostgreSQL {version}")
    if is_superuser or makes_roles:
        yield bad(
            _("The portal signs in to the database as its administrator."),
            _("Give it a role of its own."),
        )
    elif may_become_owner:
        # A restore takes it for a moment (docs/backup.md).
        yield bad(
            _("The role that serves may act as the owner of the tables."),
            _("Take that from it: REVOKE the owner from the role (docs/backup.md)."),
        )
    if lost := [name for name, value in DURABLE.items() if found.get(name) != value]:
        yield bad(
            _("The database may lose what it acknowledged: %s.") % ", ".join(lost),
            _("Turn them on in postgresql.conf."),
        )
    if is_copy:
        yield bad(_("The database is a copy that takes no changes."), "DATABASE_URL")
    if abs((timezone.now() - now).total_seconds()) > MAX_CLOCK_SECONDS:
        yield bad(
            _("The clocks of the portal and of the database differ."),
            _("Have the network set both."),
        )


def work_is_done() -> Iterator[Finding]:
    """The worker, and what waits for it."""
    last = worker_status.last_at_work()
    if worker_status.is_at_work():
        yield good(_("The worker is at work."))
    else:
        yield bad(
            _("The worker does not run on this machine; last at work: %s.")
            % (datetime_with_zone(last) if last else "–"),
            _("Start it: systemctl start cong-tin-work, or manage.py work."),
        )
    for each in worker_status.overdue():
        yield bad(each.work.sentence(each.count), _("See the worker's log."))
    for name, found in worker_status.set_aside().items():
        words = ngettext(
            "%(name)s: %(count)d set aside", "%(name)s: %(count)d set aside", len(found)
        )
        yield advice(words % {"name": name, "count": len(found)}, _("The dashboard names them."))
    if not index.is_complete():
        yield advice(
            _("The search index is being made anew: a search finds less."),
            _("The worker does it; wait."),
        )
    if count := Edition.objects.misdated(timezone.now()).count():
        yield bad(
            _("The clock ran ahead; published then and not seen yet: %d.") % count,
            _("Set the clock; they appear at their time."),
        )


def engines_are_told() -> Iterator[Finding]:
    """Whether each engine can be reached, and whether it is behind."""
    behind = lags()
    for name, engine in engines().items():
        try:
            engine.drop([Purge(engine=name, change="doctor", tags="doctor")])
        except Exception as error:
            yield bad(f"{engine}: {error}", _("Start it; until then %s.") % engine.meanwhile())
            continue
        if name in behind and behind[name].is_worth_telling:
            yield bad(
                _("%(engine)s has not been told %(count)d changes.")
                % {"engine": engine, "count": behind[name].rows},
                "manage.py outbox",
            )
        else:
            yield good(str(engine))


def mail_leaves() -> Iterator[Finding]:
    """Whether the mail server takes mails, and the addresses that it refused."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield advice(_("No mail is sent: people are told in the admin only."), _("Set EMAIL_URL."))
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with mail.get_connection(timeout=TIMEOUT_SECONDS):
            yield good(_("%s takes mails.") % server)
    except (OSError, SMTPException) as error:
        yield bad(f"{server}: {error}", _("See EMAIL_URL and the mail server."))


def addresses_are_good() -> Iterator[Finding]:
    """The addresses to which mail servers took no mail."""
    if count := BadAddress.objects.count():
        yield advice(
            ngettext("No mail reaches %d account.", "No mail reaches %d accounts.", count) % count,
            _("The dashboard names them."),
        )


def hosts_answer() -> Iterator[Finding]:
    """Whether the portal is reached at each of its public hosts, and how long the certificates are
    valid."""
    for host in http_check.public_hosts():
        label = http_check.host_label(host)
        try:
            answer = http_check.read(host, "/healthz")
        except (http_client.NoAnswer, OSError) as error:
            if str(error) == http_client.UNTRUSTED:
                # The finding about its certificate follows.
                continue
            yield bad(
                f"{label}: {PROBLEM_SENTENCES.get(str(error), error)}",
                _("See nginx, the name and the firewall; PUBLIC_HOSTS may name an address."),
            )
            continue
        if answer.status == 200:
            yield good(_("%s answers.") % label)
        else:
            yield bad(
                _("%(host)s answers %(status)d.") % {"host": label, "status": answer.status},
                _("See nginx, and ALLOWED_HOSTS."),
            )
    places = dict.fromkeys((*http_check.public_hosts(), *filter(None, [settings.ADMIN_URL])))
    for host in places:
        if host.startswith("https:"):
            yield _certificate(host)


def _certificate(host: str) -> Finding:
    url, _of, address = host.partition("=")
    name, to = urlsplit(url), urlsplit(f"//{address}")
    where = (to.hostname or name.hostname, to.port or name.port or 443)
    label = http_check.host_label(host)
    try:
        with (
            socket.create_connection(where, TIMEOUT_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(
                plain, server_hostname=name.hostname
            ) as encrypted,
        ):
            ends = ssl.cert_time_to_seconds(encrypted.getpeercert()["notAfter"])
    except OSError as error:
        return bad(
            _("%(host)s: no valid certificate: %(error)s") % {"host": label, "error": error},
            _("Give nginx a valid one: docs/install.md, “Certificate”."),
        )
    days = (datetime.fromtimestamp(ends, UTC) - timezone.now()).days
    words = _("%(host)s: the certificate is valid for %(days)d days.") % {
        "host": label,
        "days": days,
    }
    for limit, make in zip(CERTIFICATE_DAYS[::-1], (bad, advice), strict=True):
        if days < limit:
            return make(words, _("Renew it."))
    return good(words)
