"""Files are public while an edition names them; who else sees a file, and at which address."""

from datetime import timedelta
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts import roles
from media.models import photo_folder
from news.desk import steps
from news.editions.models import EditionDocument, EditionPhoto
from news.models import Attachment
from news.review_links import links
from tests.factories import (
    make_article,
    make_photo,
    make_publisher,
    make_source,
    make_user,
    publish,
)
from tests.news.editions.files import folders, make_document, with_files
from tests.news.review_links.reviewing import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def asked(client: Client, address: str):
    """The answer, read to its end, so that its file is closed."""
    answer = client.get(address)
    answer.getvalue()
    return answer


def test_a_file_is_public_when_an_edition_that_names_it_is_made(committed, shown):
    article, files = with_files()
    _draft, _others = with_files()

    assert shown() == []
    committed(lambda: publish(article))

    assert shown() == folders(*files)


def test_the_files_of_a_scheduled_edition_are_there_before_its_moment(committed, shown):
    article, files = with_files()

    committed(lambda: publish(article, at=timezone.now() + timedelta(hours=1)))

    assert shown() == folders(*files)


def test_a_cancelled_edition_takes_its_files_along(committed, shown):
    article, _files = with_files()
    committed(lambda: publish(article, at=timezone.now() + timedelta(hours=1)))

    committed(lambda: steps.cancel(article, by=make_publisher()))

    assert shown() == []


def test_a_withdrawn_article_leaves_only_what_others_name(committed, shown):
    article, (lead, _figure, _document) = with_files()
    other = make_article("Bài khác", lead_photo=lead)
    committed(lambda: publish(article))
    committed(lambda: publish(other))

    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))

    assert shown() == folders(lead)


def test_what_is_brought_back_has_its_files_again(committed, shown):
    article, files = with_files()
    committed(lambda: publish(article))
    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))

    committed(lambda: steps.bring_back(article, by=make_publisher()))

    assert shown() == folders(*files)


def test_a_reader_gets_404_then_the_file_then_410(committed):
    article, (lead, _figure, document) = with_files()
    addresses = [f"/tep/{photo_folder(lead.key)}/goc.jpg", f"/tep/{document.file.name}"]

    def answers():
        found = [asked(Client(), address) for address in addresses]
        return [(each.status_code, each["Cache-Control"]) for each in found]

    assert answers() == [(404, "no-cache")] * 2
    committed(lambda: publish(article))
    assert answers() == [(200, "public, max-age=86400")] * 2
    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))
    assert answers() == [(410, "no-cache")] * 2


def test_a_file_is_served_without_the_database(committed, django_assert_num_queries):
    photo = make_photo()
    committed(lambda: publish(make_article(lead_photo=photo)))

    with django_assert_num_queries(0):
        answer = asked(Client(), f"/tep/{photo_folder(photo.key)}/goc.jpg")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("group", "status"), [(None, 403), (roles.CONTRIBUTORS, 200), (roles.PUBLISHERS, 200)]
)
def test_staff_see_every_file_with_the_right_to_see_its_kind(client, group, status):
    client.force_login(make_user(group))
    photo, document = make_photo(), make_document()

    addresses = f"/admin/tep/{photo_folder(photo.key)}/goc.jpg", document.file.url

    assert [asked(client, each).status_code for each in addresses] == [status] * 2


def test_nobody_else_sees_a_file_of_staff():
    photo = make_photo()

    answer = Client().get(f"/admin/tep/{photo_folder(photo.key)}/goc.jpg")

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


def test_the_preview_shows_files_at_the_addresses_of_staff(desk):
    article, (lead, figure, document) = with_files()

    html = unescape(desk.get(f"/admin/news/article/{article.pk}/preview/").content.decode())

    for name in (f"{photo_folder(lead.key)}/goc.jpg", f"{photo_folder(figure.key)}/goc.jpg"):
        assert f'src="/admin/tep/{name}"' in html
    assert f'href="/admin/tep/{document.file.name}"' in html
    assert '"/tep/' not in html.partition("<article")[2].partition("</article")[0]


