"""Files are public while a row names them that needs no edition: a portrait, a page, a link."""

from datetime import timedelta

import pytest
from django.test import Client

from agency.models import Notice
from editor.fields import BodyField
from media.models import Photo, photo_folder
from sections.models import Link, LinkList, Section
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_source,
    make_user,
    publish,
)
from tests.news.editions.files import folders, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def test_a_portrait_is_public_while_the_author_has_it(committed, shown):
    author, before, after = make_author(), make_photo(), make_photo()

    def set_portrait(photo):
        author.portrait = photo
        author.save()
        return shown

    assert committed(lambda: set_portrait(before))() == folders(before)
    assert committed(lambda: set_portrait(after))() == folders(after)
    assert committed(lambda: set_portrait(None))() == []


def test_the_logo_of_an_ended_source_stays_while_an_edition_shows_it(committed, shown):
    logo = make_photo()
    source = make_source(logo=logo)
    committed(lambda: publish(make_article(source=source)))

    def change_logo():
        source.logo = None
        source.save()

    committed(change_logo)

    assert shown() == folders(logo)


def test_a_document_is_public_while_a_text_leads_to_it(committed, shown):
    of_article, of_page, of_notice = (make_document(title) for title in ("Một", "Hai", "Ba"))

    def link(document):
        return f"/tep/{document.file.name}"

    committed(lambda: publish(make_article(body=f'<p><a href="{link(of_article)}">Một</a></p>')))
    page = Section(
        title="Giới thiệu", kind="page", body=f'<p><a href="{link(of_page)}">Hai</a></p>'
    )
    committed(page.save)
    notice = Notice(text="Cắt nước", link=link(of_notice))
    committed(notice.save)
    assert shown() == folders(of_article, of_page, of_notice)

    committed(page.delete)
    committed(notice.delete)

    assert shown() == folders(of_article)


def test_a_photo_in_a_static_page_is_public_and_shown(committed, shown):
    photo = make_photo(alt="Trụ sở")
    body = f'<p>Trước</p><figure data-photo="{photo.pk}"><figcaption>Nhà A</figcaption></figure>'
    page = Section(title="Liên hệ", kind="page", body=body)
    committed(page.save)

    html = Client().get(page.get_absolute_url()).content.decode()

    assert shown() == folders(photo)
    assert f'<img src="/tep/{photo_folder(photo.key)}/goc.jpg"' in html
    assert 'alt="Trụ sở"' in html


def test_a_photo_in_a_static_page_is_not_deleted(client):
    client.force_login(make_user(is_superuser=True))
    photo = make_photo()
    body = f'<figure data-photo="{photo.pk}"></figure>'
    Section(title="Liên hệ", slug="lien-he", kind="page", body=body).save()

    client.post(f"/admin/media/photo/{photo.pk}/delete/", {"post": "yes"})

    assert Photo.objects.filter(pk=photo.pk).exists()


def test_what_goes_with_another_row_takes_its_files_along(committed, shown):
    document, links_below = make_document(), LinkList(title="Liên kết")
    links_below.save()
    address = f"https://hailam.example/tep/{document.file.name}"
    committed(Link(list=links_below, title="Kế hoạch", url=address).save)
    assert shown() == folders(document)

    committed(links_below.delete)

    assert shown() == []


def test_a_notice_that_is_ended_by_hand_takes_its_file_along(committed, shown, clock):
    document = make_document()
    notice = Notice(text="Cắt nước", link=f"/tep/{document.file.name}")
    committed(notice.save)

    def end(at):
        notice.expires_at = at
        notice.save()
        return shown

    assert committed(lambda: end(clock.now - timedelta(minutes=1)))() == []
    assert committed(lambda: end(clock.now + timedelta(minutes=1)))() == folders(document)


@pytest.mark.parametrize("before", ["/admin", "/xem-duyet/abc", "/tep/x", "https://khac.example/a"])
def test_an_address_that_only_ends_so_makes_no_file_public(committed, shown, before):
    document = make_document()

    committed(Notice(text="Cắt nước", link=f"{before}/tep/{document.file.name}").save)

    assert shown() == []


@pytest.mark.parametrize("before", ["/admin", "http://hailam.test/admin", "http://hailam.test"])
def test_a_copied_address_leads_readers_to_the_public_one(settings, before):
    settings.PUBLIC_URL, settings.ADMIN_URL = "http://hailam.test", ""

    body = BodyField().clean(f'<p><a href="{before}/tep/van-ban/0a/ke-hoach.pdf">Kế hoạch</a></p>')

    assert body == '<p><a href="/tep/van-ban/0a/ke-hoach.pdf">Kế hoạch</a></p>'
