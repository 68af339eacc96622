"""The folder that readers see: the worker, a disk that refuses, an upgrade."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from delivery import purging
from delivery.models import Purge
from media.models import photo_folder
from media.public_files.refresh import PublicFilesChore, adopt_all, compare
from media.renditions import render
from news.desk import steps
from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_publisher,
    publish,
)
from tests.news.editions.files import folders, with_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def move_as_0_1_0_had_them(folder: Path) -> None:
    """All files of the library are public, and there is no library."""
    shutil.rmtree(folder / "tep", ignore_errors=True)
    for mark in (folder / "library").glob(".*"):
        mark.unlink()
    (folder / "library").rename(folder / "tep")


def test_the_worker_takes_away_what_the_clock_has_ended(committed, shown, clock):
    article, files = with_files()
    committed(lambda: publish(article))
    committed(
        lambda: steps.set_expiry(
            article, by=make_publisher(), until=clock.now + timedelta(minutes=5)
        )
    )
    chore = PublicFilesChore()
    chore()
    assert shown() == folders(*files)

    clock.move(minutes=6)
    chore.look_at = 0

    assert (chore(), shown()) == (3, [])


def test_the_worker_makes_the_links_that_a_killed_process_did_not(
    django_capture_on_commit_callbacks, shown
):
    article, files = with_files()
    with django_capture_on_commit_callbacks(execute=False):
        publish(article)
    assert shown() == []

    purging.tell_engines()

    assert shown() == folders(*files)


def test_renditions_are_public_as_soon_as_they_are_made(committed, public_files):
    photo = make_photo()
    committed(lambda: publish(make_article(lead_photo=photo)))

    render(photo)

    assert [name.rpartition("/")[2] for name in public_files()] == ["96.jpg", "96.webp", "goc.jpg"]


def test_a_comparison_puts_right_whatever_differs(committed, shown, own_storage):
    article, files = with_files()
    committed(lambda: publish(article))
    make_agency(logo=(logo := make_photo()))
    draft = make_photo()
    stray = own_storage / "tep" / photo_folder(draft.key)
    stray.mkdir(parents=True)
    (own_storage / "tep" / "van-ban" / "0123").mkdir(parents=True)
    lead = own_storage / "tep" / photo_folder(files[0].key) / "goc.jpg"
    lead.unlink()
    lead.parent.rmdir()

    assert (compare(), shown()) == (4, folders(*files, logo))
    assert (stray.exists(), compare()) == (False, 0)


def test_a_portal_of_0_1_0_keeps_its_files_and_shows_only_what_is_public(
    committed, shown, own_storage, library_files
):
    article, files = with_files()
    make_photo()
    committed(lambda: publish(article))
    before = library_files()
    move_as_0_1_0_had_them(own_storage)

    adopt_all()
    compare()

    assert (library_files(), shown()) == (before, folders(*files))


def test_a_worker_that_starts_before_the_upgrade_loses_no_file(
    committed, shown, own_storage, library_files
):
    article, files = with_files()
    make_photo()
    committed(lambda: publish(article))
    before = library_files()
    move_as_0_1_0_had_them(own_storage)

    PublicFilesChore()()

    assert (library_files(), shown()) == (before, folders(*files))


def test_an_upgrade_that_was_interrupted_goes_on(
    own_storage, library_files, public_files, monkeypatch
):
    make_photo(), make_photo()
    before = library_files()
    move_as_0_1_0_had_them(own_storage)
    link, calls = os.link, []

    def interrupted(*paths):
        calls.append(paths)
        if len(calls) == 2:
            raise KeyboardInterrupt
        link(*paths)

    monkeypatch.setattr(os, "link", interrupted)
    with pytest.raises(KeyboardInterrupt):
        adopt_all()
    adopt_all()
    compare()

    assert (library_files(), public_files()) == (before, [])


def test_a_disk_that_refuses_leaves_the_links_to_the_worker_and_holds_up_nothing(
    committed, shown, own_storage
):
    article, files = with_files()
    (own_storage / "tep").write_text("no folder")

    committed(lambda: publish(article))
    assert Purge.objects.count() == 0
    (own_storage / "tep").unlink()
    chore = PublicFilesChore()
    chore.until, chore.compare_at = timezone.now(), float("inf")
    chore()

    assert shown() == folders(*files)


def test_a_file_that_the_disk_refuses_does_not_hold_up_the_others(committed, shown, own_storage):
    article, (lead, figure, document) = with_files()
    folder = own_storage / "tep" / photo_folder(lead.key)
    folder.parent.mkdir(parents=True)
    folder.write_text("no folder")

    committed(lambda: publish(article))

    assert set(folders(figure, document)) < set(shown())


def test_the_worker_completes_a_folder_of_which_a_link_was_missed(
    committed, public_files, own_storage
):
    article, (lead, *_others) = with_files()
    render(lead)
    committed(lambda: publish(article))
    before = public_files()
    for file in (own_storage / "tep" / photo_folder(lead.key)).glob("*.webp"):
        file.unlink()
    (own_storage / "library" / ".missed").touch()
    chore = PublicFilesChore()
    chore.until, chore.compare_at = timezone.now(), float("inf")

    chore()

    assert public_files() == before
