"""The addresses of the photo chooser: who may use them, what they answer, and odd requests."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from media.models import Photo
from media.uploads.faults import PHOTO_FAULTS, PHOTO_NOTES
from tests.factories import make_photo, make_user, picture_bytes
from tests.media import files
from tests.media.people import may

pytestmark = pytest.mark.django_db

DIALOG = "/admin/media/photo/chooser/"
LIST, UPLOAD = f"{DIALOG}list/", f"{DIALOG}upload/"


@pytest.fixture
def editor(client):
    client.force_login(make_user_with("view_photo", "add_photo"))
    return client


def make_user_with(*names: str):
    return may(make_user(), *names)


def sent(content: bytes = b"", name: str = "anh.jpg", **words):
    return {"file": SimpleUploadedFile(name, content), "alt": "Cầu lúc bình minh", **words}


@pytest.mark.parametrize(
    ("rights", "views", "uploads"),
    [
        ([], 403, 403),
        (["view_photo"], 200, 403),
        (["change_photo"], 200, 403),
        (["add_photo"], 403, 400),
        (["view_photo", "add_photo"], 200, 400),
    ],
)
def test_each_address_asks_for_its_right(client, rights, views, uploads):
    photo = make_photo()
    client.force_login(make_user_with(*rights))

    for address in (DIALOG, LIST, f"{DIALOG}{photo.pk}/"):
        assert client.get(address).status_code == views
    assert client.post(UPLOAD).status_code == uploads


def test_strangers_are_sent_to_sign_in(client):
    for address in (DIALOG, LIST, UPLOAD, f"{DIALOG}1/"):
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302


def test_only_the_methods_that_mean_something(editor):
    assert editor.get(UPLOAD).status_code == 405
    assert editor.post(LIST).status_code == 405
    assert editor.post(DIALOG).status_code == 405


def test_an_upload_without_the_forms_token_is_refused():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(is_superuser=True))

    assert strict.post(UPLOAD, sent(picture_bytes())).status_code == 403
    assert not Photo.objects.exists()


def test_the_dialog_offers_uploading_to_those_who_may(client, editor):
    assert "photo-panel-upload" in editor.get(DIALOG).content.decode()

    client.force_login(make_user_with("view_photo"))
    assert "photo-panel-upload" not in client.get(DIALOG).content.decode()


def test_a_photo_is_listed_with_all_that_a_figure_needs(editor):
    photo = make_photo(alt="Cầu", caption="Dòng một\nDòng hai", credit="Ảnh: Hải Đăng")

    answer = editor.get(LIST).json()

    address = f"/admin/tep/anh/{photo.key[:2]}/{photo.key}/goc.jpg"
    shown = {
        "id": photo.pk,
        "thumbnail": address,
        "preview": address,
        "width": 96,
        "height": 64,
        "alt": "Cầu",
        "caption": "Dòng một\nDòng hai",
        "credit": "Ảnh: Hải Đăng",
    }
    assert answer == {"photos": [shown], "older": None}
    assert editor.get(f"{DIALOG}{photo.pk}/").json() == {"photo": shown}


def test_pages_follow_each_other_without_gap_or_repeat(editor, monkeypatch):
    monkeypatch.setattr("media.photo_chooser.PHOTOS_PER_PAGE", 2)
    made = [make_photo().pk for _ in range(5)]
    pages, older = [], None

    for _ in range(5):
        answer = editor.get(LIST, {"older_than": older or ""}).json()
        pages.append([photo["id"] for photo in answer["photos"]])
        older = answer["older"]
        if older is None:
            break

    assert pages == [[made[4], made[3]], [made[2], made[1]], [made[0]]]


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_costs_one_query_however_many_photos(editor, django_assert_num_queries, count):
    for _ in range(count):
        make_photo()

    # The queries: session; user; two for rights; the photos.
    with django_assert_num_queries(5):
        assert len(editor.get(LIST).json()["photos"]) == count


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dang", ["Ảnh: Hải Đăng", "đảng bộ"]),
        ("ĐẢNG BỘ", ["đảng bộ"]),
        ("bo dang", ["đảng bộ"]),
        ("hoà", ["hòa bình"]),
        ("%", []),
        ("_", []),
        ("không có", []),
    ],
)
def test_search_folds_accents_and_finds_every_word(editor, words, found):
    make_photo(alt="một", credit="Ảnh: Hải Đăng")
    make_photo(alt="đảng bộ", caption="hai")
    make_photo(alt="ba", place="hòa bình")

    answer = editor.get(LIST, {"q": words}).json()

    told = {photo["credit"] or photo["alt"] for photo in answer["photos"]}
    expected = {"hòa bình": "ba"}
    assert told == {expected.get(name, name) for name in found}


@pytest.mark.parametrize(
    "query",
    [
        {"older_than": "abc"},
        {"older_than": "-1"},
        {"older_than": "9" * 400},
        {"older_than": "١٢"},
    ],
)
def test_a_page_that_is_none_is_answered_so(editor, query):
    response = editor.get(LIST, query)

    assert response.status_code == 400
    assert list(response.json()) == ["error"]


@pytest.mark.parametrize("words", ["a" * 100_000, "x " * 10_000, "\ud800", "'\"\\;--", "%00"])
def test_no_search_breaks_the_list(editor, words):
    make_photo()
    query = words.encode("utf-8", "surrogatepass")

    from urllib.parse import quote

    assert editor.get(f"{LIST}?q={quote(query)}").status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 30])
def test_an_unknown_photo_is_not_found(editor, pk):
    assert editor.get(f"{DIALOG}{pk}/").status_code == 404


def test_an_upload_becomes_a_photo_with_its_words(editor):
    words = {"caption": "Dòng một\r\nDòng hai", "credit": "Ảnh: Hải Đăng"}

    response = editor.post(UPLOAD, sent(picture_bytes((800, 600)), **words))

    photo = Photo.objects.get()
    answer = response.json()
    assert (response.status_code, answer["known"], answer["notes"]) == (200, False, [])
    assert answer["photo"]["id"] == photo.pk
    assert (photo.alt, photo.caption) == ("Cầu lúc bình minh", "Dòng một\nDòng hai")
    assert photo.uploaded_by is not None
    logged = photo._meta.apps.get_model("admin.LogEntry").objects.get()
    assert (logged.object_id, logged.action_flag) == (str(photo.pk), 1)


def test_an_upload_says_what_was_converted(editor):
    answer = editor.post(UPLOAD, sent(files.animated("GIF"))).json()

    assert answer["notes"] == [str(PHOTO_NOTES["animated"])]


def test_a_known_file_offers_the_photo_that_is_there(editor):
    photo = make_photo(alt="Lời cũ")
    with photo.original.open() as original:
        content = original.read()

    answer = editor.post(UPLOAD, sent(content)).json()

    assert (answer["known"], answer["photo"]["id"], answer["photo"]["alt"]) == (
        True,
        photo.pk,
        "Lời cũ",
    )
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({"alt": "x"}, ["file"]),
        (sent(picture_bytes(), alt=""), ["alt"]),
        (sent(picture_bytes(), alt=" \u00a0 "), ["alt"]),
        (sent(picture_bytes(), alt="a\u202eb"), ["alt"]),
        (sent(picture_bytes(), alt="a" * 301), ["alt"]),
        (sent(picture_bytes(), caption="a" * 1001), ["caption"]),
        (sent(picture_bytes(), credit="a\x01"), ["credit"]),
        (sent(files.SCRIPT), ["file"]),
        (sent(b""), ["file"]),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(editor, form, errors):
    response = editor.post(UPLOAD, form)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == errors
    assert not Photo.objects.exists()


def test_a_refusal_is_one_plain_sentence(editor):
    response = editor.post(UPLOAD, sent(files.SVG, "a.svg"))

    assert json.loads(response.content)["errors"] == {"file": [str(PHOTO_FAULTS["not-a-picture"])]}


def test_text_is_put_into_nfc(editor):
    import unicodedata

    editor.post(UPLOAD, sent(picture_bytes(), alt=unicodedata.normalize("NFD", "Cầu Trầm")))

    assert Photo.objects.get().alt == "Cầu Trầm"
