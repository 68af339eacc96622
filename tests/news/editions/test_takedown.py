"""A photo or document that is taken down is gone at once; articles keep their words."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import roles
from audit.models import Entry, Kind
from delivery.public_page import TAGS_HEADER
from media.models import Document, Photo, Takedown, photo_folder
from media.public_files import links, refresh
from media.takedown.take_down import take_down
from media.uploads.documents import take_document
from media.uploads.photos import take_photo
from news.desk import steps
from news.editions import lifecycle
from news.models import Attachment, Edition
from news.search.find import find
from news.search.query import parse
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_user,
    picture_bytes,
    publish,
)
from tests.media.office import pdf
from tests.news.editions.files import NOTE, pages, read
from tests.news.pages.page_text import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def test_its_files_are_gone_on_disk_and_for_readers(live, remove, library_files, sent_files):
    _article, lead, figure, document, _edition = live
    name = f"{photo_folder(lead.key)}/goc.{lead.format}"
    assert Client().get(f"/tep/{name}").getvalue()

    remove(lead)
    remove(document)

    assert [read(f"/tep/{each}") for each in (name, document.file.name)] == [410, 410]
    assert library_files() == [f"{photo_folder(figure.key)}/goc.{figure.format}"]
    assert sent_files() == [figure.original.name]


def test_live_pages_keep_their_words_with_a_note_in_its_place(live, remove):
    _article, lead, figure, _document, edition = live
    before = {each: read(each) for each in pages(edition)}
    assert all(lead.key in html for html in before.values())

    remove(lead)
    remove(figure)

    after = {each: read(each) for each in pages(edition)}
    assert not any(lead.key in html or figure.key in html for html in after.values())
    page, printed, home, *_feeds = after.values()
    assert [html.count(NOTE) for html in (page, printed, home)] == [2, 2, 1]
    for words in ("Cầu trong mưa", "Ảnh: Lan", "Chợ sáng"):
        assert words in page
        assert words in printed
    assert "og:image" not in page


def test_its_words_go_too_if_asked(live, remove):
    _article, lead, _figure, document, edition = live

    remove(lead, words=True)
    remove(document, words=True)

    for html in (read(each) for each in pages(edition)):
        for words in ("Cầu dây văng", "Cầu trong mưa", "Ảnh: Lan", "Kế hoạch 12"):
            assert words not in html


def found(words: str) -> list[int]:
    return find(parse(words)).hits


def test_a_search_does_not_find_hidden_words(live, remove):
    article, lead, figure, document, _edition = live
    captions = ("Cầu trong mưa", '"cầu trong mưa"', "chợ sáng", '"chợ sáng"', "kế hoạch 12")
    assert [found(words) for words in captions] == [[article.pk]] * 5

    remove(lead, words=True)
    remove(figure)
    remove(document, words=True)

    assert [found(words) for words in captions] == [[], [], [article.pk], [article.pk], []]
    remove(figure, words=True)
    assert [found(words) for words in captions] == [[]] * 5
    assert found(article.title) == [article.pk]


def test_an_excerpt_has_no_hidden_words(committed, remove, client):
    # The caption alone has the word, so the excerpt is of it.
    words = {"lead": "", "body": "<p>Không.</p>", "lead_caption": "Cầu đêm"}
    article = make_article("Cầu trong mưa", lead_photo=make_photo(), **words)
    committed(lambda: publish(article))

    def found():
        html = client.get("/tim-kiem/", {"q": "cầu"}).content.decode()
        return unescape(re.sub("</?mark>", "", html))

    assert "Cầu đêm" in found()
    remove(article.lead_photo, words=True)

    assert "Cầu trong mưa" in found()
    assert "Cầu đêm" not in found()


def test_what_was_indexed_again_leaves_the_index_whole(live, remove, committed):
    article, lead, *_rest = live
    remove(lead, words=True)
    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))

    lifecycle.sweep(timezone.now() + timedelta(minutes=1))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM news_search")
        assert cursor.fetchone() == (0,)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT rowid FROM news_search WHERE news_search MATCH 'cau'")
            assert cursor.fetchall() == []


def test_a_preview_names_it_without_a_link(live, remove, desk):
    article, _lead, _figure, document, _edition = live

    remove(document)

    html = unescape(desk.get(f"/admin/news/article/{article.pk}/preview/").content.decode())
    assert "Kế hoạch 12: tài liệu này đã được gỡ" in html
    assert document.file.name not in html


def test_an_attachment_is_named_without_a_link(live, remove):
    _article, _lead, _figure, document, edition = live

    remove(document)

    page, printed, *_ = (read(each) for each in pages(edition))
    assert document.file.name not in page
    for html in (page, printed):
        assert "Kế hoạch 12: tài liệu này đã được gỡ" in html


def test_a_page_that_this_process_has_made_before_is_made_anew(committed, remove):
    article = make_article(body="<p>Không có ảnh.</p>")
    document = take_document(ContentFile(pdf(words="Kế hoạch"), name="a.pdf"), title="Kế hoạch 12")
    Attachment.objects.create(article=article, document=document[0])
    page = address(committed(lambda: publish(article)))
    assert document[0].file.name in read(page)

    remove(document[0])

    assert document[0].file.name not in read(page)


def test_a_search_of_hidden_words_is_tagged_with_their_files(live, client):
    _article, _lead, figure, document, _edition = live

    answer = client.get("/tim-kiem/", {"q": "chợ sáng"})

    assert {f"photo-{figure.pk}", f"document-{document.pk}"} <= set(answer[TAGS_HEADER].split())


def test_the_edition_keeps_its_document_and_its_hash(live, remove):
    _article, lead, _figure, _document, edition = live
    before = Edition.objects.values("document", "digest", "code").get(pk=edition.pk)

    remove(lead, words=True)

    assert Edition.objects.values("document", "digest", "code").get(pk=edition.pk) == before
    assert Photo.objects.get(pk=lead.pk).alt == lead.alt


def test_later_editions_show_the_note_too(live, remove, committed):
    article, lead, _figure, _document, edition = live
    remove(lead)

    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))
    committed(lambda: steps.bring_back(article, by=make_publisher()))

    assert NOTE in read(address(edition))
    assert not Path(links.public().path(photo_folder(lead.key))).exists()


def test_a_portrait_and_a_logo_are_not_shown(remove, committed):
    portrait, logo = make_photo(), make_photo()
    author = make_author()
    author.portrait = portrait
    committed(author.save)
    make_agency(logo=logo)
    committed(lambda: publish(make_article(authors=[author])))
    profile = f"/tac-gia/{author.slug}/"
    assert portrait.key in read(profile)
    assert logo.key in read("/")

    remove(portrait)
    remove(logo)

    assert portrait.key not in read(profile)
    assert logo.key not in read("/")


def test_the_same_file_is_not_taken_again(remove):
    content = picture_bytes((96, 64), seed=7)
    photo = take_photo(ContentFile(content, name="a.jpg"), alt="Một").photo
    remove(photo)

    with pytest.raises(ValidationError) as refusal:
        take_photo(ContentFile(content, name="b.jpg"), alt="Hai")

    assert refusal.value.message_dict == {
        "file": ["Tệp này đã bị gỡ khỏi cổng và không được nhận lại."]
    }


def test_the_same_document_is_not_taken_again_also_if_a_twin_stayed(remove):
    content = pdf(words="Kế hoạch")
    twins = [take_document(ContentFile(content, name="a.pdf"), title="Một")[0]]
    twins.append(Document.objects.create(title="Hai", digest=twins[0].digest, bytes=1, kind="pdf"))
    remove(twins[0])

    with pytest.raises(ValidationError) as refusal:
        take_document(ContentFile(content, name="b.pdf"), title="Ba")

    assert refusal.value.message_dict == {
        "file": ["Tệp này đã bị gỡ khỏi cổng và không được nhận lại."]
    }


def test_its_row_is_not_deleted(desk, remove):
    photo = make_photo()
    remove(photo)

    desk.post(f"/admin/media/photo/{photo.pk}/delete/", {"post": "yes"})

    assert Photo.objects.filter(pk=photo.pk).exists()


def test_a_second_takedown_of_the_same_leaves_no_trace(remove):
    photo = make_photo()
    remove(photo)
    remove(photo)

    assert Entry.objects.filter(kind=Kind.TAKE_DOWN).count() == 1


def test_the_article_form_and_the_editor_have_a_picture_in_its_place(live, remove, desk):
    article, lead, figure, _document, _edition = live
    remove(lead)
    remove(figure)

    html = desk.get(f"/admin/news/article/{article.pk}/change/").content.decode()

    assert 'src=""' not in html
    assert html.count("taken-down") == 2


def test_the_chooser_does_not_offer_it(desk, remove):
    stays, goes = make_photo(), make_photo()
    remove(goes)

    found = desk.get("/admin/media/photo/chooser/list/").json()["photos"]

    assert [each["id"] for each in found] == [stays.pk]


def test_the_audit_log_has_who_and_why(remove):
    photo = make_photo()

    remove(photo, words=True)

    entry = Entry.objects.get(kind=Kind.TAKE_DOWN)
    assert (entry.about_key, entry.detail) == (photo.pk, "Tòa yêu cầu (tệp và phần chữ)")
    assert entry.by_id is not None


@pytest.mark.parametrize("group", [roles.CONTRIBUTORS, roles.EDITORS])
def test_only_publishers_may(client, group):
    photo, person = make_photo(), make_user(group)
    client.force_login(person)

    answer = client.post(f"/admin/media/photo/{photo.pk}/take-down/", {"reason": "Sai"})

    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        take_down(photo.ref, by=person, reason="Sai")
    assert Photo.objects.get().takedown == Takedown.NOTHING


def test_a_reason_is_needed(desk):
    photo = make_photo()

    answer = desk.post(f"/admin/media/photo/{photo.pk}/take-down/", {"reason": " ", "words": "on"})

    assert answer.status_code == 200
    assert Photo.objects.get().takedown == Takedown.NOTHING


@pytest.mark.django_db(transaction=True)
def test_the_form_leads_there_and_tells_of_it_afterwards(desk):
    photo = make_photo()
    form, page = (f"/admin/media/photo/{photo.pk}/{each}/" for each in ("change", "take-down"))
    assert page in desk.get(form).content.decode()

    answer = desk.post(page, {"reason": "Tòa yêu cầu"})
    html = unescape(desk.get(form).content.decode())

    assert (answer.status_code, answer["Location"]) == (302, form)
    assert "Tòa yêu cầu (tệp)" in html
    assert "Đã gỡ: các tệp đã bị xóa." in html
    assert '<img class="large-picture"' not in html


def test_the_worker_deletes_what_the_disk_refused(remove, monkeypatch, library_files):
    photo = make_photo()
    with monkeypatch.context() as patch:
        patch.setattr(refresh, "_delete", refuse)
        remove(photo)
    assert len(library_files()) == 1
    assert refresh.files_left(("photo", photo.pk))

    refresh.PublicFilesChore()()

    assert library_files() == []
    assert not refresh.files_left(("photo", photo.pk))


def refuse(_stored):
    raise OSError(30, "Read-only file system")
