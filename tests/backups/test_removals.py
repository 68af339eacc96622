"""What is withdrawn, redacted or taken down is noted, and done again after an older backup came
back."""

import shutil

import pytest
from django.db import transaction

from backups.models import Removal
from backups.removals import noting
from backups.removals.applying import apply_removals
from backups.removals.signed_list import UntrustedList
from backups.store.repository import Repository
from media.models import Photo, Takedown
from media.takedown.take_down import take_down
from news.desk.steps import withdraw
from news.editions.document import REDACTED
from news.models import Article, Edition
from tests.factories import make_article, make_photo, make_user, publish
from tests.news.redaction.redacting import (
    SECRET,
    everything_stored,
    make_redactor,
    make_rewritten,
    redact,
    saved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def backups(settings, tmp_path):
    """BACKUP_DIR, with an empty list of removals."""
    settings.BACKUP_DIR, settings.REMOVALS_KEY = tmp_path / "backups", "khóa"
    noting.begun_list_beside(Repository(settings.BACKUP_DIR))
    return settings.BACKUP_DIR


def listed(backups):
    return noting.list_beside(Repository(backups)).read()


def restored(action):
    """The database as it was before the action, which is told the removals that it made."""
    before = transaction.savepoint()
    action()
    noted = [noting.listed(each) for each in Removal.objects.all()]
    transaction.savepoint_rollback(before)
    return noted


def said_of(removals):
    said = []
    return apply_removals(removals, said.append), said


def test_a_redaction_is_listed_at_once_and_without_words(
    backups, django_capture_on_commit_callbacks
):
    redactor = make_redactor()
    article = make_rewritten(redactor)
    first_save = article.acts.exclude(text="").last()

    with django_capture_on_commit_callbacks(execute=True):
        redact(article, redactor, saves=[first_save.pk])

    [found] = listed(backups)
    assert found.what == {
        "redacted": article.pk,
        "editions": [1],
        "saves": [first_save.pk],
        "notes": [],
        "comments": [],
    }
    assert Removal.objects.get().listed_at


def test_a_withdrawal_is_listed_without_its_reason(backups, django_capture_on_commit_callbacks):
    article = make_article("Cầu mới")
    publish(article)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article, by=make_user(is_superuser=True), reason="Đơn", public_reason="Đính chính")

    assert [each.what for each in listed(backups)] == [{"withdrawn": article.pk}]


def test_a_takedown_is_listed_with_the_digest_of_the_file(
    backups, django_capture_on_commit_callbacks, own_storage
):
    photo = make_photo()

    with django_capture_on_commit_callbacks(execute=True):
        take_down(photo.ref, by=make_user(is_superuser=True), reason="Đơn")

    [found] = listed(backups)
    assert found.what == {
        "taken_down": "photo",
        "key": photo.pk,
        "digest": photo.digest,
        "words": False,
    }


def test_the_worker_lists_what_could_not_be_listed_at_once(
    backups, django_capture_on_commit_callbacks
):
    redactor = make_redactor()
    article = make_rewritten(redactor)
    shutil.move(backups, backups.with_name("away"))
    backups.write_text("")
    with django_capture_on_commit_callbacks(execute=True):
        redact(article, redactor)
    waits = noting.TASK.waiting()[0]
    backups.unlink()
    shutil.move(backups.with_name("away"), backups)

    done = noting.list_waiting()

    assert (waits, done, noting.TASK.waiting()[0], len(listed(backups))) == (1, 1, 0, 1)


def test_where_no_backups_are_set_up_nothing_waits():
    Removal.objects.create(at="2019-05-06T00:00:00Z", what={})

    assert (noting.list_waiting(), noting.TASK.waiting()) == (0, (0, None))


def test_a_lost_list_is_not_begun_anew(backups):
    (backups / "2019-05-06T000000Z").mkdir()
    (backups / "2019-05-06T000000Z" / "manifest.json").write_text("{}")
    (backups / "removals" / "list").unlink()
    Removal.objects.create(at="2019-05-06T00:00:00Z", what={})

    with pytest.raises(UntrustedList, match="is lost"):
        noting.list_waiting()


