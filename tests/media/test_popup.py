"""The pop-up behind the “+” of a field: which photo or document it puts into the field, and for
whom."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from media.models import Document
from tests.factories import make_photo, make_user
from tests.media import office
from tests.media.people import may
from tests.media.test_documents import send as send_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    client.force_login(make_user(is_superuser=True))
    return client


def popup(client, kind: str, **form) -> tuple:
    """Send the form of a pop-up. Returns the response, and the key and the name that it puts into
    the field (None if it puts nothing there)."""
    response = client.post(f"/admin/media/{kind}/add/", {"_popup": "1", "_to_field": "id", **form})
    found = re.search(r'data-popup-response="([^"]*)"', response.content.decode())
    return response, json.loads(unescape(found[1])) if found else None


def test_a_new_document_goes_to_the_field(chief):
    assert 'name="_popup"' in chief.get("/admin/media/document/add/?_popup=1").content.decode()
    file = SimpleUploadedFile("a.pdf", office.PDF)

    given = popup(chief, "document", file=file, title="Kế hoạch")[1]

    assert given == {"value": str(Document.objects.get().pk), "obj": "Kế hoạch"}


@pytest.fixture(params=["document", "photo"])
def known(request):
    """The kind and the row of a file in the library, and a form that sends the same file again."""
    if request.param == "document":
        held = send_document(office.PDF, title="Kế hoạch 12")[0]
        form = {"file": SimpleUploadedFile("b.pdf", office.PDF), "title": "Tên khác"}
    else:
        held = make_photo(alt="Cầu Trầm")
        with held.original.open() as original:
            form = {"file": SimpleUploadedFile("b.jpg", original.read()), "alt": "Cầu"}
    return request.param, held, form


def test_a_known_file_sent_in_a_pop_up_is_offered_to_its_field(client, known):
    kind, held, form = known
    client.force_login(may(make_user(), f"add_{kind}", f"view_{kind}"))

    response, given = popup(client, kind, **form)

    button = f'<button type="submit" class="button" name="_use" value="{held.pk}">'
    assert given is None
    assert str(held) in str(response.context["form"].errors["file"])
    assert button in response.content.decode()
    assert popup(client, kind, _use=held.pk)[1] == {"value": str(held.pk), "obj": str(held)}
    assert type(held).objects.get() == held


def test_outside_of_a_pop_up_a_known_file_is_only_named(client, known):
    kind, held, form = known
    client.force_login(may(make_user(), f"add_{kind}", f"view_{kind}"))

    response = client.post(f"/admin/media/{kind}/add/", form)

    assert str(held) in response.content.decode()
    assert 'name="_use"' not in response.content.decode()


def test_who_may_not_see_it_is_offered_nothing(client, known):
    kind, _, form = known
    client.force_login(may(make_user(), f"add_{kind}"))

    response, given = popup(client, kind, **form)

    assert given is None
    assert 'name="_use"' not in response.content.decode()


@pytest.mark.parametrize("rights", [["add"], ["view"], []])
def test_what_one_may_not_see_or_add_is_not_given_to_a_field(client, known, rights):
    kind, held, _ = known
    client.force_login(may(make_user(), *(f"{right}_{kind}" for right in rights)))

    response, given = popup(client, kind, _use=held.pk)

    assert (response.status_code, given) == (403, None)


@pytest.mark.parametrize("wanted", ["", "0", "-1", "x", "9" * 30, "1\0", "١"])
def test_a_key_of_nothing_is_not_found(chief, wanted):
    response, given = popup(chief, "document", _use=wanted)

    assert (response.status_code, given) == (404, None)


def test_a_field_that_no_form_asks_for_is_refused_before_anything_is_taken(chief):
    file = SimpleUploadedFile("a.pdf", office.PDF)

    response, given = popup(chief, "document", file=file, title="Kế hoạch", _to_field="digest")

    assert (response.status_code, given) == (400, None)
    assert not Document.objects.exists()
