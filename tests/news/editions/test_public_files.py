"""Files are public while something that readers see, or will see, names them."""

import os
import shutil
from datetime import timedelta
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts import roles
from agency.models import Notice
from delivery import purging
from delivery.models import Purge
from editor.fields import BodyField
from media.models import Document, Photo, document_folder, photo_folder
from media.public_files.refresh import PublicFilesChore, adopt_all, compare
from media.renditions import render
from media.uploads.documents import take_document
from news.desk import steps
from news.editions.models import EditionDocument, EditionPhoto
from news.models import Attachment
from news.review_links import links
from sections.models import Link, LinkList, Section
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_source,
    make_user,
    publish,
)
from tests.media.office import pdf
from tests.news.review_links.reviewing import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


@pytest.fixture
def shown(public_files):
    """Call it for the folders of all files that readers may see."""
    return lambda: sorted({name.rpartition("/")[0] for name in public_files()})


def make_document(title: str = "Kế hoạch 12") -> Document:
    return take_document(ContentFile(pdf(words=title), name="a.pdf"), title=title)[0]


def asked(client: Client, address: str):
    """The answer, read to its end, so that its file is closed."""
    answer = client.get(address)
    answer.getvalue()
    return answer


def folders(*files: Photo | Document) -> list[str]:
    return sorted(
        photo_folder(each.key) if isinstance(each, Photo) else document_folder(each.file.name)
        for each in files
    )


def move_as_0_1_0_had_them(folder: Path) -> None:
    """All files of the library are public, and there is no library."""
    shutil.rmtree(folder / "tep", ignore_errors=True)
    for mark in (folder / "library").glob(".*"):
        mark.unlink()
    (folder / "library").rename(folder / "tep")


def with_files(**fields):
    """An article with a lead photo, a photo in its text and an attached document; and these."""
    lead, figure, document = make_photo(), make_photo(), make_document()
    article = make_article(
        lead_photo=lead, body=f'<figure data-photo="{figure.pk}"></figure>', **fields
    )
    Attachment.objects.create(article=article, document=document)
    return article, (lead, figure, document)


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
