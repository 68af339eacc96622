"""A value in memory is loaded again after a purge, and never stays if its transaction was rolled
back."""

import threading

import pytest
from django.db import transaction

from delivery import purging, stale_marks
from delivery.cached_value import CachedValue
from delivery.models import Purge


def test_what_is_kept_is_loaded_again_only_after_a_purge():
    loads = []
    kept = CachedValue(lambda: loads.append(1) or len(loads))

    assert [kept(), kept()] == [1, 1]
    stale_marks.mark([])
    assert [kept(), kept()] == [2, 2]


def test_what_is_found_to_be_as_before_stays_the_same_object():
    found = ["a", "b"]
    kept = CachedValue(lambda: list(found))

    before = kept()
    stale_marks.mark([])
    assert kept() is before
    found.append("c")
    stale_marks.mark([])
    assert kept() == ["a", "b", "c"]
    assert before == ["a", "b"]


def test_what_was_read_while_a_change_was_committed_is_not_kept():
    def load():
        # Another process commits a change while this one loads the value.
        stale_marks.mark([])
        loads.append(1)
        return len(loads)

    loads: list[int] = []
    kept = CachedValue(load)

    assert [kept(), kept()] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_a_transaction_that_is_rolled_back_is_not_kept():
    kept = CachedValue(lambda: list(Purge.objects.values_list("tags", flat=True)))

    with pytest.raises(RuntimeError), transaction.atomic():
        purging.purge(["article-1"])
        # The transaction sees its own change; it may need, for example, a new address.
        assert kept() == ["article-1"]
        raise RuntimeError

    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_a_savepoint_that_is_rolled_back_is_not_kept():
    kept = CachedValue(lambda: list(Purge.objects.values_list("tags", flat=True)))

    with transaction.atomic():
        purging.purge(["article-1"])
        with pytest.raises(RuntimeError), transaction.atomic():
            purging.purge(["article-2"])
            assert kept() == ["article-1", "article-2"]
            raise RuntimeError
        assert kept() == ["article-1"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_reads_what_is_kept_once_after_each_of_its_changes(engine):
    engine("test://a")
    loads = []
    kept = CachedValue(lambda: loads.append(1) or len(loads))

    with transaction.atomic():
        purging.purge(["article-1"])
        assert [kept(), kept()] == [1, 1]
        purging.purge(["article-2"])
        assert [kept(), kept()] == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_a_block_of_gathered_purges_reads_what_is_kept_once_after_each_of_its_changes():
    loads = []
    kept = CachedValue(lambda: loads.append(1) or len(loads))

    before = kept()
    with purging.gathered_purges():
        assert kept() == before
        purging.purge(["article-1"])
        assert [kept(), kept()] == [2, 2]
        purging.purge(["article-2"])
        assert [kept(), kept()] == [3, 3]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_changed_something_does_not_take_what_another_thread_read_meanwhile():
    kept = CachedValue(lambda: threading.current_thread().name)
    other = threading.Thread(target=kept, name="other")

    with transaction.atomic():
        purging.purge(["article-1"])
        other.start()
        other.join()
        assert kept() == threading.current_thread().name
