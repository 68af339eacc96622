"""The files of a deleted photo are deleted when the deletion is committed."""

import pytest
from django.db import transaction

from media import usage
from media.models import Photo
from media.renditions import render
from tests.factories import make_photo


@pytest.mark.django_db
def test_the_files_go_when_the_deletion_is_committed(
    library_files, sent_files, own_storage, django_capture_on_commit_callbacks
):
    photo, stays = make_photo(), make_photo()
    render(photo)

    with django_capture_on_commit_callbacks(execute=False) as late:
        photo.delete()
    assert len(library_files()) == 4
    for callback in late:
        callback()

    assert library_files() == [f"anh/{stays.key[:2]}/{stays.key}/goc.jpg"]
    assert sent_files() == [stays.original.name]
    assert not (own_storage / "library" / "anh" / photo.key[:2] / photo.key).exists()


@pytest.mark.django_db(transaction=True)
def test_a_deletion_undone_keeps_the_files(library_files, sent_files):
    make_photo()

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        Photo.objects.all().delete()
        raise Undone

    assert (len(library_files()), len(sent_files())) == (1, 1)


def test_places_come_from_all_who_registered(monkeypatch):
    monkeypatch.setattr(usage, "_finders", {usage.PHOTO: [], usage.DOCUMENT: []})

    def articles(ids):
        return {pk: [(f"Bài {pk}", f"/a/{pk}/")] for pk in ids if pk < 3}

    def logos(ids):
        return {2: [("Cơ quan", "/c/")], 9: []}

    usage.register(articles)
    usage.register(logos)
    usage.register(logos)

    assert usage.usage_of([1, 2, 3, 9]) == {
        1: [("Bài 1", "/a/1/")],
        2: [("Bài 2", "/a/2/"), ("Cơ quan", "/c/")],
    }
    assert usage.usage_of([]) == {}
    assert usage.usage_of([1], usage.DOCUMENT) == {}
