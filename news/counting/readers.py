"""Counts readers anonymously: each reader once for an article and a day.

A page has no count in it, because it is the same for everybody and may be cached anywhere. Its
script asks for the count (`views.view_count`). A reader who counts is written to the spool, which
the worker reads every second. No request writes to the database.

Readers are told apart by a hash of article, address and browser, keyed with a secret that is made
each day and deleted after it. No address is stored. From the hashes of yesterday nobody can find
out who read what, not even somebody who has the whole database.
"""

import re
import secrets
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from hashlib import blake2b

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext

from database.queries import delete_some
from delivery.spool import Spool
from delivery.worker_status import WorkerTask

from ..models import Article, Edition
from .models import ReadDay, ReaderHash, ReadSecret

# Daily counts are deleted after this time.
DAILY_COUNTS_KEPT = timedelta(days=60)
# One address counts at most so often for an article on a day, whatever browsers it claims to use.
MAX_READERS_PER_ADDRESS = 64
# SQLite limits the number of values in a statement.
MAX_ROWS_PER_STATEMENT = 300

spool = Spool("reads")
# Cubot is no robot: it is a brand of telephones.
_ROBOT = re.compile(r"(?<!cu)bot|crawl|spider|preview", re.IGNORECASE)
_secrets: dict[date, bytes] = {}


def count_of(article: int) -> int | None:
    """How often the article was read; None if readers do not see it."""
    found = Edition.objects.public().filter(article=article).order_by()
    counts = list(found.values_list("article__read_total__count", flat=True)[:1])
    return (counts[0] or 0) if counts else None


def formatted_count(article: Article) -> str:
    """How often the article was read, formatted for staff; empty if nobody has read it."""
    total = getattr(article, "read_total", None)
    return number_format(total.count, use_l10n=True, force_grouping=True) if total else ""


def is_reader(agent: str) -> bool:
    """Whether this User-Agent may be a person's browser, and not a robot."""
    return bool(agent.strip()) and not _ROBOT.search(agent)


def queue_reading(article: int, address: str, agent: str, at: datetime | None = None) -> bool:
    """Put this reader into the spool for the worker, unless they were counted on this day already.
    Returns whether they count. Nobody counts while the day has no secret."""
    day = timezone.localdate(at)
    value = _reader_hash(day, article, address, agent)
    if value is None or ReaderHash.objects.filter(pk=value).exists():
        return False
    spool.add(f"{day} {article} {value}")
    return True


def count_queued() -> int:
    """Count the readers in the spool. Returns 0: the worker need not call it again at once."""
    return spool.drain(_count)


def renew_daily_secret(at: datetime) -> int:
    """Make a secret for today if there is none, and delete those of past days. Returns 0: the
    worker need not call it again at once."""
    today = timezone.localdate(at)
    days = set(ReadSecret.objects.values_list("day", flat=True))
    if today not in days or min(days) < today:
        with transaction.atomic():
            ReadSecret.objects.filter(day__lt=today).delete()
            ReadSecret.objects.get_or_create(
                day=today, defaults={"secret": secrets.token_bytes(32)}
            )
    return 0


def sweep(at: datetime, limit: int = 1000) -> int:
    """Delete hashes of past days and old daily counts, at most `limit` rows of each. Returns how
    many rows."""
    today = timezone.localdate(at)
    return sum(
        delete_some(model.objects.filter(day__lt=today - kept).order_by("day"), limit)
        for model, kept in ((ReaderHash, timedelta(0)), (ReadDay, DAILY_COUNTS_KEPT))
    )


def _reader_hash(day: date, article: int, address: str, agent: str) -> int | None:
    """The hash of this reader, a 63-bit number; None while there is no secret for that day."""
    # `get`, because another thread may clear the dict at midnight.
    key = _secrets.get(day)
    if key is None:
        secret = ReadSecret.objects.filter(day=day).values_list("secret", flat=True).first()
        if secret is None:
            return None
        _secrets.clear()
        key = _secrets[day] = bytes(secret)
    browser = blake2b(agent.encode(errors="replace"), digest_size=8).digest()
    told = f"{article} {address} {int.from_bytes(browser) % MAX_READERS_PER_ADDRESS}"
    digest = blake2b(told.encode(), key=key, digest_size=8).digest()
    # A column for big integers takes numbers below 2**63.
    return int.from_bytes(digest) >> 1


def _count(lines: list[str]) -> None:
    read = {}
    for line in lines:
        # A crash may have cut a line short.
        with suppress(ValueError):
            day, article, value = line.split(" ")
            read[int(value)] = (date.fromisoformat(day), int(article))
    # Always in the same order, so that the workers of two machines cannot block each other.
    hashes = [(value, day) for value, (day, _article) in sorted(read.items())]
    # The database returns the hashes that are new: only their readers count.
    new = _insert("news_readerhash (value, day)", hashes, "DO NOTHING RETURNING value")
    counts = Counter(read[value] for (value,) in new)
    days = [(day, article, count) for (day, article), count in sorted(counts.items())]
    totals: Counter[int] = Counter()
    for _day, article, count in days:
        totals[article] += count
    for table, key, rows in (
        ("news_readday", "day, article", days),
        ("news_readtotal", "article_id", sorted(totals.items())),
    ):
        more = f"({key}) DO UPDATE SET count = {table}.count + excluded.count RETURNING count"
        _insert(f"{table} ({key}, count)", rows, more)


def _insert(table: str, rows: list[tuple], on_conflict: str) -> list[tuple]:
    """Insert the rows into those columns of a table; returns what the statements return."""
    found = []
    for start in range(0, len(rows), MAX_ROWS_PER_STATEMENT):
        batch = rows[start : start + MAX_ROWS_PER_STATEMENT]
        one = f"({', '.join(['%s'] * len(batch[0]))})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} VALUES {', '.join([one] * len(batch))} "
                f"ON CONFLICT {on_conflict}",
                [value for row in batch for value in row],
            )
            found += cursor.fetchall()
    return found


def _waiting() -> tuple[int, None]:
    """The count (0 or 1) of what waits, for `WorkerTask`. If today's secret is missing, something
    waits too, because nobody is counted then."""
    secrets_of_today = ReadSecret.objects.filter(day=timezone.localdate())
    return int(spool.waits() or not secrets_of_today.exists()), None


WORK = WorkerTask(
    "reads",
    lambda _count: gettext("Readers are not being counted."),
    _waiting,
    timedelta(minutes=1),
)
