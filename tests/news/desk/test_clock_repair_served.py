"""A real server whose clock runs ahead and is put right while it serves."""

import json
import shutil
import time
from datetime import timedelta

import pytest

from tests import machine
from tests.deploy.backend import ask
from tests.faketime import Clock
from tests.processes import database, free_port, manage, serving

pytestmark = pytest.mark.skipif(not machine.faketime(), reason="faketime is not installed")

SCHEDULED = """
import json
from datetime import timedelta
from django.utils import timezone
from news.addresses import article_path, short_path
from sections.models import Section
from tests import factories
section = Section.objects.filter(slug="kinh-te").first()
section = section or factories.make_section("Kinh tế", slug="kinh-te")
article = factories.make_article("{title}", section=section)
at = timezone.now() + timedelta(seconds={seconds})
edition = factories.publish(article, at=at)
path = article_path(section.pk, edition.slug, article.pk)
print(json.dumps([at.timestamp(), path, short_path(article.pk)]))
"""
LISTS = ["/", "/kinh-te/", "/rss.xml", "/kinh-te/rss.xml"]


def test_nothing_shown_early_stays_and_what_is_scheduled_appears(portal, tmp_path):
    folder, port = shutil.copytree(portal, tmp_path / "var"), free_port()
    clock = Clock(tmp_path / "clock", timedelta(hours=2))

    with database(folder) as there:

        def schedule(title: str, seconds: float) -> list:
            code = SCHEDULED.format(title=title, seconds=seconds)
            answer = manage("shell", "-v0", "-c", code, VAR_DIR=folder, **there)
            return json.loads(answer.stdout)

        def answers(*paths: str) -> list[int]:
            return [ask(port, path).status for path in paths]

        def listed(words: str) -> list[str]:
            return [each for each in LISTS if words in ask(port, each).body.decode()]

        _at, embargoed, short = schedule("Bài hẹn giờ", 3600)
        with serving(folder, port, WORKERS=2, **there, **clock.surroundings()):
            ahead = answers(embargoed, short), listed("Bài hẹn giờ")
            clock.put(timedelta(0))
            right = answers(embargoed, short), listed("Bài hẹn giờ")

            at, path, _short = schedule("Bài sắp lên", 3)
            early = listed("Bài sắp lên") if time.time() < at - 0.5 else []
            while time.time() < at:
                time.sleep(0.01)
            then = answers(path), listed("Bài sắp lên")

    assert ahead == ([200, 301], LISTS)
    assert right == ([404, 404], [])
    assert (early, then) == ([], ([200], LISTS))
