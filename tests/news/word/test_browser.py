"""In a real browser: an editor fills the article's form from a Word file."""

import base64
import re

import pytest
from playwright.sync_api import expect

from media.models import Photo
from news.models import Article, Sitting
from staff.drafts import load_fields
from tests.browsers import enter
from tests.factories import make_section, make_user, picture_bytes
from tests.text.word.docx import docx, p, picture, r, row, table

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

LEAD = "Sáng 12/3, cầu Trầm nối hai phường đón những chuyến xe đầu tiên sau ba năm thi công."
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "<p>Đã gõ trước.</p>"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """The uploads of each test go into a folder of its own. Public files stay where pages look for
    them."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "uploads"},
        },
    }


@pytest.fixture
def form(page):
    """The empty form of an article, once the editor is ready."""
    make_section("Tin tức")
    make_user(is_superuser=True, username="quan-tri")
    enter(page)
    page.goto("/admin/news/article/add/")
    expect(typed(page)).to_have_attribute("contenteditable", "true")
    return page


def content(**pictures) -> bytes:
    held = {"rId20": ("media/a.jpeg", picture_bytes((640, 420), seed=1))}
    held |= {"rId21": ("media/b.jpeg", picture_bytes((640, 420), seed=2))}
    return docx(
        p("Cầu Trầm thông xe", style="Title"),
        p(picture("rId20", "Đoàn xe qua cầu")),
        p("Xe qua cầu. Ảnh: Hải Đăng", style="Caption"),
        p(r(LEAD, b=1)),
        p("Cầu dài 420 m.", r(inside='<w:commentReference w:id="0"/>')),
        table(row("Phường", "Xe", head=True), row("Vạn Chài", "12")),
        p(picture("rId21")),
        p("Chợ dưới chân cầu.", style="Caption"),
        p("Xe máy chạy bên phải."),
        pictures=held,
    )


def choose(page, file: bytes, name: str = "cầu trầm.docx") -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Lấy từ tệp Word…").click()
    asked.value.set_files({"name": name, "mimeType": TYPE, "buffer": file})
    expect(page.locator("#word")).not_to_have_attribute("aria-busy", "true", timeout=30_000)


def report(page):
    return page.locator("[data-word-told]")


def typed(page):
    """The text in the rich-text editor."""
    return page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def body(page) -> str:
    return page.evaluate("CKEDITOR.instances.id_body.getData()").strip()


def fields(page) -> tuple[str, str, str, str]:
    """The title, the lead, the lead photo and its caption in the form."""
    return tuple(
        page.input_value(f"#id_{name}") for name in ("title", "lead", "lead_photo", "lead_caption")
    )


# A heartbeat of the form may still be on its way when the new article is saved; a 400 for it does
# not fail the test.
@pytest.mark.browser(allow=r"status of 400 .*/article/sitting/")
def test_a_chosen_file_fills_the_form_and_is_published(form):
    choose(form, content())
    expect(report(form)).to_be_focused()
    lead, other = Photo.objects.order_by("pk")

    assert fields(form) == ("Cầu Trầm thông xe", LEAD, str(lead.pk), "Xe qua cầu.")
    assert form.input_value("#id_lead_credit") == "Ảnh: Hải Đăng"
    expect(report(form).get_by_role("heading").first).to_have_text(
        "Đã đưa vào bài từ cầu trầm.docx"
    )
    expect(report(form).get_by_role("listitem").filter(has_text="1 ghi chú")).to_have_text(
        "Đã bỏ 1 ghi chú bên lề của Word. Cầu dài 420 m."
    )
    form.select_option("#id_section", label="Tin tức")
    form.get_by_role("button", name="Đăng", exact=True).click()
    form.wait_for_selector(".messagelist .success")

    article = Article.objects.get()
    assert article.body == (
        '<p>Cầu dài 420 m.</p><table><thead><tr><th scope="col">Phường</th>'
        '<th scope="col">Xe</th></tr></thead><tbody><tr><td>Vạn Chài</td><td>12</td></tr></tbody>'
        f'</table><figure data-photo="{other.pk}"><figcaption>Chợ dưới chân cầu.</figcaption>'
        "</figure><p>Xe máy chạy bên phải.</p>"
    )
    assert (article.lead_photo, article.lead_credit) == (lead, "Ảnh: Hải Đăng")
    form.get_by_role("link", name="Xem trên trang").first.click()
    expect(form.locator("h1")).to_have_text("Cầu Trầm thông xe")
    expect(form.locator(".lead")).to_have_text(LEAD)
    expect(form.locator("article figure img, .body figure img").first).to_be_visible()
    expect(form.locator(".body")).to_contain_text("Xe máy chạy bên phải.")


def test_a_dropped_file_fills_the_form(form):
    zone = form.locator("[data-word-drop]")
    transfer = form.evaluate_handle(
        """([text, type]) => {
            const transfer = new DataTransfer();
            const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
            transfer.items.add(new File([bytes], "bài.docx", {type}));
            return transfer;
        }""",
        [base64.b64encode(content()).decode(), TYPE],
    )

    form.dispatch_event("#id_title", "dragenter", {"dataTransfer": transfer})
    expect(zone).to_be_visible()
    zone.dispatch_event("drop", {"dataTransfer": transfer})

    expect(report(form)).to_be_visible(timeout=30_000)
    expect(zone).to_be_hidden()
    assert form.input_value("#id_title") == "Cầu Trầm thông xe"


def test_a_picture_dragged_over_the_form_is_left_to_the_editor(form):
    transfer = form.evaluate_handle(
        """() => {
            const transfer = new DataTransfer();
            transfer.items.add(new File(["x"], "a.jpg", {type: "image/jpeg"}));
            return transfer;
        }"""
    )

    form.dispatch_event("#id_title", "dragenter", {"dataTransfer": transfer})

    expect(form.locator("[data-word-drop]")).to_be_hidden()


def type_before(page) -> None:
    page.fill("#id_title", "Tiêu đề đã gõ")
    page.fill("#id_lead", "Sapo đã gõ.")
    page.evaluate("text => CKEDITOR.instances.id_body.setData(text)", TEXT)
    expect(typed(page)).to_contain_text("Đã gõ")


def test_what_is_in_the_form_is_asked_about_and_stays_unless_told_otherwise(form):
    type_before(form)
    choose(form, content())
    dialog = form.get_by_role("dialog")
    expect(dialog).to_be_visible()
    # The lead photo is empty, so it is not asked about.
    expect(dialog.get_by_role("group")).to_have_count(3)

    dialog.get_by_role("button", name="Đưa vào bài").click()

    expect(report(form)).to_be_visible()
    lead = Photo.objects.order_by("pk").first()
    assert fields(form) == ("Tiêu đề đã gõ", "Sapo đã gõ.", str(lead.pk), "Xe qua cầu.")
    assert body(form) == TEXT


def test_the_files_text_goes_behind_or_in_place_as_the_editor_says_and_all_is_undone(form):
    type_before(form)
    choose(form, content())
    dialog = form.get_by_role("dialog")
    for field, how in (("Tiêu đề", "Thay bằng"), ("Sapo", "Nối phần"), ("Nội dung", "Nối phần")):
        dialog.get_by_role("group", name=field).get_by_role("radio", name=re.compile(how)).check()
    dialog.get_by_role("button", name="Đưa vào bài").click()
    expect(report(form)).to_be_visible()
    expect(typed(form)).to_contain_text("Xe máy")

    assert fields(form)[:2] == ("Cầu Trầm thông xe", f"Sapo đã gõ.\n{LEAD}")
    assert body(form).startswith(f"{TEXT}")

    form.get_by_role("button", name="Hoàn tác: trả").click()
    expect(typed(form)).not_to_contain_text("Xe máy")

    assert fields(form) == ("Tiêu đề đã gõ", "Sapo đã gõ.", "", "")
    assert body(form) == TEXT


def test_undoing_leaves_what_was_written_since(form):
    choose(form, content())
    expect(typed(form)).to_contain_text("Xe máy")
    form.fill("#id_title", "Cầu Trầm thông xe sau ba năm")

    form.get_by_role("button", name="Hoàn tác: trả").click()

    expect(typed(form)).not_to_contain_text("Xe máy")
    assert fields(form) == ("Cầu Trầm thông xe sau ba năm", "", "", "")
    expect(form.locator("[data-word-status]")).to_have_text(
        "Bạn đã sửa các ô sau nên chúng được giữ nguyên: Tiêu đề. "
        "Các ô còn lại đã trở về như trước."
    )


def test_the_editors_own_undo_takes_the_text_back(form):
    form.evaluate("text => CKEDITOR.instances.id_body.setData(text)", TEXT)
    choose(form, content())
    dialog = form.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("Thay bằng")).check()
    dialog.get_by_role("button", name="Đưa vào bài").click()
    expect(typed(form)).to_contain_text("Xe máy")
    undo = form.locator(".cke_button__undo")
    expect(undo).not_to_have_class(re.compile("cke_button_disabled"))

    undo.click()

    expect(typed(form)).not_to_contain_text("Xe máy")
    assert body(form) == TEXT


def test_enter_in_the_question_does_not_save_the_article(form):
    type_before(form)
    choose(form, content())
    form.get_by_role("dialog").get_by_role("radio", name=re.compile("Giữ nguyên")).first.focus()

    form.keyboard.press("Enter")

    expect(report(form)).to_be_visible()
    assert not Article.objects.exists()
    assert form.input_value("#id_title") == "Tiêu đề đã gõ"


def test_what_was_taken_is_kept_like_what_is_typed(form):
    choose(form, content())
    expect(report(form)).to_be_visible()

    expect(form.locator("#sitting")).to_contain_text("Chữ đang gõ đã được giữ", timeout=15_000)

    typed_so_far = dict(load_fields(Sitting.objects.get().fields))
    assert typed_so_far["title"] == "Cầu Trầm thông xe"
    assert "Xe máy chạy bên phải." in typed_so_far["body"]


def test_escape_leaves_the_form_as_it_was(form):
    type_before(form)
    choose(form, content())
    expect(form.get_by_role("dialog")).to_be_visible()

    form.keyboard.press("Escape")

    expect(report(form).get_by_role("heading").first).to_have_text(
        "Từ cầu trầm.docx: biểu mẫu không thay đổi."
    )
    assert fields(form) == ("Tiêu đề đã gõ", "Sapo đã gõ.", "", "")
    assert body(form) == TEXT


@pytest.mark.browser(allow="status of 400")
def test_a_file_that_is_none_is_told_and_changes_nothing(form):
    form.fill("#id_title", "Tiêu đề đã gõ")

    choose(form, b"MZ\x90\0" * 99)

    expect(form.locator("[data-word-error]")).to_have_text(
        "Đây không phải tệp Word, dù tên tệp là gì. Hãy gửi văn bản được Word lưu dạng .docx."
    )
    assert form.input_value("#id_title") == "Tiêu đề đã gõ"


def test_without_a_script_there_is_no_button(chromium, live_server, form):
    cookies = form.context.cookies()
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(cookies)
    page = context.new_page()

    page.goto("/admin/news/article/add/")

    expect(page.locator("#id_title")).to_be_visible()
    expect(page.get_by_role("button", name="Lấy từ tệp Word…")).to_have_count(0)
    context.close()
