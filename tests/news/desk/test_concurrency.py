"""Two people act at the same moment, in real transactions."""

import pytest
from django.db import connection
from django.utils import timezone

from news.desk import steps
from news.editions.public_status import public_status
from news.enums import PublicState
from news.fronts.arrange import arrange, current_placements
from news.fronts.placements import Slot
from news.models import Article, Edition, Front
from tests.factories import make_article, make_publisher, publish
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 8


def test_two_publishes_at_once_never_make_two_editions_run():
    publisher = make_publisher()
    for _ in range(PAIRS):
        article = make_article()
        publish(article, by=publisher)

        def act(pk=article.pk):
            return steps.publish(Article.objects.get(pk=pk), by=publisher)

        answers = at_once(act, act)

        assert all(isinstance(each, Edition | steps.StepRefused) for each in answers), answers
        assert Edition.objects.public().filter(article=article).count() == 1
        numbers = article.editions.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, len(numbers) + 1))


def test_a_withdrawal_and_a_publish_at_once_leave_one_or_the_other():
    publisher = make_publisher()
    for _ in range(PAIRS):
        article = make_article()
        publish(article, by=publisher)
        pk = article.pk

        at_once(
            lambda pk=pk: steps.publish(Article.objects.get(pk=pk), by=publisher),
            lambda pk=pk: steps.withdraw(Article.objects.get(pk=pk), by=publisher, reason="Sai"),
        )

        article.refresh_from_db()
        running = Edition.objects.public().filter(article=article).count()
        state = public_status(article).state
        assert (running, state) in {(0, PublicState.WITHDRAWN), (1, PublicState.LIVE)}


def test_of_two_who_arrange_the_front_at_once_one_is_refused():
    publisher = make_publisher()
    articles = [make_article(f"Bài {number}") for number in range(2)]
    for article in articles:
        publish(article, by=publisher)
    for version in range(PAIRS):

        def act(article, version=version):
            wanted = [(None, Slot(0, article.pk, timezone.now(), None))]
            return arrange(None, wanted, by=publisher, version=version)

        answers = at_once(lambda: act(articles[0]), lambda: act(articles[1]))

        kinds = sorted(type(each).__name__ for each in answers)
        assert kinds == ["FrontChanged", "tuple"], answers
        assert current_placements(None, timezone.now()).count() == 1
    assert Front.objects.get().version == PAIRS


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's exclusion constraint")
def test_without_the_workflows_lock_the_database_itself_refuses_the_second():
    from django.db import IntegrityError, transaction

    from news.editions import lifecycle
    from news.editions.compose import compose

    for _ in range(PAIRS):
        article = make_article()
        pk, now = article.pk, timezone.now()

        def act(pk=pk, now=now):
            with transaction.atomic():
                mine = Article.objects.get(pk=pk)
                return lifecycle.create_edition(mine, compose(mine), start=now, until=None, by=None)

        answers = at_once(act, act)

        kinds = sorted(type(each).__name__ for each in answers)
        assert kinds == ["Edition", "IntegrityError"]
        assert isinstance(next(e for e in answers if not isinstance(e, Edition)), IntegrityError)