def test_what_was_redacted_after_the_backup_is_redacted_again():
    redactor = make_redactor()
    article = make_rewritten(redactor)
    first_save = article.acts.exclude(text="").last()
    removals = restored(lambda: redact(article, redactor, saves=[first_save.pk]))
    assert SECRET in everything_stored()

    done = said_of(removals)

    assert done == (1, [])
    assert SECRET not in everything_stored()
    assert said_of(removals) == (0, [])


def test_what_readers_saw_when_the_backup_was_made_goes_too():
    redactor = make_redactor()
    article = make_article(f"Bắt giữ {SECRET}", lead=SECRET, body=f"<p>{SECRET}</p>")
    saved(article, redactor)
    publish(article)

    def correct_and_redact():
        article = Article.objects.get()
        first_save = article.acts.exclude(text="").first()
        article.title, article.lead, article.body = "Bắt giữ", "Một người", "<p>Một người.</p>"
        saved(article, redactor)
        publish(article)
        saves = article.acts.filter(pk__gte=first_save.pk).exclude(text="")
        redact(article, redactor, saves=[each.pk for each in saves if SECRET in each.text])

    removals = restored(correct_and_redact)
    assert Edition.objects.public().get().title == f"Bắt giữ {SECRET}"

    done, said = said_of(removals)

    assert (done, len(said)) == (1, 1)
    assert f"Article {article.pk} is withdrawn" in said[0]
    assert SECRET not in everything_stored()
    assert not Edition.objects.public().exists()
    assert Article.objects.get().title == REDACTED


def test_what_was_withdrawn_after_the_backup_is_withdrawn_again():
    article, by = make_article("Cầu mới"), make_user(is_superuser=True)
    publish(article)
    removals = restored(lambda: withdraw(article, by=by, reason="Đơn"))
    assert Edition.objects.public().exists()

    done, said = said_of(removals)

    assert (done, said) == (1, [f"Article {article.pk} is withdrawn, as it was after the backup"])
    assert not Edition.objects.public().exists()
    assert Article.objects.get().acts.first().note.startswith("Gỡ trước đây")
    assert said_of(removals) == (0, [])


def test_what_nobody_sees_when_it_comes_back_is_not_withdrawn():
    article = make_article("Bản nháp")
    removal = Removal(at="2019-05-06T00:00:00Z", what={"withdrawn": article.pk})

    assert said_of([noting.listed(removal)]) == (1, [])


def test_a_later_redaction_does_not_meet_the_rows_that_an_earlier_one_made():
    redactor = make_redactor()
    article = make_rewritten(redactor)
    other = make_article("Khác", lead="Giữ lại")
    saved(other, redactor)
    last = article.acts.first().pk
    removals = restored(lambda: redact(article, redactor))
    later = noting.ListedRemoval("f" * 32, removals[0].at, {
        **removals[0].what, "editions": [], "notes": list(range(last + 1, last + 9)),
    })  # fmt: skip

    said_of([*removals, later])

    assert REDACTED not in article.acts.first().note


def test_a_photo_that_was_taken_down_is_taken_down_again(own_storage):
    photo, by = make_photo(), make_user(is_superuser=True)
    before = transaction.savepoint()
    take_down(photo.ref, by=by, reason="Đơn", words=True)
    removals = [noting.listed(each) for each in Removal.objects.all()]
    transaction.savepoint_rollback(before)

    assert said_of(removals) == (1, [])
    assert Photo.objects.get().takedown == Takedown.WORDS


def test_another_photo_with_the_same_key_stays(own_storage):
    photo = make_photo()
    what = {"taken_down": "photo", "key": photo.pk, "digest": "0" * 64, "words": True}
    removal = Removal(at="2019-05-06T00:00:00Z", what=what)

    said_of([noting.listed(removal)])

    assert Photo.objects.get().takedown == ""


def test_an_article_that_the_backup_does_not_have_is_passed_over():
    what = {"redacted": 99, "editions": [1], "saves": [], "notes": [], "comments": []}
    removal = Removal(at="2019-05-06T00:00:00Z", what=what)

    assert said_of([noting.listed(removal)]) == (1, [])
