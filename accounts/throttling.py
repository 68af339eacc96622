"""Throttling: makes it slow to guess passwords and codes of the second factor.

It has three counts of the failures of the last hour: of one account at one address, of one address
with any account, of one account at any address. A fourth, of wrong codes of one account at any
address, allows few, because only somebody who has the password can give one. Above the allowed
number, each failure makes the next attempt wait longer, at most a quarter of an hour; nobody is
locked out for good. At an address where the account has signed in lately, only the first count is
used, so an attack from elsewhere locks nobody out. Names without an account are counted like all
others.
"""

import unicodedata
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from database.queries import delete_some

from .models import SignInAttempt

FAILURES_WINDOW = timedelta(hours=1)
MIN_WAIT, MAX_WAIT = timedelta(minutes=1), timedelta(minutes=15)
# A failure further in the future is ignored: it was noted before the clock was set back. The clocks
# of several machines differ by less.
CLOCK_TOLERANCE = timedelta(minutes=1)
# How long after a sign-in its address counts as known for the account.
KNOWN_ADDRESS_LIFETIME = timedelta(days=60)

PAIR, ADDRESS, ACCOUNT, CODE = "pair", "address", "account", "code"
# A whole office may share one address.
ALLOWED_FAILURES = {PAIR: 5, ADDRESS: 30, ACCOUNT: 60, CODE: 10}


class Attempt:
    """An attempt to sign in with a name from an address; `keys` has its key for each count.
    `is_code`: the password was right, and it is a code that is tried."""

    def __init__(self, name: str, address: str, *, is_code: bool = False) -> None:
        name = unicodedata.normalize("NFKC", name).casefold()
        parts = {PAIR: f"{address} {name}", ADDRESS: address, ACCOUNT: name}
        if is_code:
            parts[CODE] = name
        self.keys = {
            count: salted_hmac(f"accounts.throttling.{count}", part, algorithm="sha256").hexdigest()
            for count, part in parts.items()
        }

    def begin(self, at: datetime | None = None) -> timedelta:
        """Count the attempt as failed (`succeeded` takes that back) and return zero. If the attempt
        has to wait, count nothing and return the time to wait.

        It is counted before the password is checked, because many simultaneous attempts would all
        find a low count.
        """
        at = at or timezone.now()
        with transaction.atomic():
            self._lock()
            wait = self.wait(at)
            if not wait:
                SignInAttempt.objects.bulk_create(
                    SignInAttempt(key=key, failed=True, at=at) for key in self.keys.values()
                )
        return wait

    def succeeded(self, at: datetime | None = None) -> None:
        """All factors were right: delete the failures of the account at this address, and note the
        address as known."""
        at = at or timezone.now()
        with transaction.atomic():
            SignInAttempt.objects.filter(key=self.keys[PAIR]).delete()
            self._take_back()
            SignInAttempt.objects.create(key=self.keys[PAIR], failed=False, at=at)

    def password_passed(self) -> None:
        """The password was right and a code is still to come. At this address the attempt stays
        counted as failed until the code is right: with the password alone nobody gets more guesses
        at the code. Elsewhere it is no failure."""
        with transaction.atomic():
            self._take_back()

    def _take_back(self) -> None:
        """Delete the rows that `begin` has added to all counts but that of the pair."""
        for count in self.keys.keys() - {PAIR}:
            mine = SignInAttempt.objects.filter(key=self.keys[count], failed=True)
            mine.filter(pk=mine.aggregate(last=Max("pk"))["last"]).delete()

    def _lock(self) -> None:
        """Lock these keys until the transaction ends. SQLite allows only one writer, so it needs no
        lock."""
        if connection.vendor == "postgresql":
            # Always in the same order, so that there is no deadlock.
            keys = sorted(int(key[:15], 16) for key in self.keys.values())
            sql = "SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) k"
            with connection.cursor() as cursor:
                cursor.execute(sql, [keys])

    def wait(self, at: datetime) -> timedelta:
        """The time that an attempt at this moment has to wait, by the counts; zero if none."""
        rows = SignInAttempt.objects.filter(key__in=self.keys.values()).filter(
            Q(failed=True, at__gt=at - FAILURES_WINDOW, at__lt=at + CLOCK_TOLERANCE)
            | Q(failed=False, at__gt=at - KNOWN_ADDRESS_LIFETIME)
        )
        found = {
            (key, failed): (number, last)
            for key, failed, number, last in rows.values_list("key", "failed").annotate(
                Count("pk"), Max("at")
            )
        }
        familiar = (self.keys[PAIR], False) in found
        waits = [timedelta(0)]
        for count in [PAIR] if familiar else self.keys:
            number, last = found.get((self.keys[count], True), (0, at))
            over = number - ALLOWED_FAILURES[count]
            if over >= 0:
                waits.append(last + min(MIN_WAIT * 2 ** min(over, 10), MAX_WAIT) - at)
        return max(waits)


def sweep(at: datetime, limit: int = 1000) -> int:
    """Delete up to `limit` rows that no count needs any more; returns how many."""
    rows = SignInAttempt.objects.filter(
        Q(failed=True, at__lt=at - FAILURES_WINDOW)
        | Q(failed=False, at__lt=at - KNOWN_ADDRESS_LIFETIME)
    )
    return delete_some(rows, limit)
