"""The chooser and the editor as an editor's hands know them, in a real browser."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from delivery.models import Purge
from media.models import Photo
from tests.factories import make_photo, make_publisher, make_user, picture_bytes
from tests.media import files
from tests.media.people import may

FORM = "/admin/delivery/purge/add/"
PHOTO_BUTTON = ".cke_button__photo"


@pytest.fixture
def form(page, desk, sign_in) -> Page:
    """The desk's empty form, the editor ready."""
    sign_in(page, make_publisher())
    open_form(page)
    return page


def open_form(page: Page, address: str = FORM) -> None:
    page.goto(address)
    expect(page.locator(".cke_wysiwyg_frame")).to_be_visible()
    expect(body(page)).to_have_attribute("contenteditable", "true")


def body(page: Page):
    """The text in the editor."""
    return page.frame_locator(".cke_wysiwyg_frame").locator("body")


def saved(page: Page) -> str:
    """Save the form; the body that the server made of it."""
    page.click("input[name=_continue]")
    page.wait_for_url(re.compile(r"/change/"))
    return Purge.objects.get().tags


def upload(name: str, content: bytes, kind: str = "image/jpeg") -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def figure(photo: Photo, legend: str = "", alt: str = "") -> str:
    own = f' data-alt="{alt}"' if alt else ""
    inner = f"<figcaption>{legend}</figcaption>" if legend else ""
    return f'<figure data-photo="{photo.pk}"{own}>{inner}</figure>'


def test_a_photo_is_chosen_by_keyboard_alone(form):
    oldest = make_photo(alt="Bến phà")
    for number in range(9):
        make_photo(alt=f"Cầu số {number}")

    form.focus("[data-photo-choose]")
    form.keyboard.press("Enter")
    expect(form.locator(".photo-grid li")).to_have_count(10)
    assert form.evaluate("document.activeElement.id") == "photo-search"
    form.keyboard.press("ArrowDown")
    form.keyboard.press("ArrowRight")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("End")
    assert focused(form) == "Bến phà"
    form.keyboard.press("Enter")

    expect(form.locator("dialog")).not_to_be_visible()
    assert form.evaluate("document.activeElement.hasAttribute('data-photo-choose')")
    expect(form.locator(".photo-chooser-words")).to_have_text("Bến phà")
    expect(form.locator("#id_lead_photo")).to_have_value(str(oldest.pk))


def test_escape_leaves_everything_as_it_was_and_gives_the_focus_back(form):
    make_photo()
    form.click("[data-photo-choose]")
    expect(form.locator(".photo-grid li")).to_have_count(1)

    form.keyboard.press("ArrowDown")
    form.keyboard.press("Escape")

    expect(form.locator("dialog")).not_to_be_visible()
    expect(form.locator("#id_lead_photo")).to_have_value("")
    assert form.evaluate("document.activeElement.hasAttribute('data-photo-choose')")


def test_a_chosen_photo_is_saved_shown_again_and_taken_away(form, desk):
    photo = make_photo(alt="Bến phà")
    form.click("[data-photo-choose]")
    form.dblclick(f'.photo-grid [data-photo="{photo.pk}"]')
    form.click("[data-photo-remove]")
    expect(form.locator(".photo-chooser-preview")).not_to_be_visible()
    form.click("[data-photo-choose]")
    form.click(f'.photo-grid [data-photo="{photo.pk}"]')
    form.click("dialog [data-choose]")

    saved(form)

    assert desk.chosen == [photo]


def test_search_needs_no_accents_and_waits_for_composed_letters(form):
    make_photo(alt="đảng bộ thành phố")
    make_photo(alt="bến phà")
    form.click("[data-photo-choose]")
    expect(form.locator(".photo-grid li")).to_have_count(2)
    asked = []
    form.on("request", lambda request: asked.append(request.url) if "/list/" in request.url else 0)

    form.evaluate(
        """() => {
            const field = document.querySelector("#photo-search");
            field.dispatchEvent(new CompositionEvent("compositionstart"));
            field.value = "da";
            field.dispatchEvent(new InputEvent("input", {isComposing: true}));
        }"""
    )
    form.wait_for_timeout(500)
    assert asked == []
    form.evaluate(
        "document.querySelector('#photo-search').dispatchEvent(new Event('compositionend'))"
    )
    expect(form.locator(".photo-grid li")).to_have_count(1)
    assert len(asked) == 1

    form.fill("#photo-search", "BEN PHA")
    expect(form.locator(".photo-grid li")).to_have_text("bến phà")
    form.fill("#photo-search", "không có")
    expect(form.locator("dialog [data-status-line]")).not_to_be_empty()
    expect(form.locator(".photo-grid li")).to_have_count(0)


