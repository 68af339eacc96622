"""Repairs what was stored while the clock ran ahead, once it is put back
(`delivery.due_moments.clock_put_back`). What only a person can repair is shown on the dashboard."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record
from delivery import due_moments
from delivery.purging import gathered_purges
from delivery.worker_status import MAX_SET_ASIDE_SHOWN, SetAside
from text.dates import datetime_with_zone

from ..editions import lifecycle
from ..enums import Verb
from ..models import Act, Article, Edition, Notification
from ..receipts import requests
from ..rights import permissions


@receiver(due_moments.clock_put_back)
def _record_in_audit(now: datetime, ahead: datetime, **_about: object) -> None:
    detail = _(
        "It had run ahead to %(ahead)s; rows before this one may bear times that were wrong."
    )
    record(Kind.CLOCK, detail=detail % {"ahead": datetime_with_zone(ahead)})


@receiver(due_moments.clock_put_back)
def _end_withdrawn_now(now: datetime, **_about: object) -> None:
    """End withdrawn editions now. Their end was stored with the wrong clock and lies ahead, so
    readers would see them again until then."""
    for article in Article.objects.filter(withdrawn_at__gt=now).values_list("pk", flat=True):
        with gathered_purges():
            locked = Article.objects.select_for_update().get(pk=article)
            hidden = locked.editions.filter(
                live_until__gt=now, live_until__lte=locked.withdrawn_at
            ).exclude(live_until=F("live_from"))
            for edition in hidden.order_by("live_from"):
                lifecycle.set_end(edition, max(now, edition.live_from), gone=True)
                requests.request_end_receipt(edition)
            Article.objects.filter(pk=article).update(withdrawn_at=now)
            note = _("It was withdrawn by a clock that ran ahead, and would have come back.")
            Act.objects.create(article=locked, verb=Verb.WITHDRAW, note=note, at=now)
            record(Kind.WITHDRAW, locked, detail=note)


@receiver(due_moments.clock_put_back)
def _restore_listings(now: datetime, ahead: datetime, **_about: object) -> None:
    """Put editions back into their lists if their end lies ahead again. The worker may have deleted
    these rows while the clock ran ahead."""
    ends = Edition.objects.filter(
        live_until__gt=now, live_until__lte=ahead + due_moments.MAX_TRUSTED
    )
    for article in ends.order_by().values_list("article", flat=True).distinct():
        with gathered_purges():
            Article.objects.select_for_update().get(pk=article)
            for edition in ends.filter(article=article).exclude(live_until=F("live_from")):
                lifecycle.list_again(edition)


@receiver(due_moments.clock_put_back)
def _redo_receipts(now: datetime, **_about: object) -> None:
    requests.redo_after_clock_repair(now)


@receiver(due_moments.clock_put_back)
def _mail_now(now: datetime, **_about: object) -> None:
    Notification.objects.filter(at__gt=now, mail_after__isnull=False).update(mail_after=now)


def editions_dated_ahead(user: Any) -> list[SetAside]:
    """Editions that were published while the clock ran ahead, that readers do not see yet, and that
    this person may see. An edition never changes its start, so a person has to move it."""
    rows = Edition.objects.misdated().filter(permissions.visible_q(user, "article__"))
    return [
        SetAside(
            edition.title,
            reverse("admin:news_article_change", args=[edition.article_id]),
            _("readers see it from %s") % datetime_with_zone(edition.live_from),
        )
        for edition in rows.defer("document", "lead")[:MAX_SET_ASIDE_SHOWN]
    ]
