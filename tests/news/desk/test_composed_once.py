"""A request composes each version of an article once, however many of its parts need it."""

from collections import Counter

import pytest

from accounts import roles
from news.desk import steps
from news.editions import compose
from news.enums import CheckKind, DeskState, Level
from news.models import CheckLevel, Edition
from tests.factories import make_article, make_author, make_publisher, make_section, make_user
from tests.news.desk.form_data import change, rows, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def composed(monkeypatch) -> Counter:
    """How often each version of an article was composed, by the number of the version."""
    counted, real = Counter(), compose.RelatedRows.of

    def of(article):
        counted[article.version] += 1
        return real(article)

    monkeypatch.setattr(compose.RelatedRows, "of", of)
    return counted


def test_a_save_and_publish_composes_once(client, composed):
    client.force_login(make_user(roles.PUBLISHERS))
    article = make_article(section=make_section("Kinh tế"), state=DeskState.APPROVED)
    # With this level the checks read the document too.
    CheckLevel.objects.create(kind=CheckKind.NO_LEAD, level=Level.BLOCK)
    author = rows("bylines", {"author": make_author("Lê An").pk, "role": "text", "order": 0})
    form = sent(section=article.section_id, seen_version=0, _step="publish", **author)

    answer = client.post(change(article), form)

    assert answer.status_code == 302
    assert [each["name"] for each in Edition.objects.get().content.authors] == ["Lê An"]
    assert composed == {1: 1}


def test_what_changes_between_two_steps_is_composed_anew():
    article, by = make_article(authors=[make_author("Lê An")]), make_publisher()
    steps.publish(article, by=by)
    author = article.bylines.get().author
    author.name = "Lê Bình"
    author.save()

    again = steps.publish(article, by=by)

    assert [each["name"] for each in again.content.authors] == ["Lê Bình"]