def test_older_photos_come_by_button_and_by_arrow(form, monkeypatch):
    monkeypatch.setattr("media.chooser.PAGE", 4)
    made = [make_photo(alt=f"Ảnh {number}") for number in range(10)]
    form.click("[data-photo-choose]")
    expect(form.locator(".photo-grid li")).to_have_count(4)

    form.click("[data-older]")
    expect(form.locator(".photo-grid li")).to_have_count(8)
    form.focus(f'.photo-grid [data-photo="{made[2].pk}"]')
    form.keyboard.press("ArrowRight")

    expect(form.locator(".photo-grid li")).to_have_count(10)
    expect(form.locator(f'.photo-grid [data-photo="{made[1].pk}"]')).to_be_focused()
    expect(form.locator("[data-older]")).not_to_be_visible()


@pytest.mark.browser(allow="status of 400")
def test_several_pictures_are_sent_at_once_and_a_bad_one_does_not_stop_the_others(form):
    known = make_photo(alt="Có từ trước")
    with known.original.open() as original:
        again = original.read()
    form.click("[data-photo-choose]")
    form.click("#photo-tab-upload")
    form.set_input_files(
        "#photo-panel-upload input[type=file]",
        [
            upload("một.jpg", picture_bytes((640, 480), seed=71)),
            upload("hai.jpg", files.SVG),
            upload("ba.jpg", again),
            upload("bốn.jpg", picture_bytes((640, 480), seed=72)),
        ],
    )
    rows = form.locator("[data-upload]")
    expect(rows).to_have_count(4)

    form.click("[data-send]")  # nothing is described yet
    expect(rows.nth(0).locator("[data-error=alt]")).not_to_be_empty()
    assert form.evaluate("document.activeElement.dataset.field") == "alt"
    assert Photo.objects.count() == 1
    for number in range(4):
        rows.nth(number).locator("[data-field=alt]").fill(f"Mô tả {number}")
    rows.nth(0).locator("[data-field=caption]").fill("Dòng một\nDòng hai")
    form.click("[data-send]")

    expect(rows.nth(3)).to_have_class(re.compile("is-done"))
    expect(rows.nth(1).locator("[data-error=file]")).not_to_be_empty()
    expect(rows.nth(1)).not_to_have_class(re.compile("is-done"))
    expect(rows.nth(2).locator("[data-field=alt]")).to_have_value("Có từ trước")
    assert Photo.objects.count() == 3
    assert Photo.objects.get(alt="Mô tả 0").caption == "Dòng một\nDòng hai"
    rows.nth(3).locator("[data-use]").click()
    expect(form.locator("#id_lead_photo")).to_have_value(str(Photo.objects.get(alt="Mô tả 3").pk))


def test_a_picture_is_dropped_into_the_dialog_and_used_at_once(form):
    form.click("[data-photo-choose]")
    form.click("#photo-tab-upload")
    content = base64.b64encode(picture_bytes((640, 480), seed=81)).decode()
    form.evaluate(
        """content => {
            const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], "thả.jpg", {type: "image/jpeg"}));
            document.querySelector("#photo-panel-upload .photo-uploads").dispatchEvent(
                new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: transfer}));
        }""",
        content,
    )
    form.fill("[data-upload] [data-field=alt]", "Cầu mới")
    form.click("[data-send]")

    expect(form.locator(".photo-chooser-words")).to_have_text("Cầu mới")
    assert Photo.objects.get().alt == "Cầu mới"


def test_a_figure_is_inserted_with_the_photos_words_and_survives_saving(form):
    photo = make_photo(
        alt="Hội trường", caption="Quang cảnh\nHội nghị sáng 19/10", credit="Ảnh: Hải Đăng"
    )
    body(form).click()
    form.keyboard.type("Đoạn đầu.")
    form.click(PHOTO_BUTTON)
    form.click(f'.photo-grid [data-photo="{photo.pk}"]')
    form.keyboard.press("Enter")

    shown = body(form).locator("figure.photo")
    expect(shown).to_have_count(1)
    expect(shown.locator(".caption")).to_have_text(re.compile("Quang cảnh.*Hội nghị", re.DOTALL))
    legend = "Quang cảnh<br>Hội nghị sáng 19/10<cite>Ảnh: Hải Đăng</cite>"
    expected = f"<p>Đoạn đầu.</p>{figure(photo, legend)}"
    assert saved(form) == expected

    open_form(form, form.url)
    expect(body(form).locator("figure.photo img")).to_have_attribute("alt", "Hội trường")
    assert saved(form) == expected


