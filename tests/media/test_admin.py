"""Photos and documents in the admin: lists, forms, adding and deleting, and who may do each."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from media import usage
from media.models import Document, Photo
from media.uploads.faults import PHOTO_FAULTS
from tests.factories import make_photo, make_user, picture_bytes
from tests.media import files, office
from tests.media.people import may
from tests.media.test_documents import send as send_document

pytestmark = pytest.mark.django_db

PHOTOS, DOCUMENTS = "/admin/media/photo/", "/admin/media/document/"


@pytest.fixture
def chief(client):
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def used(monkeypatch):
    """Call it with a photo or a document: it is then used at these places, or in an article."""
    found = {}

    def finder(ids):
        return {pk: found[pk] for pk in ids if pk in found}

    def use(held, *places, kind=usage.PHOTO):
        found[held.pk] = list(places) or [("Bài “Cầu mới”", "/admin/news/article/7/change/")]

    monkeypatch.setattr(usage, "_finders", {usage.PHOTO: [finder], usage.DOCUMENT: [finder]})
    return use


def rows(response) -> list:
    return list(response.context["cl"].result_list)


@pytest.mark.parametrize(
    ("rights", "view", "add", "change", "delete"),
    [
        ([], 403, 403, 403, 403),
        (["view_photo"], 200, 403, 200, 403),
        (["add_photo"], 403, 200, 403, 403),
        (["change_photo"], 200, 403, 200, 403),
        (["delete_photo", "view_photo"], 200, 403, 200, 200),
    ],
)
def test_each_page_asks_for_its_right(client, rights, view, add, change, delete):
    photo = make_photo()
    client.force_login(may(make_user(), *rights))

    assert client.get(PHOTOS).status_code == view
    assert client.get(f"{PHOTOS}add/").status_code == add
    assert client.get(f"{PHOTOS}{photo.pk}/change/").status_code == change
    assert client.get(f"{PHOTOS}{photo.pk}/delete/").status_code == delete


def test_seeing_is_not_changing(client):
    photo = make_photo(alt="Lời cũ")
    client.force_login(may(make_user(), "view_photo"))

    assert client.post(f"{PHOTOS}{photo.pk}/change/", {"alt": "Lời mới"}).status_code == 403
    assert client.post(f"{PHOTOS}add/", {"alt": "Lời mới"}).status_code == 403
    photo.refresh_from_db()
    assert photo.alt == "Lời cũ"


def test_documents_ask_for_their_own_rights(client):
    document = send_document(office.PDF)[0]
    client.force_login(may(make_user(), "view_photo", "add_photo", "change_photo"))

    for address in (DOCUMENTS, f"{DOCUMENTS}add/", f"{DOCUMENTS}{document.pk}/change/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_any_number_of_photos(chief, django_assert_num_queries, count):
    for _ in range(count):
        make_photo(by=make_user())

    # The queries: session; user; photos that were set aside; oldest month; count up to the cap; the
    # photos; the header.
    with django_assert_num_queries(7):
        assert len(rows(chief.get(PHOTOS))) == count


def test_the_list_shows_thumbnails_with_their_measures(chief):
    photo = make_photo(alt="Cầu lúc bình minh")

    html = chief.get(PHOTOS).content.decode()

    assert (
        f'src="/admin/tep/anh/{photo.key[:2]}/{photo.key}/goc.jpg" alt="Cầu lúc bình minh"' in html
    )


@pytest.mark.parametrize("query", ["q=dang", "q=ĐẢNG bộ"])
def test_search_folds_accents(chief, query):
    found = make_photo(alt="đảng bộ thành phố")
    make_photo(alt="khác")

    assert rows(chief.get(f"{PHOTOS}?{query}")) == [found]


@pytest.mark.parametrize(
    "query",
    [
        *("ban-nho=loi", "ban-nho=cho", "ban-nho=xong", "ban-nho=x", "thang=2020-13", "p=99"),
        *("p=x", "e=1", "thang=%00", "q=%00dang", "alt__regex=(", "o=99", "all="),
        "q=" + "x" * 5000,
    ],
)
def test_no_query_breaks_the_list(chief, query):
    make_photo()

    assert chief.get(f"{PHOTOS}?{query}").status_code in {200, 302, 400}


def test_photos_set_aside_are_named_and_tried_again(chief):
    stuck, fine = make_photo(), make_photo()
    Photo.objects.filter(pk=stuck.pk).update(attempts=3, fault="lost")
    Photo.objects.filter(pk=fine.pk).update(rendered=True, widths=[96])

    html = chief.get(PHOTOS).content.decode()
    assert "?ban-nho=loi" in html and str(PHOTO_FAULTS["lost"]) in html
    listed = chief.get(f"{PHOTOS}?ban-nho=loi")
    assert rows(listed) == [stuck]

    chief.post(PHOTOS, {"action": "make_again", "_selected_action": [stuck.pk, fine.pk]})

    stuck.refresh_from_db()
    assert (stuck.attempts, stuck.fault) == (0, "")
    assert list(Photo.objects.waiting()) == [stuck]


def test_the_form_has_the_same_button(chief):
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(attempts=3, fault="lost")

    html = chief.get(f"{PHOTOS}{photo.pk}/change/").content.decode()
    assert 'name="_make_again"' in html
    response = chief.post(f"{PHOTOS}{photo.pk}/change/", {"alt": "Cầu", "_make_again": "1"})

    assert response.status_code == 302
    photo.refresh_from_db()
    assert (photo.attempts, photo.fault, photo.alt) == (0, "", "Cầu")


def test_the_form_changes_the_words_and_never_the_file(chief):
    photo = make_photo()
    words = {"alt": "Cầu", "caption": "Một\r\nHai", "credit": "Ảnh: A", "taken_on": "05/03/2020"}

    chief.post(f"{PHOTOS}{photo.pk}/change/", {**words, "key": "x", "width": "7", "place": "Bến"})

    changed = Photo.objects.get()
    assert (changed.alt, changed.caption, str(changed.taken_on)) == (
        "Cầu",
        "Một\nHai",
        "2020-03-05",
    )
    assert (changed.key, changed.width) == (photo.key, photo.width)
    assert list(Photo.objects.holding("ben")) == [photo]


@pytest.mark.parametrize("alt", ["", "  ", "a\u202eb", "a" * 301])
def test_alternative_text_is_asked_for(chief, alt):
    photo = make_photo(alt="Lời cũ")

    response = chief.post(f"{PHOTOS}{photo.pk}/change/", {"alt": alt})

    assert list(response.context["adminform"].form.errors) == ["alt"]
    photo.refresh_from_db()
    assert photo.alt == "Lời cũ"


def test_the_form_says_where_a_photo_is_used(chief, used):
    photo = make_photo()
    assert "/admin/news/article/7/" not in chief.get(f"{PHOTOS}{photo.pk}/change/").content.decode()

    used(photo, *[(f"Bài <{n}>", f"/admin/news/article/{n}/change/") for n in range(25)])
    html = chief.get(f"{PHOTOS}{photo.pk}/change/").content.decode()

    assert '<a href="/admin/news/article/7/change/">Bài &lt;7&gt;</a>' in html
    assert html.count("/admin/news/article/") == 20


@pytest.mark.parametrize("way", ["one", "several"])
def test_a_used_photo_is_not_deleted_and_the_place_is_named(chief, used, way):
    photo, other = make_photo(), make_photo()
    used(photo)
    if way == "one":
        address, form = f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"}
    else:
        address = PHOTOS
        form = {
            "action": "delete_selected",
            "_selected_action": [photo.pk, other.pk],
            "post": "yes",
        }

    html = chief.post(address, form).content.decode()

    assert '<a href="/admin/news/article/7/change/">Bài “Cầu mới”</a>' in html
    assert Photo.objects.count() == 2


@pytest.mark.parametrize("way", ["one", "several"])
def test_a_photo_that_nobody_uses_is_deleted(
    chief, way, library_files, django_capture_on_commit_callbacks
):
    photo = make_photo()
    form = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        if way == "one":
            chief.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})
        else:
            chief.post(PHOTOS, form)

    assert not Photo.objects.exists()
    assert library_files() == []


def test_a_photo_used_in_a_row_of_the_database_is_kept_even_where_no_one_registered(chief):
    from tests.factories import make_source

    photo = make_photo()
    make_source(logo=photo)

    response = chief.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})

    assert response.status_code == 200
    assert Photo.objects.exists()


def test_use_that_came_up_meanwhile_is_told(chief, monkeypatch):
    from media.admin import PhotoAdmin
    from tests.factories import make_source

    photo = make_photo()
    make_source(logo=photo)
    monkeypatch.setattr(PhotoAdmin, "get_deleted_objects", lambda *a: ([], {}, set(), []))

    one = chief.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})
    form = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    several = chief.post(PHOTOS, form)

    assert (one.status_code, several.status_code) == (302, 302)
    assert Photo.objects.exists()


def test_adding_works_without_script(chief):
    file = SimpleUploadedFile("cầu.jpg", picture_bytes((640, 480)))

    response = chief.post(
        f"{PHOTOS}add/", {"file": file, "alt": "Cầu", "caption": "Một\r\nHai", "credit": "Ảnh: A"}
    )

    photo = Photo.objects.get()
    assert response.status_code == 302
    assert (photo.alt, photo.caption, photo.credit) == ("Cầu", "Một\nHai", "Ảnh: A")
    assert photo.uploaded_by == get_user_model().objects.get()


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({}, ["file", "alt"]),
        ({"alt": "Cầu"}, ["file"]),
        ({"alt": "Cầu", "file": (files.SVG, "a.svg")}, ["file"]),
        ({"alt": "", "file": (picture_bytes(), "a.jpg")}, ["alt"]),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_the_words_are_kept(chief, form, errors):
    if "file" in form:
        form = {**form, "file": SimpleUploadedFile(form["file"][1], form["file"][0])}

    response = chief.post(f"{PHOTOS}add/", {**form, "caption": "Lời giữ lại"})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == errors
    assert "Lời giữ lại" in response.content.decode()
    assert not Photo.objects.exists()


def test_a_known_file_leads_to_the_photo_that_is_there(chief):
    photo = make_photo()
    with photo.original.open() as original:
        file = SimpleUploadedFile("a.jpg", original.read())

    response = chief.post(f"{PHOTOS}add/", {"file": file, "alt": "Cầu"})

    assert f'<a href="{PHOTOS}{photo.pk}/change/">' in str(response.context["form"].errors["file"])


def test_the_child_works_outside_of_any_transaction(chief, monkeypatch):
    from django.db import connection

    seen = []

    def ingest(upload, **words):
        seen.append(len(connection.savepoint_ids))
        from media.uploads.photos import TakenPhoto

        return TakenPhoto(make_photo(), ())

    monkeypatch.setattr("media.uploads.photos.take_photo", ingest)
    chief.post(f"{PHOTOS}add/", {"file": SimpleUploadedFile("a", b"x"), "alt": "Cầu"})

    # No savepoint, so only the transaction of the test is open.
    assert seen == [0]


def test_a_document_is_added_listed_found_and_renamed(chief):
    file = SimpleUploadedFile("ke hoach.pdf", office.PDF)
    chief.post(f"{DOCUMENTS}add/", {"file": file, "title": "Kế hoạch 12/KH-UBND"})

    document = Document.objects.get()
    assert rows(chief.get(f"{DOCUMENTS}?q=ke hoach")) == [document]
    name = document.file.name
    chief.post(f"{DOCUMENTS}{document.pk}/change/", {"title": "Kế hoạch 13/KH-UBND"})
    document.refresh_from_db()
    assert (document.title, document.file.name) == ("Kế hoạch 13/KH-UBND", name)
    assert chief.get(document.file.url).getvalue() == office.PDF


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({}, ["file", "title"]),
        ({"title": "Kế hoạch", "file": (b"MZ" * 900, "a.pdf")}, ["file"]),
        ({"title": "a\x01", "file": (office.PDF, "a.pdf")}, ["title"]),
    ],
)
def test_a_wrong_document_is_told_beside_its_field(chief, form, errors):
    if "file" in form:
        form = {**form, "file": SimpleUploadedFile(form["file"][1], form["file"][0])}

    response = chief.post(f"{DOCUMENTS}add/", form)

    assert list(response.context["form"].errors) == errors
    assert not Document.objects.exists()


def test_a_used_document_is_not_deleted(chief, used):
    document = send_document(office.PDF)[0]
    used(document)

    html = chief.post(f"{DOCUMENTS}{document.pk}/delete/", {"post": "yes"}).content.decode()

    assert "/admin/news/article/7/change/" in html
    assert Document.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_documents_costs_the_same_for_any_number(
    chief, django_assert_num_queries, count
):
    for n in range(count):
        send_document(office.PDF + b"\n" * n + b"%%EOF", title=f"Kế hoạch {n}")

    with django_assert_num_queries(6):
        assert len(rows(chief.get(DOCUMENTS))) == count
