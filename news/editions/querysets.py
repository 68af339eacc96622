"""Every question the site asks of articles and editions has a name here."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from database.folded_search import FoldedQuerySet

from ..enums import PublicState

# By so much clocks that are right may differ.
MAX_CLOCK_SKEW = timedelta(seconds=10)


def live(at: datetime) -> Q:
    """The gate: what readers see at that moment. `lists.LIVE` says the same in plain SQL."""
    return Q(live_from__lte=at) & (Q(live_until=None) | Q(live_until__gt=at))


class EditionQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> "EditionQuerySet":
        """The editions that readers see at that moment, at most one of each article."""
        return self.filter(live(at or timezone.now()))

    def begun(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that readers saw at some moment until then, latest first."""
        return (
            self.filter(live_from__lte=at or timezone.now())
            .exclude(live_until=F("live_from"))
            .order_by("-live_from", "-number")
        )

    def corrections(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that put something right in public until then, latest first. What they said stays
        when the next edition begins; `news.pages.corrections` says the same in plain SQL."""
        return self.begun(at).filter(correction__gt="")

    def ahead(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those still to come, soonest first."""
        return (
            self.filter(live_from__gt=at or timezone.now())
            .exclude(live_until=F("live_from"))
            .order_by("live_from")
        )

    def misdated(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those to come that were published at once, by a clock that ran ahead. (What is scheduled
        was made before it begins; clocks of several hosts may differ by seconds.)"""
        return self.ahead((at or timezone.now()) + MAX_CLOCK_SKEW).filter(
            made_at__gte=F("live_from")
        )


class ArticleQuerySet(FoldedQuerySet):
    def for_form(self) -> "ArticleQuerySet":
        """With all that the form shows of an article and compares with its running edition."""
        return self.select_related("source", "lead_photo", "read_total").prefetch_related(
            "extra_sections", "topics", "tags", "bylines", "attachments", "related_rows"
        )

    def in_public_state(self, state: str, at: datetime | None = None) -> "ArticleQuerySet":
        """Articles whose derived public state is that; the twin of `states.standing`.

        Each begins with what few articles have, so that no state asks for every article's
        editions.
        """
        from ..models import Edition

        at = at or timezone.now()
        own = Edition.objects.filter(article=OuterRef("pk"))
        running, ahead = Exists(own.public(at)), Exists(own.ahead(at))
        ended = Edition.objects.begun(at).filter(live_until__lte=at)
        # An archiving or a withdrawal is about what ran then, not about a later edition.
        archived = Exists(own.public(at).filter(live_from__lte=OuterRef("archived_at")))
        outlived = Exists(own.begun(at).filter(live_until__gt=OuterRef("withdrawn_at")))
        if state == PublicState.LIVE:
            return self.filter(running, ~archived)
        if state == PublicState.ARCHIVED:
            return self.filter(archived, archived_at__isnull=False)
        if state == PublicState.SCHEDULED:
            coming = Edition.objects.ahead(at).values("article")
            return self.filter(~running, pk__in=coming.order_by())
        if state == PublicState.WITHDRAWN:
            return self.filter(~running, ~ahead, ~outlived, withdrawn_at__isnull=False)
        if state == PublicState.EXPIRED:
            gone = ended.values("article").order_by()
            kept = Q(withdrawn_at=None) | Q(outlived)
            return self.filter(~running, ~ahead, kept, pk__in=gone)
        cancelled = Edition.objects.filter(live_until=F("live_from")).order_by().values("article")
        untouched = self.model.objects.filter(last_number=0).order_by().values("pk")
        # A union, not an OR of two: for that PostgreSQL looks at every article (139 ms, not 4).
        return self.filter(
            ~Exists(own.exclude(live_until=F("live_from"))),
            pk__in=untouched.union(cancelled, all=True),
        )


class ListingQuerySet(models.QuerySet):
    def listed(self, kind: str, target: int, at: datetime | None = None) -> "ListingQuerySet":
        """The rows of that list that readers see."""
        return self.filter(live(at or timezone.now()), kind=kind, target=target)

    def unended(self, at: datetime | None = None) -> "ListingQuerySet":
        """The rows that readers see, or will."""
        ahead = Q(live_until=None) | Q(live_until__gt=at or timezone.now())
        return self.filter(ahead).exclude(live_until=F("live_from"))


class TopicQuerySet(FoldedQuerySet):
    def in_the_news(self, limit: int, at: datetime | None = None) -> "TopicQuerySet":
        """Those that readers find something under, the one with the newest article first."""
        from ..models import Listing

        rows = Listing.objects.filter(live(at or timezone.now()), kind="topic")
        newest = rows.filter(target=OuterRef("pk")).order_by("-released_at").values("released_at")
        found = self.annotate(newest=Subquery(newest[:1])).filter(newest__isnull=False)
        return found.order_by("-newest", "pk")[:limit]