def test_caption_and_credit_are_written_in_place(form):
    photo = make_photo(alt="Hội trường")
    form.click(PHOTO_BUTTON)
    form.dblclick(f'.photo-grid [data-photo="{photo.pk}"]')
    caption, credit = body(form).locator(".caption"), body(form).locator(".credit")
    expect(caption).to_have_class(re.compile("is-empty"))

    caption.click()
    form.keyboard.type("Đ/c Nguyễn Thị Nghĩa")
    form.keyboard.press("Enter")
    form.keyboard.type("phát biểu chỉ đạo")
    credit.click()
    form.keyboard.type("Ảnh: Hải Đăng")
    form.keyboard.press("Enter")
    form.keyboard.type("Đoạn sau ảnh.")

    expect(caption).not_to_have_class(re.compile("is-empty"))
    legend = "Đ/c Nguyễn Thị Nghĩa<br>phát biểu chỉ đạo<cite>Ảnh: Hải Đăng</cite>"
    assert saved(form) == f"{figure(photo, legend)}<p>Đoạn sau ảnh.</p>"


def test_a_body_comes_through_the_editor_to_the_letter(form):
    """No-break spaces, a hyphen without a space, a table, a list, two figures, an alt of its own."""
    photo, other = make_photo(), make_photo()
    text = (
        "<p>Sáng\u00a019/10, tại Hội trường\u00a0– <strong>Thành ủy</strong>; 3 &lt; 5 &amp; m<sup>2"
        "</sup></p><h2>Nguyễn Hải- haiphong.gov.vn</h2>"
        f"{figure(photo, 'Dòng một<br>Dòng “hai”<cite>Ảnh: A</cite>', 'Lời &quot;riêng&quot;')}"
        "<ul><li>Một<ul><li>Hai</li></ul></li></ul>"
        '<table><caption>Bảng</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr>'
        "</thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        f"{figure(other)}<blockquote><p>Trích</p></blockquote>"
        '<p><a href="https://hailam.example/a?b=1&amp;c=2">Liên kết</a><br>dòng hai</p>'
    )
    row = Purge.objects.create(tags=text)

    open_form(form, f"/admin/delivery/purge/{row.pk}/change/")
    body(form).locator("h2").click()
    form.keyboard.press("End")
    form.keyboard.type("!")
    form.keyboard.press("Backspace")

    assert saved(form) == text


def test_the_photo_of_a_figure_is_changed_and_its_words_stay(form):
    first, second = make_photo(alt="Một"), make_photo(alt="Hai", caption="Lời của ảnh hai")
    row = Purge.objects.create(tags=figure(first, "Lời riêng<cite>Ảnh: A</cite>", "Mô tả riêng"))
    open_form(form, f"/admin/delivery/purge/{row.pk}/change/")

    body(form).locator("figure.photo img").hover()
    body(form).locator("[data-photo-action=change]").click()
    form.dblclick(f'.photo-grid [data-photo="{second.pk}"]')

    expect(body(form).locator("figure.photo img")).to_have_attribute("alt", "Hai")
    assert saved(form) == figure(second, "Lời riêng<cite>Ảnh: A</cite>")


def test_alternative_text_for_this_place_is_written_and_taken_back(form):
    photo = make_photo(alt="Lời chung")
    row = Purge.objects.create(tags=figure(photo))
    open_form(form, f"/admin/delivery/purge/{row.pk}/change/")

    body(form).locator("figure.photo img").hover()
    body(form).locator("[data-photo-action=describe]").click()
    expect(form.locator(".photo-alt-dialog textarea")).to_be_focused()
    form.keyboard.type('Hai "cần cẩu"')
    form.click(".photo-alt-dialog .default")
    assert saved(form) == figure(photo, alt="Hai &quot;cần cẩu&quot;")

    open_form(form, form.url)
    body(form).locator("figure.photo img").hover()
    body(form).locator("[data-photo-action=describe]").click()
    form.fill(".photo-alt-dialog textarea", "")
    form.click(".photo-alt-dialog .default")
    expect(body(form).locator("figure.photo img")).to_have_attribute("alt", "Lời chung")
    assert saved(form) == figure(photo)


