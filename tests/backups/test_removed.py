"""A redaction and a takedown that were made after the backup hold in the restored portal."""

import shutil

import pytest

from news.models import Article, Edition
from tests.backups.newsroom import newsroom
from tests.factories import make_photo
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
    make_rewritten(make_redactor(username="mật"))
    make_photo(alt="Gỡ sau")


def remove() -> None:
    """Redact the article and take the photo down."""
    from django.contrib.auth import get_user_model

    from media.models import Photo
    from media.takedown.take_down import take_down

    redactor = get_user_model().objects.get(username="mật")
    article = Edition.objects.get(title__contains=SECRET).article
    saves = article.acts.filter(text__contains=SECRET).values_list("pk", flat=True)
    redact(article, redactor, saves=list(saves))
    boss = get_user_model().objects.get(is_superuser=True)
    take_down(Photo.objects.get(alt="Gỡ sau").ref, by=boss, reason="Đơn")


def left() -> list:
    """Whether the name stands anywhere, what was taken down, and how many articles there are."""
    from media.models import Photo

    taken = Photo.objects.get(alt="Gỡ sau")
    files = taken.original.storage.exists(taken.original.name)
    return [SECRET in everything_stored(), taken.takedown, files, Article.objects.count()]


def test_what_was_removed_after_the_backup_stays_removed(portal, tmp_path):
    with newsroom(tmp_path, portal, "write", MODULE) as (city, empty):
        city.variables["BACKUP_DIR"] = city.backups
        city.do("backup")
        before = city.ask("left", MODULE)
        city.ask("remove", MODULE)
        city.do("work", "--once")
        after = city.ask("left", MODULE)
        removals = city.backups / "removals" / "list"
        whole = removals.read_text()
        city.wipe(empty)

        shutil.move(removals, tmp_path / "list")
        lost = city.manage("restore")
        removals.write_text(whole.replace("photo", "photos"))
        changed = city.manage("restore")
        removals.write_text(whole)
        other_key = city.manage("restore", REMOVALS_KEY="khác")
        said = city.do("restore")
        restored = city.ask("left", MODULE)
        examined = city.do("removals")

    assert (before[:3], after[:3]) == ([True, "", True], [False, "file", False])
    assert [each.returncode for each in (lost, changed, other_key)] == [1, 1, 1]
    assert "is lost" in lost.stderr
    assert "a line was changed" in changed.stderr
    assert "signed with another key" in other_key.stderr
    assert "Removed again: 2" in said
    assert restored == after
    assert "2 removals, all signed" in examined


def test_without_the_list_it_comes_back_only_if_somebody_says_so(portal, tmp_path):
    with newsroom(tmp_path, portal, "write", MODULE) as (city, empty):
        city.do("backup", city.backups)
        (city.backups / "removals" / "list").unlink()
        city.wipe(empty)

        city.do("restore", city.backups, "--without-removals")

        assert city.ask("left", MODULE)[0] is True
