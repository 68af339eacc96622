"""In a real browser: whoever uploads a document that the library has already can attach it."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from media.uploads.documents import take_document
from tests.browsers import enter
from tests.factories import make_article, make_user
from tests.media import office


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_one_there_is_can_be_attached_from_the_pop_up(page):
    known = take_document(ContentFile(office.PDF, name="a.pdf"), title="Kế hoạch 12")[0]
    article = make_article()
    make_user(is_superuser=True, username="quan-tri")
    enter(page)
    page.goto(f"/admin/news/article/{article.pk}/change/")
    page.click("#attachments-group .add-row a")
    with page.expect_popup() as opened:
        page.click("#add_id_attachments-0-document")
    popup = opened.value
    sent = {"name": "b.pdf", "mimeType": "application/pdf", "buffer": office.PDF}
    popup.set_input_files("#id_file", sent)
    popup.fill("#id_title", "Tên khác")
    popup.click("input[type=submit]")
    expect(popup.locator(".errorlist")).to_contain_text("Kế hoạch 12")
    with popup.expect_event("close"):
        popup.click("button[name=_use]")

    row = page.locator("#attachments-0 .field-document")
    expect(row.locator(".select2-selection__rendered")).to_contain_text("Kế hoạch 12")
    with page.expect_navigation():
        page.click("button[name=_save]")
    assert [each.document for each in article.attachments.all()] == [known]