def test_a_review_link_serves_the_files_of_its_own_text_while_it_works():
    article, (lead, figure, document) = with_files()
    other = make_photo()
    link, address = send(article)
    html = Client().get(address).content.decode()
    own = [
        f"{address}tep/{photo_folder(lead.key)}/goc.jpg",
        f"{address}tep/{photo_folder(figure.key)}/goc.jpg",
        f"{address}tep/{document.file.name}",
    ]
    secret = [f"{address}tep/{photo_folder(other.key)}/goc.jpg", f"{address}tep/../secret-key"]

    def statuses(addresses):
        return [asked(Client(), each).status_code for each in addresses]

    assert [each in html for each in own] == [True] * 3
    assert (statuses(own), statuses(secret)) == ([200] * 3, [404] * 2)
    links.revoke(article, link.pk, by=make_publisher())
    assert statuses(own) == [404] * 3


def test_the_form_of_a_file_says_whether_readers_may_see_it(client, committed):
    client.force_login(make_publisher())
    document, photo = make_document(), make_photo()
    forms = {
        f"/admin/media/document/{document.pk}/change/": f"/tep/{document.file.name}",
        f"/admin/media/photo/{photo.pk}/change/": f"/tep/{photo_folder(photo.key)}/goc.jpg",
    }

    def said():
        pages = {form: client.get(form).content.decode() for form in forms}
        return [
            (f'<a href="{public}">' in pages[form], "Chưa công khai" in pages[form])
            for form, public in forms.items()
        ]

    assert said() == [(False, True)] * 2
    article = make_article(lead_photo=photo)
    Attachment.objects.create(article=article, document=document)
    committed(lambda: publish(article))
    assert said() == [(True, False)] * 2


def test_each_reviewer_gets_the_addresses_of_their_own_link():
    article = make_article(body="<p>Không có ảnh.</p>", publish_at=timezone.now() + timedelta(1))
    document = make_document()
    Attachment.objects.create(article=article, document=document)
    addresses = [send(article, recipient=name)[1] for name in ("Ông A", "Bà B")]

    pages = [Client().get(each).content.decode() for each in addresses]

    assert [
        f"{each}tep/{document.file.name}" in page
        for each, page in zip(addresses, pages, strict=True)
    ] == [True, True]
    assert addresses[0] not in pages[1]


def test_below_a_review_link_every_answer_hides_the_address():
    article, (lead, _figure, _document) = with_files()
    _link, address = send(article)

    for name in (f"{photo_folder(lead.key)}/goc.jpg", "anh/00/00/goc.jpg"):
        answer = asked(Client(), f"{address}tep/{name}")
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
            "no-referrer",
            "noindex, nofollow",
        )
        assert answer["Cache-Control"] == "private, no-store"


def test_staff_get_a_file_that_they_have_only_once(client):
    client.force_login(make_publisher())
    photo = make_photo()
    address = f"/admin/tep/{photo_folder(photo.key)}/goc.jpg"
    first = asked(client, address)

    again = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})

    assert (first.status_code, again.status_code, again.getvalue()) == (200, 304, b"")


def test_an_edition_of_0_1_0_gets_a_row_for_each_file_that_it_names():
    logo, linked = make_photo(), make_document()
    body = f'<p><a href="/tep/{linked.file.name}">Kế hoạch</a></p>'
    edition = publish(make_article(source=make_source(logo=logo), body=body, lead_photo=logo))
    EditionPhoto.objects.all().delete()
    EditionDocument.objects.all().delete()

    import_module("news.migrations.0002_files_of_editions").add_rows(apps, None)

    assert list(EditionPhoto.objects.values_list("edition", "photo")) == [(edition.pk, logo.pk)]
    assert list(EditionDocument.objects.values_list("edition", "document")) == [
        (edition.pk, linked.pk)
    ]