@pytest.mark.parametrize("way", ["Delete", "Backspace", "button"])
def test_a_figure_is_removed_whole(form, way):
    row = Purge.objects.create(tags=f"<p>Trước</p>{figure(make_photo(), 'Lời')}<p>Sau</p>")
    open_form(form, f"/admin/delivery/purge/{row.pk}/change/")

    body(form).locator("figure.photo img").hover()
    if way == "button":
        body(form).locator("[data-photo-action=remove]").click()
    else:
        body(form).locator("figure.photo img").click()
        form.keyboard.press(way)

    expect(body(form).locator("figure")).to_have_count(0)
    assert saved(form) == "<p>Trước</p><p>Sau</p>"


def test_a_figure_is_cut_and_pasted_with_its_photo(form):
    photo = make_photo()
    text = figure(photo, "Lời<br>hai<cite>Ảnh: A</cite>", "Riêng")
    row = Purge.objects.create(tags=f"{text}<p>Cuối bài</p>")
    open_form(form, f"/admin/delivery/purge/{row.pk}/change/")

    body(form).locator("figure.photo img").click()
    form.keyboard.press("Control+x")
    expect(body(form).locator("figure")).to_have_count(0)
    body(form).locator("p").last.click()
    form.keyboard.press("Control+End")
    form.keyboard.press("Control+v")
    expect(body(form).locator("figure")).to_have_count(1)

    assert saved(form) == f"<p>Cuối bài</p>{text}"


def test_undo_brings_a_removed_figure_back_alive(form):
    photo = make_photo()
    row = Purge.objects.create(tags=f"{figure(photo, 'Lời')}<p>Sau</p>")
    open_form(form, f"/admin/delivery/purge/{row.pk}/change/")

    body(form).locator("figure.photo img").click()
    form.keyboard.press("Delete")
    expect(body(form).locator("figure")).to_have_count(0)
    form.click(".cke_button__undo")
    body(form).locator(".caption").click()
    form.keyboard.press("End")
    form.keyboard.type(" thêm")

    assert saved(form) == f"{figure(photo, 'Lời thêm')}<p>Sau</p>"


def paste(page: Page, html: str = "", pictures: tuple[bytes, ...] = ()) -> None:
    """What a browser tells the editor when something is pasted."""
    page.evaluate(
        """([html, pictures]) => {
            const editor = CKEDITOR.instances.id_tags;
            const transfer = new DataTransfer();
            if (html) transfer.setData("text/html", html);
            pictures.forEach((picture, number) => {
                const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
                transfer.items.add(new File([bytes], `dán-${number}.jpg`, {type: "image/jpeg"}));
            });
            editor.focus();
            const event = new ClipboardEvent(
                "paste", {clipboardData: transfer, bubbles: true, cancelable: true});
            editor.editable().$.dispatchEvent(event);
        }""",
        [html, [base64.b64encode(picture).decode() for picture in pictures]],
    )


@pytest.mark.parametrize("way", ["file", "data"])
def test_a_pasted_picture_goes_to_the_library_first(form, way):
    content = picture_bytes((640, 480), seed=91)
    body(form).click()
    if way == "file":
        paste(form, pictures=(content,))
    else:
        encoded = base64.b64encode(content).decode()
        paste(form, f'<p>Chữ dán</p><img src="data:image/jpeg;base64,{encoded}">')

    form.fill("[data-upload] [data-field=alt]", "Ảnh dán vào")
    form.fill("[data-upload] [data-field=caption]", "Lời ảnh dán")
    form.click("[data-send]")
    expect(body(form).locator("figure.photo")).to_have_count(1)

    photo = Photo.objects.get()
    assert photo.alt == "Ảnh dán vào"
    text = "<p>Chữ dán</p>" if way == "data" else ""
    assert saved(form) == f"{text}{figure(photo, 'Lời ảnh dán')}"


def test_a_picture_of_another_site_is_left_out_and_said_so_in_place(form):
    body(form).click()
    paste(form, '<p>Chữ <img src="https://khac.example/a.jpg">dán</p>')

    expect(form.locator(".cke_notification_warning")).to_be_visible()
    assert saved(form) == "<p>Chữ dán</p>"


