"""A redaction also clears the logs: former words of the photos, documents and tags of the redacted
text, and its titles and addresses in any other row."""

import pytest
from django.test import Client

from audit.models import Entry
from news.editions.document import REDACTED
from news.models import Attachment, Edition, Tag
from sections.models import LinkList
from tests.audit.forms import change
from tests.factories import make_article, make_photo, make_user, publish
from tests.media.test_files_of_others import make_document
from tests.news.redaction.redacting import SECRET, everything_stored, redact, saved
from tests.redirects.missed import make as make_missed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    client = Client()
    client.force_login(make_user(username="quan-tri", is_superuser=True))
    return client


def rows_of(thing):
    """The rows of the audit log about this object, the oldest first."""
    about = Entry.objects.filter(about_model=thing._meta.label_lower, about_key=thing.pk)
    return list(about.order_by("pk").values_list("who", "kind", "about", "detail"))


def make_naming(redactor, **had):
    """An article that names somebody, with a save in its log. See `rewritten_now`."""
    article = make_article(f"Bắt giữ {SECRET}", slug="bat-giu-tran-van-mat", **had)
    saved(article, redactor)
    return article


def rewritten_now(article, redactor):
    """Publish the article, if it is not published, and then a text that does not name anybody."""
    if not article.editions.exists():
        publish(article)
    article.title, article.slug, article.lead = "Bắt giữ", "bat-giu", "Đã bị bắt."
    article.lead_photo = None
    article.tags.clear()
    article.attachments.all().delete()
    saved(article, redactor)
    publish(article)


def redact_past(article, redactor):
    texts = article.acts.exclude(text="").order_by("pk").values_list("pk", flat=True)
    redact(article, redactor, saves=list(texts)[:-1])


def test_former_words_of_a_photo_that_stood_there_go_and_who_changed_them_when_stays(
    desk, redactor
):
    photo = make_photo(caption="Một")
    article = make_naming(redactor, lead_photo=photo)
    change(desk, photo, caption=f"{SECRET} ra tòa")
    change(desk, photo, caption="Một người ra tòa")
    other = make_photo(caption="Hai")
    change(desk, other, caption="Ba")
    rewritten_now(article, redactor)

    redact_past(article, redactor)

    assert SECRET not in everything_stored()
    assert rows_of(photo) == [
        ("quan-tri", "change", REDACTED, REDACTED),
        ("quan-tri", "change", "Một người ra tòa", REDACTED),
    ]
    assert rows_of(other) == [("quan-tri", "change", "Ba", "Chú thích: “Hai” → “Ba”")]


def test_so_do_those_of_a_document_that_was_attached(desk, redactor):
    document, article = make_document(), make_naming(redactor)
    Attachment.objects.create(article=article, document=document)
    change(desk, document, title=f"Cáo trạng {SECRET}")
    change(desk, document, title="Cáo trạng")
    rewritten_now(article, redactor)

    redact_past(article, redactor)

    assert SECRET not in everything_stored()


def test_what_was_deleted_since_is_called_nothing_any_more(desk, redactor):
    photo = make_photo(caption=SECRET)
    article = make_naming(redactor, lead_photo=photo)
    rewritten_now(article, redactor)
    edition = Edition.objects.get(number=1)
    key = photo.pk
    redact(article, redactor, editions=[1])
    desk.post(f"/admin/media/photo/{key}/delete/", {"post": "yes"})
    assert edition.content.photo_ids == [key]

    texts = article.acts.exclude(text="").order_by("pk").values_list("pk", flat=True)
    redact(article, redactor, editions=[], saves=list(texts)[:-1])

    assert SECRET not in everything_stored()


def test_a_name_that_a_tag_had_there_goes_and_the_rest_of_its_rows_stays(desk, redactor):
    tag = Tag.objects.create(name="Vụ án")
    article = make_naming(redactor)
    change(desk, tag, name=f"Vụ {SECRET}", slug="vu-tvm")
    article.tags.add(tag)
    rewritten_now(article, redactor)
    change(desk, tag, name="Vụ án cũ", slug="vu-cu")
    change(desk, tag, slug="vu-an-cu")

    redact_past(article, redactor)

    assert SECRET not in everything_stored()
    assert [row[2:] for row in rows_of(tag)] == [
        (REDACTED, REDACTED),
        ("Vụ án cũ", REDACTED),
        ("Vụ án cũ", "Phần địa chỉ: “vu-cu” → “vu-an-cu”"),
    ]


def test_so_do_its_titles_and_addresses_wherever_else_something_was_changed(desk, redactor):
    article = make_naming(redactor)
    publish(article)
    links, missed = LinkList.objects.create(title="Xem thêm"), make_missed("/cu/")
    address = f"/{article.section.path}/bat-giu-tran-van-mat-{article.pk}/"
    row = {"links-0-title": f"Bắt giữ {SECRET}", "links-0-url": "https://thu.example/"}
    change(desk, links, **row)
    change(desk, missed, target=address)
    change(desk, links, title="Khác")
    rewritten_now(article, redactor)
    assert [detail for *_, detail in rows_of(missed)] == [f"Dẫn tới: (trống) → “{address}”"]

    redact_past(article, redactor)

    assert [detail for *_, detail in rows_of(missed)] == [REDACTED]
    assert [detail for *_, detail in rows_of(links)] == [
        REDACTED,
        "Tiêu đề nhóm: “Xem thêm” → “Khác”",
    ]


def test_the_whole_address_of_a_long_title_stands_there_and_goes(desk, redactor):
    article = make_naming(redactor)
    article.slug = f"bat-giu-tran-van-mat{'-va-dong-pham' * 10}"
    saved(article, redactor)
    publish(article)
    links = LinkList.objects.create(title="Xem thêm")
    url = f"https://www.hailam.example/{'tin-tuc/' * 3}{article.slug}-{article.pk}/"
    change(desk, links, **{"links-0-title": "Vụ án", "links-0-url": url})
    rewritten_now(article, redactor)
    assert url in rows_of(links)[0][-1]

    redact_past(article, redactor)

    assert [detail for *_, detail in rows_of(links)] == [REDACTED]
