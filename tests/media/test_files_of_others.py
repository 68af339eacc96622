"""Contributors may see photos and documents that others uploaded, and change only their own."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import roles
from media.models import Document, Photo
from media.uploads.documents import take_document
from tests.factories import make_photo, make_user
from tests.media import office
from tests.media.people import may

pytestmark = pytest.mark.django_db

PHOTOS, DOCUMENTS = "/admin/media/photo/", "/admin/media/document/"
WORDS = {"alt": "Lời mới", "caption": "Chú thích mới", "credit": "Ảnh: Khác"}


def make_document(by=None) -> Document:
    file = ContentFile(office.PDF, name="a.pdf")
    return take_document(file, title="Kế hoạch 12", by=by)[0]


def everything() -> tuple:
    return list(Photo.objects.values()), list(Document.objects.values())


@pytest.fixture
def contributor(client):
    user = make_user(roles.CONTRIBUTORS)
    client.force_login(user)
    return user


@pytest.fixture(params=["another's", "nobody's"])
def sender(request):
    return make_user(roles.CONTRIBUTORS) if request.param == "another's" else None


def test_a_contributor_reads_the_photo_of_another_in_a_form_without_fields(
    client, contributor, sender
):
    photo = make_photo(by=sender, caption="Cầu lúc bình minh")

    response = client.get(f"{PHOTOS}{photo.pk}/change/")

    html = response.content.decode()
    assert response.status_code == 200
    assert "Cầu lúc bình minh" in html
    assert list(response.context["adminform"].form.fields) == []
    assert 'name="_save"' not in html and 'name="_make_again"' not in html


def test_a_contributor_reads_the_document_of_another_in_a_form_without_fields(
    client, contributor, sender
):
    document = make_document(sender)

    response = client.get(f"{DOCUMENTS}{document.pk}/change/")

    assert response.status_code == 200
    assert list(response.context["adminform"].form.fields) == []


@pytest.mark.parametrize(
    ("address", "form", "status"),
    [
        (f"{PHOTOS}{{photo}}/change/", WORDS, 403),
        (f"{PHOTOS}{{photo}}/change/?_popup=1", {**WORDS, "_popup": "1"}, 403),
        (f"{PHOTOS}{{photo}}/change/", {**WORDS, "_make_again": "1"}, 403),
        (f"{PHOTOS}{{photo}}/delete/", {"post": "yes"}, 403),
        (f"{PHOTOS}{{photo}}/history/", WORDS, 200),  # only shows; a POST changes nothing
        (f"{PHOTOS}chooser/{{photo}}/", WORDS, 405),
        # Actions that are not offered: the list is shown again.
        (PHOTOS, {"action": "make_again", "_selected_action": "{photo}", "index": "0"}, 200),
        (PHOTOS, {"action": "delete_selected", "_selected_action": "{photo}", "post": "yes"}, 200),
        (f"{DOCUMENTS}{{document}}/change/", {"title": "Tên mới"}, 403),
        (f"{DOCUMENTS}{{document}}/change/?_popup=1", {"title": "Tên mới", "_popup": "1"}, 403),
        (f"{DOCUMENTS}{{document}}/delete/", {"post": "yes"}, 403),
        (
            DOCUMENTS,
            {"action": "delete_selected", "_selected_action": "{document}", "post": "yes"},
            200,
        ),
    ],
)
def test_no_forged_form_of_a_contributor_changes_what_another_sent(
    client, contributor, sender, address, form, status
):
    photo, document = make_photo(by=sender), make_document(sender)
    Photo.objects.update(attempts=3, fault="lost")
    keys = {"photo": photo.pk, "document": document.pk}
    before = everything()

    sent = {name: value.format(**keys) for name, value in form.items()}
    response = client.post(address.format(**keys), sent)

    assert response.status_code == status
    assert everything() == before


@pytest.mark.parametrize("address", [f"{PHOTOS}chooser/upload/", f"{PHOTOS}add/"])
def test_sending_the_same_file_again_changes_no_word_of_anothers_photo(
    client, contributor, sender, address
):
    photo = make_photo(by=sender)
    with photo.original.open() as original:
        again = SimpleUploadedFile("a.jpg", original.read())
    before = everything()

    client.post(address, {"file": again, **WORDS})

    assert everything() == before


def test_a_contributor_changes_the_words_of_an_own_photo(client, contributor):
    photo = make_photo(by=contributor)

    client.post(f"{PHOTOS}{photo.pk}/change/", WORDS)

    photo.refresh_from_db()
    assert (photo.alt, photo.caption, photo.credit) == tuple(WORDS.values())


def test_a_contributor_changes_the_title_of_an_own_document(client, contributor):
    document = make_document(contributor)

    client.post(f"{DOCUMENTS}{document.pk}/change/", {"title": "Kế hoạch 13"})

    document.refresh_from_db()
    assert document.title == "Kế hoạch 13"


def test_a_contributor_has_the_copies_of_an_own_photo_made_again(client, contributor):
    photo = make_photo(by=contributor)
    Photo.objects.update(attempts=3, fault="lost")

    client.post(f"{PHOTOS}{photo.pk}/change/", {**WORDS, "_make_again": "1"})

    photo.refresh_from_db()
    assert (photo.attempts, photo.fault) == (0, "")


@pytest.mark.parametrize("group", [roles.EDITORS, roles.PUBLISHERS])
def test_who_edits_changes_what_anybody_sent(client, sender, group):
    photo, document = make_photo(by=sender), make_document(sender)
    client.force_login(make_user(group))

    client.post(f"{PHOTOS}{photo.pk}/change/", WORDS)
    client.post(f"{DOCUMENTS}{document.pk}/change/", {"title": "Tên mới"})

    photo.refresh_from_db()
    document.refresh_from_db()
    assert (photo.alt, document.title) == ("Lời mới", "Tên mới")


def test_the_right_to_change_others_is_nothing_without_the_right_to_change(client):
    photo = make_photo(by=make_user())
    client.force_login(may(make_user(), "view_photo", "change_any_photo"))

    assert client.post(f"{PHOTOS}{photo.pk}/change/", WORDS).status_code == 403


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_a_copy_without_a_file_is_refused_to_everybody(client, kind):
    held = make_photo() if kind == "photo" else make_document()
    client.force_login(make_user(is_superuser=True))

    response = client.post(f"/admin/media/{kind}/{held.pk}/change/", {"_saveasnew": "1"})

    assert response.status_code == 403
