"""The outbox: purges are written with the change and settled after it."""

import subprocess
import sys

import pytest
from django.db import transaction

from delivery import marks, purging
from delivery.kept import Kept
from delivery.models import Purge
from delivery.tags import checked, tag

heard: list[list[str]] = []


def listen(tags: list[str]) -> None:
    heard.append(tags)


def fail(tags: list[str]) -> None:
    raise ConnectionError("the engine is down")


@pytest.fixture
def engines(settings):
    """Sets the engines by their names in this module."""
    heard.clear()

    def use(*names: str) -> None:
        settings.DELIVERY = {"ENGINES": [f"{__name__}.{name}" for name in names]}
        purging.engines.cache_clear()

    yield use
    purging.engines.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_engines_hear_of_a_change_only_after_its_commit(engines):
    engines("listen")

    with transaction.atomic():
        purging.purge(["article-1"])
        assert heard == []

    assert heard == [["article-1"]]
    assert not Purge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_purges_nothing(engines):
    engines("listen")

    with pytest.raises(RuntimeError), transaction.atomic():
        purging.purge(["article-1"])
        raise RuntimeError

    assert heard == []
    assert not Purge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_purges_of_one_transaction_are_sent_together_each_tag_once(engines):
    engines("listen")

    with transaction.atomic():
        purging.purge(["article-1", "section-2"])
        purging.purge(["article-1", "home-0"])

    assert heard == [["article-1", "section-2", "home-0"]]


@pytest.mark.django_db
def test_what_a_crash_left_in_the_outbox_is_replayed(engines):
    engines("listen")
    Purge.objects.create(tags="article-1 section-2")

    assert purging.replay() == 1
    assert heard == [["article-1", "section-2"]]
    assert purging.replay() == 0


@pytest.mark.django_db
def test_a_failing_engine_keeps_the_purge_in_the_outbox(engines):
    engines("fail")
    Purge.objects.create(tags="article-1")

    assert purging.replay() == 0
    assert Purge.objects.get().tags == "article-1"


@pytest.mark.parametrize("name", ["", "a b", "Bài-1", "1-article", "a\nb", "x" + ";"])
def test_what_no_header_could_carry_is_no_tag(name):
    with pytest.raises(ValueError, match="not a tag"):
        checked([name])


def test_a_tag_names_a_kind_and_its_target():
    assert checked([tag("article", 42), tag("article", 42)]) == ["article-42"]


def test_what_is_kept_is_loaded_again_only_after_a_purge():
    loads = []
    kept = Kept(lambda: loads.append(1) or len(loads))

    assert [kept(), kept()] == [1, 1]
    marks.mark([])
    assert [kept(), kept()] == [2, 2]


def test_what_is_found_to_be_as_before_stays_the_same_object():
    found = ["a", "b"]
    kept = Kept(lambda: list(found))

    before = kept()
    marks.mark([])
    assert kept() is before
    found.append("c")
    marks.mark([])
    assert kept() == ["a", "b", "c"]
    assert before == ["a", "b"]


def test_what_was_read_while_a_change_was_committed_is_not_kept():
    def load():
        marks.mark([])  # another process commits while we read
        loads.append(1)
        return len(loads)

    loads: list[int] = []
    kept = Kept(load)

    assert [kept(), kept()] == [1, 2]


def test_marks_are_shared_by_the_processes_of_a_host(settings):
    before = marks.sequence()
    code = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings';"
        "django.setup(); from delivery import marks; marks.mark(['article-1'])"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.BASE_DIR)

    assert marks.sequence() == before + 1
    assert not marks.fresh(marks.slots(["article-1"]), before)


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_a_transaction_that_is_rolled_back_is_not_kept():
    kept = Kept(lambda: list(Purge.objects.values_list("tags", flat=True)))

    with pytest.raises(RuntimeError), transaction.atomic():
        purging.purge(["article-1"])
        assert kept() == ["article-1"]  # an address, say, of what is being saved
        raise RuntimeError

    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_a_savepoint_that_is_rolled_back_is_not_kept():
    kept = Kept(lambda: list(Purge.objects.values_list("tags", flat=True)))

    with transaction.atomic():
        purging.purge(["article-1"])
        with pytest.raises(RuntimeError), transaction.atomic():
            purging.purge(["article-2"])
            assert kept() == ["article-1", "article-2"]
            raise RuntimeError
        assert kept() == ["article-1"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_reads_what_is_kept_once_after_each_of_its_changes(engines):
    engines("listen")
    loads = []
    kept = Kept(lambda: loads.append(1) or len(loads))

    with transaction.atomic():
        purging.purge(["article-1"])
        assert [kept(), kept()] == [1, 1]
        purging.purge(["article-2"])
        assert [kept(), kept()] == [2, 2]
