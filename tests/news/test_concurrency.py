"""Two people at the same moment, on real transactions."""

import threading

import pytest
from django.db import connection, connections

from news import workflow
from news.enums import PublicState
from news.models import Article, Edition
from news.states import standing
from tests.factories import make_article, make_publisher, publish

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PAIRS = 8


def at_once(*acts):
    """Run these at the same time; what each returned or raised."""
    answers: list = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number, act):
        start.wait()
        try:
            answers[number] = act()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_publishes_at_once_never_make_two_editions_run():
    publisher = make_publisher()
    for _ in range(PAIRS):
        article = make_article()
        publish(article, by=publisher)

        def act(pk=article.pk):
            return workflow.publish(Article.objects.get(pk=pk), by=publisher)

        answers = at_once(act, act)

        assert all(isinstance(each, Edition | workflow.NotNow) for each in answers), answers
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
            lambda pk=pk: workflow.publish(Article.objects.get(pk=pk), by=publisher),
            lambda pk=pk: workflow.withdraw(Article.objects.get(pk=pk), by=publisher, reason="Sai"),
        )

        article.refresh_from_db()
        running = Edition.objects.public().filter(article=article).count()
        state = standing(article).state
        assert (running, state) in {(0, PublicState.WITHDRAWN), (1, PublicState.LIVE)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's exclusion constraint")
def test_without_the_workflows_lock_the_database_itself_refuses_the_second():
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    from news import editions
    from news.composing import compose

    for _ in range(PAIRS):
        article = make_article()
        pk, now = article.pk, timezone.now()

        def act(pk=pk, now=now):
            with transaction.atomic():
                mine = Article.objects.get(pk=pk)
                return editions.make(mine, compose(mine), start=now, until=None, by=None)

        answers = at_once(act, act)

        kinds = sorted(type(each).__name__ for each in answers)
        assert kinds == ["Edition", "IntegrityError"]
        assert isinstance(next(e for e in answers if not isinstance(e, Edition)), IntegrityError)
