"""A redaction and a takedown that were made after the backup hold in the restored portal."""

import pytest
from django.core.management import call_command

from news.models import Article, Edition
from tests.factories import make_photo, number_from
from tests.news.redaction.redacting import (
    SECRET,
    everything_stored,
    make_redactor,
    make_rewritten,
    redact,
)
from tests.processes import database  # noqa: F401

pytestmark = pytest.mark.long
MODULE = "tests.backups.test_removed"


def write() -> None:
    """An article that named somebody; a photo."""
    number_from(1000)
    make_rewritten(make_redactor(username="mật"))
    make_photo(alt="Gỡ sau")


def remove() -> list[list]:
    """Redact the article and take the photo down. Returns what was left before and after."""
    from django.contrib.auth import get_user_model

    from media.models import Photo
    from media.takedown.take_down import take_down

    before = left()
    redactor = get_user_model().objects.get(username="mật")
    article = Edition.objects.get(title__contains=SECRET).article
    saves = article.acts.filter(text__contains=SECRET).values_list("pk", flat=True)
    redact(article, redactor, saves=list(saves))
    boss = get_user_model().objects.get(is_superuser=True)
    take_down(Photo.objects.get(alt="Gỡ sau").ref, by=boss, reason="Đơn")
    call_command("work", once=True)
    return [before, left()]


def left() -> list:
    """Whether the name stands anywhere, what was taken down, and how many articles there are."""
    from media.models import Photo

    taken = Photo.objects.get(alt="Gỡ sau")
    files = taken.original.storage.exists(taken.original.name)
    return [SECRET in everything_stored(), taken.takedown, files, Article.objects.count()]


@pytest.fixture
def written(city):
    """The portal with what will be removed, and a backup of it."""
    city.ask("write", MODULE)
    city.do("backup")
    return city


def test_what_was_removed_after_the_backup_stays_removed(written):
    before, after = written.ask("remove", MODULE)
    written.wipe()

    said = written.do("restore")

    assert (before[:3], after[:3]) == ([True, "", True], [False, "file", False])
    assert "Removed again: 2" in said
    assert written.ask("left", MODULE) == after
    # One of them is older than the backup.
    assert "3 removals, all signed" in written.do("removals")


def test_without_its_list_or_with_another_key_nothing_is_restored(city):
    removals = city.backups / "removals" / "list"
    city.wipe()

    other_key = city.manage("restore", REMOVALS_KEY="khác")
    removals.unlink()
    lost = city.manage("restore")

    assert [each.returncode for each in (other_key, lost)] == [1, 1]
    assert "signed with another key" in other_key.stderr
    assert "is lost" in lost.stderr


def test_without_the_list_it_comes_back_only_if_somebody_says_so(written):
    (written.backups / "removals" / "list").unlink()
    written.wipe()

    written.do("restore", "--without-removals")

    assert written.ask("left", MODULE)[0] is True
