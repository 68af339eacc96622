"""What is read most. The worker ranks, pages have the ranking in memory."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from delivery.cached_value import Kept
from delivery.purging import purge

from ..editions.lists import LIVE, stored
from ..editions.querysets import live
from ..enums import ListKind
from ..models import Listing
from .models import MostRead

# The tag of pages that show the ranking.
MOST_READ = "most-read"
# Days that count: today and so many before.
DAYS = 7
RANKED = 20
# So many are looked at for those that are still on the front lists.
CANDIDATES = 500


def most_read(limit: int = 10) -> list[int]:
    """The articles read most, without a query.

    Those that were withdrawn since are left out by `lists.fetch`.
    """
    return _ranking()[:limit]


def _load() -> list[int]:
    # An archived article leaves the lists, and this one with them.
    front = Listing.objects.filter(
        live(timezone.now()), kind=ListKind.ALL, target=0, article=OuterRef("article")
    )
    rows = MostRead.objects.filter(Exists(front), days=DAYS).order_by("place")
    return list(rows.values_list("article", flat=True))


_ranking: Kept[list[int]] = Kept(_load)


def rank(at: datetime | None = None) -> int:
    """Rank anew, and purge the pages that show it when something has changed."""
    at = at or timezone.now()
    now = [(DAYS, place, article) for place, article in enumerate(ranked(RANKED, at))]
    before = MostRead.objects.order_by("days", "place").values_list("days", "place", "article")
    if now != list(before):
        with transaction.atomic():
            MostRead.objects.all().delete()
            MostRead.objects.bulk_create(
                MostRead(days=days, place=place, article=article) for days, place, article in now
            )
            purge([MOST_READ])
    return 0


def ranked(limit: int, at: datetime) -> list[int]:
    """The articles read most on the days that count, of those on the front lists."""
    now = stored(at)
    since = timezone.localdate(at) - timedelta(days=DAYS)
    with connection.cursor() as cursor:
        cursor.execute(RANKING, [since, now, now, limit])
        return [article for article, _count in cursor.fetchall()]


RANKING = f"""
SELECT article, readers FROM (
    SELECT article, SUM(count) AS readers FROM news_readday WHERE day >= %s
    GROUP BY article ORDER BY readers DESC, article DESC LIMIT {CANDIDATES}
) AS most
WHERE EXISTS (
    SELECT 1 FROM news_listing
    WHERE news_listing.article_id = most.article AND kind = '{ListKind.ALL}' AND target = 0
    AND {LIVE}
)
ORDER BY readers DESC, article DESC LIMIT %s
"""
