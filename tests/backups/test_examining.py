"""An examination finds an edition and a file that are not what they were."""

import pytest

from backups.trial.examining import examine
from backups.trial.outcome import Examination
from media.models import Photo
from news.models import Edition
from tests.factories import make_article, make_photo, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def examined() -> Examination:
    found = Examination()
    examine(found, lambda line: None)
    return found


@pytest.fixture
def edition() -> Edition:
    return publish(make_article("Cầu mới", lead_photo=make_photo()))


def test_a_portal_that_is_right_has_no_fault(edition):
    assert examined() == Examination(editions=1, files=1, pages=2)


def test_words_that_are_not_those_that_were_published_are_found(edition):
    Edition.objects.bulk_create([
        Edition(**{
            field.attname: getattr(edition, field.attname)
            for field in Edition._meta.concrete_fields
        } | {
            "id": None, "number": 2, "code": "0" * 12, "digest": "0" * 64,
            "live_until": edition.live_from,
        })
    ])  # fmt: skip

    assert examined().faults == [
        f"article {edition.article_id}, edition 2: not the words that were published"
    ]


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_file_that_is_not_the_one_that_was_sent_is_found(edition, damage, own_storage):
    photo = Photo.objects.get()
    path = own_storage / "uploads" / photo.original.name
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])

    [fault] = examined().faults

    assert fault.startswith(f"photo {photo.pk}: {photo.original.name} is ")


def test_more_faults_are_counted_than_are_named():
    found = Examination()
    for number in range(30):
        found.blame(str(number))

    assert (found.fault_count, len(found.faults)) == (30, 20)
