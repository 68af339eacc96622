"""The form is saved although somebody else deleted its rows, or made them again, while it was
open."""

import pytest

from news.desk import steps
from news.models import Byline
from tests.factories import make_article, make_author, make_publisher, publish
from tests.news.desk.form_data import change, rows, sent

pytestmark = pytest.mark.django_db


def opened(article, row):
    """The fields of the form as another window has it: with that row, and with a new title."""
    return sent(
        title="Tên của cửa sổ hai",
        section=article.section_id,
        seen_version=article.version,
        **{
            **rows(
                "bylines",
                {
                    "id": row.pk,
                    "article": article.pk,
                    "author": row.author_id,
                    "role": row.role,
                    "order": 0,
                },
            ),
            "bylines-INITIAL_FORMS": "1",
        },
    )


def test_a_row_that_was_removed_meanwhile_comes_back_with_the_form(desk):
    author = make_author()
    article = make_article(authors=[author])
    form = opened(article, article.bylines.get())
    article.bylines.all().delete()

    response = desk.post(change(article), form)

    article.refresh_from_db()
    assert response.status_code == 302
    assert article.title == "Tên của cửa sổ hai"
    assert list(article.bylines.values_list("author", flat=True)) == [author.pk]


def test_a_row_that_was_made_again_meanwhile_is_that_row(desk):
    author = make_author()
    article = make_article(authors=[author])
    edition = publish(article)
    form = opened(article, article.bylines.get())
    steps.restore(article, edition, by=make_publisher())
    article.refresh_from_db()
    form["seen_version"] = article.version
    again = article.bylines.get().pk

    response = desk.post(change(article), form)

    assert response.status_code == 302
    assert list(Byline.objects.values_list("pk", "author")) == [(again, author.pk)]