def test_who_may_not_add_photos_is_told_so_when_pasting_one(page, desk, sign_in):
    from django.contrib.auth.models import Permission

    user = may(make_user(), "view_photo")
    for name in ("add_purge", "view_purge"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    sign_in(page, user)
    open_form(page)

    body(page).click()
    paste(page, pictures=(picture_bytes(),))

    expect(page.locator(".cke_notification_warning")).to_be_visible()
    expect(page.locator("dialog")).not_to_be_visible()


def test_words_from_word_come_without_their_trappings(form):
    body(form).click()
    paste(
        form,
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator '
        'content="Microsoft Word 15"></head><body><p class=MsoNormal style="margin-left:2cm">'
        "<b>Đậm</b><o:p></o:p></p><h1>Đề mục</h1><table border=1><tr><td style='width:9pt'>Ô</td>"
        "</tr></table></body></html>",
    )
    expect(body(form)).to_contain_text("Ô")

    inside = form.evaluate("CKEDITOR.instances.id_tags.getData()")
    assert not re.search(r"Mso|o:p|style=|border", inside)
    assert saved(form) == (
        "<p><strong>Đậm</strong></p><h2>Đề mục</h2>"
        "<table><tbody><tr><td>Ô</td></tr></tbody></table>"
    )


def test_the_editor_speaks_vietnamese_in_its_dialogs_and_offers_what_bodies_hold(form):
    allowed = {"tel", "url", "https", "http", "ctrl", "k", "enter"}
    english = re.compile(
        r"\b(the|of|and|to|address|phone|text|display|header|row|column|none)\b", re.I
    )
    body(form).click()
    for name in ("link", "table"):
        form.click(f".cke_button__{name}")
        dialog = form.locator(".cke_dialog:visible")
        expect(dialog).to_be_visible()
        words = dialog.inner_text() + " ".join(dialog.locator("option").all_inner_texts())
        found = {word.lower() for word in english.findall(words)} - allowed
        assert found == set(), words
        assert dialog.locator(".cke_dialog_tab:visible").count() == 0
        dialog.locator(".cke_dialog_ui_button_cancel").click()
    form.click(".cke_button__table")
    expect(form.locator(".cke_dialog:visible")).to_be_visible()
    assert form.locator(".cke_dialog:visible").locator("input:visible, select:visible").count() == 4


def test_the_form_works_without_script(
    chromium, live_server, desk, sign_in, settings, django_db_serialized_rollback
):
    """The photo is chosen from a list, the body is a text area."""
    settings.PUBLIC_URL = live_server.url
    photo = make_photo(alt="Bến phà")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        page = context.new_page()
        sign_in(page, make_publisher())
        page.goto(FORM)
        page.select_option("#id_lead_photo", label="Bến phà")
        page.fill("#id_tags", "<p>Chữ</p>")
        page.click("input[name=_save]")
        assert Purge.objects.get().tags == "<p>Chữ</p>"
        assert desk.chosen == [photo]
    finally:
        context.close()


def test_the_dialog_fits_a_phone(phone, desk, sign_in):
    for number in range(6):
        make_photo(alt=f"Ảnh {number}")
    sign_in(phone, make_publisher())
    open_form(phone)
    phone.tap("[data-photo-choose]")
    expect(phone.locator(".photo-grid li")).to_have_count(6)

    box = phone.locator("dialog").bounding_box()
    assert (box["width"], box["x"]) == (360, 0)
    phone.tap(".photo-grid li:nth-child(2)")
    phone.tap("dialog [data-choose]")
    expect(phone.locator(".photo-chooser-words")).to_have_text("Ảnh 4")


@pytest.mark.browser(allow="status of 400")
def test_the_page_add_photos_takes_several_at_once(page, desk, sign_in):
    sign_in(page, make_publisher())
    page.goto("/admin/media/photo/add/")
    expect(page.locator("[data-upload-plain]")).not_to_be_visible()
    page.set_input_files(
        ".photo-uploads input[type=file]",
        [
            upload("một.jpg", picture_bytes((640, 480), seed=61)),
            upload("hai.jpg", b"x"),
            upload("ba.jpg", picture_bytes((640, 480), seed=62)),
        ],
    )
    for number in range(3):
        page.locator("[data-upload]").nth(number).locator("[data-field=alt]").fill(f"Ảnh {number}")
    page.click("[data-send]")

    expect(page.locator("[data-upload].is-done")).to_have_count(2)
    assert sorted(Photo.objects.values_list("alt", flat=True)) == ["Ảnh 0", "Ảnh 2"]


def test_axe_finds_nothing_in_the_dialog(form):
    from axe_playwright_python.sync_playwright import Axe

    make_photo()
    form.click("[data-photo-choose]")
    expect(form.locator(".photo-grid li")).to_have_count(1)
    found = Axe().run(form, context="dialog").response["violations"]
    form.click("#photo-tab-upload")
    form.set_input_files("#photo-panel-upload input[type=file]", [upload("a.jpg", picture_bytes())])
    found += Axe().run(form, context="dialog").response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
