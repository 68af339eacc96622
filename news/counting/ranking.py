"""The ranking of the articles read most. The worker makes and stores it; pages take it from
memory."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from delivery.cached_value import CachedValue
from delivery.purging import purge

from ..editions.lists import to_db
from ..editions.live import LIVE, live
from ..enums import ListKind
from ..models import Listing
from .models import MostRead

# The tag of pages that show the ranking.
MOST_READ_TAG = "most-read"
# Readers of today and of this many days before count.
RANKING_DAYS = 7
MAX_RANKED = 20
# So many articles are examined; those that have left the list of all articles are not ranked.
MAX_CANDIDATES = 500


def _load() -> list[int]:
    # An archived article leaves the list of all articles, and so the ranking.
    front = Listing.objects.filter(
        live(timezone.now()), kind=ListKind.ALL, target=0, article=OuterRef("article")
    )
    rows = MostRead.objects.filter(Exists(front), days=RANKING_DAYS).order_by("place")
    return list(rows.values_list("article", flat=True))


# The articles read most, from memory. Articles that were withdrawn since are still in it:
# `lists.fetch_lists` leaves them out.
most_read: CachedValue[list[int]] = CachedValue(_load)


def update_ranking(at: datetime | None = None) -> int:
    """Rank again; if the ranking has changed, store it and purge the pages that show it. Returns 0:
    the worker need not call it again at once."""
    at = at or timezone.now()
    now = [(RANKING_DAYS, place, article) for place, article in enumerate(ranked(MAX_RANKED, at))]
    if now != list(
        MostRead.objects.order_by("days", "place").values_list("days", "place", "article")
    ):
        with transaction.atomic():
            MostRead.objects.all().delete()
            MostRead.objects.bulk_create(
                MostRead(days=days, place=place, article=article) for days, place, article in now
            )
            purge([MOST_READ_TAG])
    return 0


def ranked(limit: int, at: datetime) -> list[int]:
    """The articles read most on the days of the ranking, of those in the list of all articles."""
    since = timezone.localdate(at) - timedelta(days=RANKING_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(_RANKING_SQL, [since, to_db(at), to_db(at), limit])
        return [article for article, _count in cursor.fetchall()]


_RANKING_SQL = f"""
SELECT article, readers FROM (
    SELECT article, SUM(count) AS readers FROM news_readday WHERE day >= %s
    GROUP BY article ORDER BY readers DESC, article DESC LIMIT {MAX_CANDIDATES}
) AS most
WHERE EXISTS (
    SELECT 1 FROM news_listing
    WHERE news_listing.article_id = most.article AND kind = '{ListKind.ALL}' AND target = 0
    AND {LIVE}
)
ORDER BY readers DESC, article DESC LIMIT %s
"""
