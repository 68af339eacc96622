"""An article is published at the moment at which its photo is taken down with its words."""

import threading

import pytest
from django.db import connection, transaction

from media.takedown.take_down import take_down
from news.search.find import find
from news.search.query import parse
from tests.factories import make_article, make_photo, make_publisher, publish
from tests.threads import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_storage"),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="transactions of SQLite are alone"),
]


def test_its_hidden_words_are_not_found_afterwards():
    photo, by = make_photo(), make_publisher()
    article = make_article("Bài tranh nhau", lead_photo=photo, lead_caption="Cầu trong mưa")
    indexed, taken_down = threading.Event(), threading.Event()
    waited = []

    def publish_slowly():
        with transaction.atomic():
            publish(article, by=by)
            indexed.set()
            # The takedown waits for the end of this transaction.
            waited.append(not taken_down.wait(0.5))

    def remove():
        indexed.wait(10)
        take_down(photo.ref, by=by, reason="Tòa yêu cầu", words=True)
        taken_down.set()

    assert at_once(publish_slowly, remove) == [None, None]

    assert waited == [True]
    assert find(parse("cầu trong mưa")).hits == []
    assert find(parse(article.title)).hits == [article.pk]
