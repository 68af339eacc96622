"""The preview shows what is typed in an article's form exactly as readers would see it, and saves
nothing."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from delivery.models import Purge
from media.models import Photo
from news.desk import steps
from news.enums import DeskState
from news.models import Article, Byline, Edition, Sitting, Tag, Topic
from news.sittings import open_forms
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_section,
    make_source,
    make_user,
    publish,
)
from tests.news.desk.form_data import ADD, as_typed, change, in_hours, rows, sent
from tests.news.desk.test_form import make_document
from tests.news.pages.page_text import address, text_of
from tests.news.people import person, state_of_everything
from tests.news.rights.test_secrets import SECRET, secret_article

pytestmark = pytest.mark.django_db

NEW = "/admin/news/article/preview/"


def preview(article) -> str:
    return f"/admin/news/article/{article.pk}/preview/"


def frames(response) -> dict[str, str]:
    """The page in each frame, by the kind of the frame."""
    assert response.status_code == 200, response
    found = re.findall(r'frame-(\w+)"><iframe[^>]* srcdoc="([^"]*)"', text_of(response))
    return {kind: unescape(text) for kind, text in found}


def faults(response) -> list[tuple[str, str]]:
    return [*response.context["faults"]]


def story(page: str) -> str:
    """The article in a page, without its attributes, its side column and its times: those differ
    between a preview and an edition."""
    found = re.search(r'<article class="story".*?</article>', page, re.DOTALL)[0]
    found = re.sub(r'<article class="story"[^>]*>', "", found)
    found = re.sub(r'<div class="story-side".*?<div class="story-end">', "", found, flags=re.DOTALL)
    return re.sub(r'<p class="times">.*?</p>', "", found, flags=re.DOTALL)


@pytest.fixture
def desk(client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    return client


def everything_typed(section) -> dict:
    """The fields of a form, with a value in each field that readers see."""
    photo, inner = make_photo(), make_photo()
    related = make_article("Bài liên quan", section=section)
    publish(related)
    figure = f'<figure data-photo="{inner.pk}"><figcaption>Cầu nhìn từ bờ nam</figcaption></figure>'
    return sent(
        kicker="Giao thông",
        title="Cầu mới\nthông xe",
        lead="Dòng một.\nDòng hai.",
        body=f"<p>Cầu dài 420 m.</p>{figure}<h2>Từ sáng nay</h2>",
        section=section.pk,
        lead_photo=photo.pk,
        lead_caption="Chuyến xe đầu tiên",
        lead_credit="Ảnh: Vân Khê",
        source=make_source("Báo Hải Lam").pk,
        source_url="https://hailam.example/goc",
        topics=[Topic.objects.create(name="Cầu qua sông", slug="cau-qua-song").pk],
        tags=[Tag.objects.create(name="giao thông", slug="giao-thong").pk],
        **rows(
            "bylines",
            {"author": make_author("Trần Hai").pk, "role": "text", "order": 2},
            {"author": make_author("Lê Một").pk, "role": "text", "order": 1},
        ),
        **rows("attachments", {"document": make_document("Kế hoạch").pk, "order": 0}),
        **rows("related_rows", {"other": related.pk, "order": 0}),
    )


@pytest.mark.parametrize("stored", [False, True])
def test_it_shows_what_readers_see_when_the_same_form_is_published(desk, section, stored):
    make_agency()
    form = everything_typed(section)
    article = make_article("Tên đang lưu", section=section) if stored else None
    form["seen_version"] = "0" if stored else ""

    before = frames(desk.post(preview(article) if stored else NEW, form))
    desk.post(change(article) if stored else ADD, {**form, "_step": "publish"})

    edition = Edition.objects.latest("pk")
    page = desk.get(address(edition)).content.decode()
    paper = desk.get(f"{address(edition)}ban-in/").content.decode()
    # Before that, its files are for staff only.
    assert story(before["desktop"]).replace("/admin/tep/", "/tep/") == story(page)
    assert "Lê Một, Trần Hai - Báo Hải Lam" in page
    assert "Bài liên quan" in before["desktop"]
    assert before["phone"] == before["desktop"]
    body = re.compile(r'<div class="body">.*?</div>', re.DOTALL)
    shown = body.search(before["paper"])[0].replace("/admin/tep/", "/tep/")
    assert shown == body.search(paper)[0]


def test_nothing_is_written(desk, section):
    article = make_article("Tên đang lưu", section=section, state=DeskState.APPROVED)
    key = "b" * 32
    form = everything_typed(section) | {"_sitting": key}
    user = make_user(is_superuser=True)
    desk.force_login(user)
    open_forms.heartbeat(user, key, article, "[]")
    before = state_of_everything(), Purge.objects.count(), list(Sitting.objects.values())

    for page in (preview(article), NEW):
        with CaptureQueriesContext(connection) as asked:
            assert desk.post(page, form).status_code == 200
        first = {query["sql"].split()[0] for query in asked.captured_queries}
        assert first <= {"SELECT", "EXECUTE"}

    assert (state_of_everything(), Purge.objects.count(), list(Sitting.objects.values())) == before
    assert Article.objects.get(pk=article.pk).title == "Tên đang lưu"
    assert not Byline.objects.exists()


def test_it_says_that_it_is_one_and_is_kept_and_found_by_nobody(desk):
    article = make_article()

    response = desk.post(preview(article), sent(seen_version=0))

    page, shown = text_of(response), frames(response)
    assert '<p class="mark">Bản xem trước – chưa đăng</p>' in page
    assert '<p class="preview-mark">Bản xem trước – chưa đăng</p>' in shown["paper"]
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Surrogate-Key" not in response
    policy = response["Content-Security-Policy"]
    assert ("unsafe-inline" in policy, "frame-ancestors 'self'" in policy) == (False, True)
    assert [mark in shown["desktop"] for mark in ("ld+json", "og:title", "luot-xem")] == [False] * 3


def test_no_code_and_no_qr_code_pretends_to_be_one(desk):
    article = make_article()
    publish(article)

    shown = frames(desk.post(preview(article), sent(seen_version=0)))

    assert 'class="qr-later">Mã QR có khi bài được đăng<' in shown["desktop"]
    assert "qr-nho.png" not in "".join(shown.values())
    assert "/xac-minh/" not in shown["paper"]


def test_the_address_of_what_is_not_stored_has_no_number(desk, section):
    shown = frames(desk.post(NEW, sent(title="Cầu mới", section=section.pk)))

    assert f"/{section.path}/cau-moi-…/" in shown["paper"]


def test_times_are_those_that_readers_would_read(desk, section):
    article = make_article(section=section)
    released = publish(article).released_at
    later, old = in_hours(30), in_hours(-9000)

    def times(**typed) -> list[datetime]:
        form = sent(section=section.pk, seen_version=0, **typed)
        paper = frames(desk.post(preview(article), form))["paper"]
        return [datetime.fromisoformat(each) for each in re.findall(r'datetime="([^"]+)"', paper)]

    assert times(**as_typed("publish_at", later)) == [released.replace(microsecond=0), later]
    assert times(**as_typed("released_at", old), **as_typed("publish_at", later)) == [old, later]


def test_a_form_opened_on_an_older_save_is_shown_as_it_was_typed(desk, section):
    article = make_article("Tên đầu", section=section)
    steps.saved(article, by=make_user(is_superuser=True), created=False)

    response = desk.post(preview(article), sent(title="Tên gõ thêm", seen_version=0))

    assert faults(response) == []
    assert "<h1>Tên gõ thêm</h1>" in frames(response)["desktop"]


# What cannot be saved


def test_what_is_wrong_is_said_and_the_rest_is_shown(desk, section):
    author = make_author("Nguyễn Hải")
    form = sent(
        title="",
        body="<p>Thân bài mới.</p>",
        section=section.pk,
        source_url="không phải địa chỉ",
        lead_photo="999999",
        **rows(
            "bylines",
            {"author": author.pk, "role": "text", "order": 0},
            {"author": "999999", "role": "text", "order": 1},
        ),
    )

    response = desk.post(NEW, form)

    page = frames(response)["desktop"]
    assert [where for where, _ in faults(response)] == [
        "Tiêu đề", "Ảnh đầu bài", "Địa chỉ bài gốc", "Tác giả của bài 2 – Tác giả",
    ]  # fmt: skip
    assert all(what for _, what in faults(response))
    assert "(chưa có tiêu đề)" in page
    assert "<p>Thân bài mới.</p>" in page
    assert "Nguyễn Hải" in page
    assert "Để thế này thì chưa lưu được" in text_of(response)


def test_where_a_field_is_wrong_what_is_stored_is_shown(desk, section):
    article = make_article("Tên đang lưu", section=section)

    response = desk.post(preview(article), sent(title=f"Tên {'dài ' * 99}", seen_version=0))

    assert [where for where, _ in faults(response)] == ["Tiêu đề"]
    assert "<h1>Tên đang lưu</h1>" in frames(response)["desktop"]


def test_a_row_that_is_ticked_to_be_deleted_is_not_shown(desk, section):
    article = make_article(section=section, authors=[make_author("Tên Bỏ"), make_author("Tên Giữ")])
    gone, stays = article.bylines.all()
    typed = rows(
        "bylines",
        {"id": gone.pk, "author": gone.author_id, "role": "text", "order": 0, "DELETE": "on"},
        {"id": stays.pk, "author": stays.author_id, "role": "text", "order": 1},
    ) | {"bylines-INITIAL_FORMS": 2}

    page = frames(desk.post(preview(article), sent(seen_version=0, **typed)))["desktop"]

    assert ("Tên Giữ" in page, "Tên Bỏ" in page) == (True, False)
    assert article.bylines.count() == 2


HOSTILE = [
    {},
    {"title": "\0"},
    {"title": "</iframe><script>alert(1)</script>", "body": "<script>alert(1)</script><p>a</p>"},
    {"body": "x" * 1_100_000},
    {"section": "9" * 30, "lead_photo": "\0", "source": "abc", "topics": ["x", "9" * 40]},
    {"bylines-TOTAL_FORMS": "abc", "bylines-INITIAL_FORMS": "-1"},
    {"bylines-TOTAL_FORMS": "999999999", "bylines-INITIAL_FORMS": "0"},
    {"related_rows-TOTAL_FORMS": "1", "related_rows-INITIAL_FORMS": "0",
     "related_rows-0-other": "9" * 30, "related_rows-0-order": "x"},
    {"seen_version": "\0", "sent_key": "\0", "_reopen": "1", "_step": "publish"},
    {"_theirs": ["title", "body", "\0"]},
    {"publish_at_0": "31/12/9999", "publish_at_1": "99:99", "released_at_0": "\0"},
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("whole", [True, False])
def test_hostile_input_is_said_to_be_wrong_and_shown_harmless(desk, section, typed, whole):
    article = make_article("Tên đang lưu", section=section)
    form = (sent(seen_version=0) if whole else {}) | typed
    before = state_of_everything()

    for page in (preview(article), NEW):
        response = desk.post(page, form)
        assert set(frames(response)) == {"desktop", "phone", "paper"}
        assert "<script>alert" not in text_of(response)
        assert all("<script>alert" not in each for each in frames(response).values())
    assert state_of_everything() == before


# Rights


@pytest.mark.parametrize(
    ("kind", "stored", "new"),
    [
        ("anonymous", 302, 302),
        ("nobody", 403, 403),
        ("reader", 302, 302),
        ("contributor", 403, 200),
    ],
)
def test_who_may_not_write_it_previews_nothing(kind, stored, new):
    article = secret_article()
    client, _ = person(kind)

    answers = [client.post(preview(article), sent()), client.post(NEW, sent())]

    assert [each.status_code for each in answers] == [stored, new]
    assert SECRET not in "".join(text_of(each) for each in answers)


@pytest.mark.parametrize("kind", ["contributor", "editor"])
def test_who_may_only_read_it_previews_what_is_stored(kind):
    client, user = person(kind)
    article = make_article("Tên đã duyệt", created_by=user, state=DeskState.APPROVED)

    typed = client.post(preview(article), sent(title="Tên khác", seen_version=0))
    stored = client.get(preview(article))

    assert typed.status_code == 403
    assert "<h1>Tên đã duyệt</h1>" in frames(stored)["phone"]
    assert 'class="steps-preview"' not in text_of(client.get(change(article)))


def test_what_this_person_may_not_use_is_refused_as_when_it_is_saved():
    client, user = person("contributor")
    hidden = secret_article()
    elsewhere = make_section("Văn hóa")
    here = make_section("Kinh tế")
    user.groups.clear()
    user.beats.create(section=here, group=roles.group(roles.CONTRIBUTORS))
    client.force_login(user)
    typed = sent(section=elsewhere.pk, **rows("related_rows", {"other": hidden.pk, "order": 0}))

    response = client.post(NEW, typed)

    assert [where for where, _ in faults(response)] == [
        "Chuyên mục",
        "Tin liên quan 1 – Tin liên quan",
    ]
    assert SECRET not in text_of(response)
    assert "Văn hóa" not in re.search(r"<main.*?</main>", frames(response)["phone"], re.DOTALL)[0]
    assert not Article.objects.filter(created_by=user).exists()


def test_photos_of_the_library_alone_are_shown(desk, section):
    body = '<p>Cầu.</p><figure data-photo="999999"><figcaption>Không có</figcaption></figure>'

    page = frames(desk.post(NEW, sent(section=section.pk, body=body)))["desktop"]

    assert ("<p>Cầu.</p>" in page, "Không có" in page) == (True, False)
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("agent", "first"), [("Mobile Safari", "phone"), ("Firefox", "desktop")])
def test_a_phone_sees_a_phone_s_page_first(desk, agent, first):
    response = desk.get(preview(make_article()), headers={"User-Agent": f"Mozilla/5.0 {agent}"})

    assert re.findall(r'value="(\w+)" checked', text_of(response)) == [first]


def test_a_preview_of_a_new_article_that_is_only_asked_for_leads_to_its_form(desk):
    assert desk.get(NEW)["Location"] == ADD
