"""Readers are counted: each once for each article and day, by nobody's name.

A page holds no count: it is the same for everybody and may be kept anywhere. Its script asks for
the count (`views.view_count`); who is to be counted goes to the spool, from which the worker takes
it every second. No request writes to the database.

Readers are told apart by a mark: a hash of article, address and browser, keyed by a secret that is
made anew each day and then forgotten. The address itself is stored nowhere, and from yesterday's
marks nobody can find out any more who read what, not even who has the whole database.
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
from delivery.worker import WorkerTask

from ..models import Article, Edition
from .models import ReadDay, ReadMark, ReadSecret

# Days for which it is known how often an article was read on each.
DAILY_COUNTS_KEPT_DAYS = 60
# One address counts for so many readers of an article a day at most, whatever it says it is.
MAX_READERS_PER_ADDRESS = 64
# Rows in a statement: SQLite takes no endless number of values.
MAX_ROWS_PER_STATEMENT = 300

spool = Spool("reads")
_ROBOT = re.compile(r"(?<!cu)bot|crawl|spider|preview", re.IGNORECASE)  # Cubot makes telephones
_secrets: dict[date, bytes] = {}


def count_of(article: int) -> int | None:
    """How often it was read; None when readers do not see it."""
    found = Edition.objects.public().filter(article=article).order_by()
    for count in found.values_list("article__read_total__count", flat=True)[:1]:
        return count or 0
    return None


def formatted_count(article: Article) -> str:
    """How often it was read, as people write numbers; empty for what nobody has read."""
    total = getattr(article, "read_total", None)
    return number_format(total.count, use_l10n=True, force_grouping=True) if total else ""


def is_reader(agent: str) -> bool:
    """Whether a browser of that name may be a person's."""
    return bool(agent.strip()) and not _ROBOT.search(agent)


def queue_reading(article: int, address: str, agent: str, at: datetime | None = None) -> bool:
    """Whether this reading counts: then it waits for the worker."""
    day = timezone.localdate(at)
    mark = _reader_hash(day, article, address, agent)
    if mark is None or ReadMark.objects.filter(pk=mark).exists():
        return False
    spool.add(f"{day} {article} {mark}")
    return True


def count_queued() -> int:
    """Count what waits."""
    return spool.settle(_count)


def renew_daily_secret(at: datetime) -> int:
    """Have a secret for today, and forget those of past days."""
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
    """Forget the marks of past days and counts of days long past; how many rows."""
    today = timezone.localdate(at)
    old = ((ReadMark, today), (ReadDay, today - timedelta(days=DAILY_COUNTS_KEPT_DAYS)))
    return sum(
        delete_some(model.objects.filter(day__lt=before).order_by("day"), limit)
        for model, before in old
    )


def _reader_hash(day: date, article: int, address: str, agent: str) -> int | None:
    """None while there is no secret for that day."""
    key = _secrets.get(day)  # a local: another thread may forget it at midnight
    if key is None:
        secret = ReadSecret.objects.filter(day=day).values_list("secret", flat=True).first()
        if secret is None:
            return None
        _secrets.clear()
        key = _secrets[day] = bytes(secret)
    browser = blake2b(agent.encode(errors="replace"), digest_size=8).digest()
    told = f"{article} {address} {int.from_bytes(browser) % MAX_READERS_PER_ADDRESS}"
    digest = blake2b(told.encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest) >> 1  # databases count up to 2**63


def _count(lines: list[str]) -> None:
    read = {}
    for line in lines:
        with suppress(ValueError):  # one that a crash cut short
            day, article, mark = line.split(" ")
            read[int(mark)] = (date.fromisoformat(day), int(article))
    counts = Counter(read[mark] for mark in _new(read))
    days = [(day, article, count) for (day, article), count in sorted(counts.items())]
    totals: Counter[int] = Counter()
    for _day, article, count in days:
        totals[article] += count
    # In one order, so that the workers of two hosts do not wait for each other.
    _add("news_readday", ("day", "article"), days)
    _add("news_readtotal", ("article_id",), sorted(totals.items()))


def _new(read: dict[int, tuple[date, int]]) -> list[int]:
    """Those marks that stood nowhere yet, and now do: the database says which."""
    found = []
    for rows in _batches([(mark, day) for mark, (day, _article) in sorted(read.items())]):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO news_readmark (mark, day) VALUES {_placeholders(rows)} "
                "ON CONFLICT DO NOTHING RETURNING mark",
                [value for row in rows for value in row],
            )
            found += [mark for (mark,) in cursor.fetchall()]
    return found


def _add(table: str, key: tuple[str, ...], counted: list[tuple]) -> None:
    """Rows of key and count: what the key has already is added to."""
    for rows in _batches(counted):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(key)}, count) VALUES {_placeholders(rows)} "
                f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET count = {table}.count "
                "+ excluded.count",
                [value for row in rows for value in row],
            )


def _batches(rows: list[tuple]) -> list[list[tuple]]:
    return [
        rows[start : start + MAX_ROWS_PER_STATEMENT]
        for start in range(0, len(rows), MAX_ROWS_PER_STATEMENT)
    ]


def _placeholders(rows: list[tuple]) -> str:
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    return ", ".join([one] * len(rows))


def _waiting() -> tuple[int, None]:
    """Without today's secret nobody is counted at all."""
    known = ReadSecret.objects.filter(day=timezone.localdate()).exists()
    return int(spool.waits() or not known), None


WORK = WorkerTask(
    "reads",
    lambda _count: gettext("Readers are not being counted."),
    _waiting,
    timedelta(minutes=1),
)
