"""Every question the site asks of articles and editions has a name here."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from text.fold import fold

from .enums import PublicState


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

    def ahead(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those still to come, soonest first."""
        return (
            self.filter(live_from__gt=at or timezone.now())
            .exclude(live_until=F("live_from"))
            .order_by("live_from")
        )


class ArticleQuerySet(models.QuerySet):
    def matching(self, words: str) -> "ArticleQuerySet":
        """Articles whose title, kicker or signature hold each word, accents aside."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(folded__contains=word)
        return found

    def in_public_state(self, state: str, at: datetime | None = None) -> "ArticleQuerySet":
        """Articles whose derived public state is that; the twin of `states.public_state`."""
        from .models import Edition

        at = at or timezone.now()
        editions = Edition.objects.filter(article=OuterRef("pk"))
        running = Exists(editions.public(at))
        ahead = Exists(editions.ahead(at))
        begun = Exists(editions.begun(at))
        withdrawn = Q(withdrawn_at__isnull=False)
        conditions: dict[str, Any] = {
            PublicState.LIVE: Q(running, archived_at=None),
            PublicState.ARCHIVED: Q(running, archived_at__isnull=False),
            PublicState.SCHEDULED: Q(~running, ahead),
            PublicState.WITHDRAWN: Q(~running, ~ahead, begun) & withdrawn,
            PublicState.EXPIRED: Q(~running, ~ahead, begun) & ~withdrawn,
            PublicState.UNPUBLISHED: Q(~running, ~ahead, ~begun),
        }
        return self.filter(conditions[PublicState(state)])
