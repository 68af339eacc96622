"""The database itself decides what a redaction may change of an edition, and refuses the rest."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from news.desk import steps
from news.editions.document import REDACTED
from news.models import Edition
from tests.factories import make_article
from tests.news.redaction.redacting import SECRET, make_cancelled, redact

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"title": "khác"},
        {"redacted_at": None},
        {"redacted_at": timezone.now() + timedelta(days=1)},
        {"document": "{}"},
    ],
)
def test_a_hole_is_frozen_like_any_edition(rewritten, redactor, change):
    redact(rewritten, redactor)

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=1).update(**change)


@pytest.mark.parametrize("change", [{"code": "AAAABBBBCCCC"}, {"digest": "0" * 64}, {"number": 9}])
def test_a_redaction_changes_nothing_but_words(rewritten, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=1).update(
            redacted_at=timezone.now(), title=REDACTED, **change
        )


def test_the_running_edition_is_not_blanked_by_any_hand(rewritten):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=2).update(redacted_at=timezone.now(), title=REDACTED)


@pytest.mark.parametrize("at", [None, timedelta(days=1)], ids=["running", "scheduled"])
@pytest.mark.parametrize("until", [None, timedelta(days=2)], ids=["for good", "for a time"])
def test_nor_is_one_that_readers_see_or_are_to_see(redactor, at, until):
    now = timezone.now()
    article = make_article(SECRET, expire_at=until and now + until)
    steps.publish(article, by=redactor, at=at and now + at)

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.update(redacted_at=now, title=REDACTED)

    assert Edition.objects.get().title == SECRET


@pytest.mark.parametrize("days", [None, 2])
def test_the_end_of_a_hole_is_not_lifted_or_moved_so_that_readers_never_see_it(redactor, days):
    article = make_cancelled(redactor)
    redact(article, redactor)

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.update(live_until=days and timezone.now() + timedelta(days=days))

    assert Edition.objects.get().was_cancelled


def test_nor_in_the_stroke_that_makes_it(redactor):
    make_cancelled(redactor)

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.update(redacted_at=timezone.now(), title=REDACTED, live_until=None)

    assert Edition.objects.get().title == SECRET
