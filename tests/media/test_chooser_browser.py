"""The photo chooser in a real browser: photos are chosen, searched, uploaded and dropped."""

import base64
import re

import pytest
from playwright.sync_api import expect

from delivery.models import Purge
from media.models import Photo
from tests.axe import ALL, violations
from tests.factories import make_photo, make_user, picture_bytes
from tests.media import files
from tests.media.editor_actions import FORM, focused, open_form, saved, upload


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


def test_a_chosen_photo_is_saved_shown_again_and_taken_away(form, sample_form):
    photo = make_photo(alt="Bến phà")
    form.click("[data-photo-choose]")
    form.dblclick(f'.photo-grid [data-photo="{photo.pk}"]')
    form.click("[data-photo-remove]")
    expect(form.locator(".photo-chooser-preview")).not_to_be_visible()
    form.click("[data-photo-choose]")
    form.click(f'.photo-grid [data-photo="{photo.pk}"]')
    form.click("dialog [data-choose]")

    saved(form)

    assert sample_form.chosen == [photo]


def choose(form, photo: Photo) -> None:
    form.click("[data-photo-choose]")
    form.dblclick(f'.photo-grid [data-photo="{photo.pk}"]')
    expect(form.locator("#id_lead_photo")).to_have_value(str(photo.pk))


def lead_words(form) -> tuple[str, str]:
    return form.input_value("#id_lead_caption"), form.input_value("#id_lead_credit")


def test_a_chosen_photo_brings_its_caption_and_credit_and_what_was_typed_there_stays(form):
    first = make_photo(caption="Dòng một\nDòng hai", credit="Ảnh: Hải Đăng")
    second = make_photo(caption="Bến phà", credit="Ảnh: Minh Châu")
    bare = make_photo()

    choose(form, first)
    assert lead_words(form) == ("Dòng một\nDòng hai", "Ảnh: Hải Đăng")
    choose(form, second)
    assert lead_words(form) == ("Bến phà", "Ảnh: Minh Châu")
    choose(form, bare)
    assert lead_words(form) == ("", "")
    choose(form, second)
    form.click("[data-photo-remove]")
    assert lead_words(form) == ("", "")

    form.fill("#id_lead_caption", "Lời của tôi")
    choose(form, first)
    assert lead_words(form) == ("Lời của tôi", "Ảnh: Hải Đăng")
    form.fill("#id_lead_credit", "Ảnh: Hải Đăng (TTXVN)")
    choose(form, second)
    form.click("[data-photo-remove]")

    assert lead_words(form) == ("Lời của tôi", "Ảnh: Hải Đăng (TTXVN)")


def test_a_form_shown_again_knows_which_words_its_photo_had_brought(form):
    first = make_photo(caption="Một\nHai", credit="Ảnh: Hải Đăng")
    second = make_photo(caption="Bến phà", credit="Ảnh: Minh Châu")
    choose(form, first)
    long = "Ảnh: Tôi" * 30
    form.evaluate("text => document.getElementById('id_lead_credit').value = text", long)
    # The form comes back, because the credit is too long.
    form.click("input[name=_save]")
    expect(form.locator(".errornote")).to_be_visible()
    assert lead_words(form) == ("Một\nHai", long)

    choose(form, second)

    assert lead_words(form) == ("Bến phà", long)


def test_a_row_of_a_formset_fills_its_own_words(form):
    photo = make_photo(caption="Bến phà", credit="Ảnh: Minh Châu")
    form.evaluate(
        """for (const name of ["lead_photo", "lead_caption"])
            document.getElementById("id_" + name).name = "rows-0-" + name"""
    )

    choose(form, photo)

    assert lead_words(form) == ("Bến phà", "")


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
    monkeypatch.setattr("media.photo_chooser.PHOTOS_PER_PAGE", 4)
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

    # No picture has a description yet.
    form.click("[data-send]")
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


@pytest.mark.browser(allow="status of 403")
def test_signing_in_anew_in_another_tab_is_enough_to_go_on(form, sign_in):
    make_photo()
    form.click("[data-photo-choose]")
    expect(form.locator(".photo-grid li")).to_have_count(1)
    form.context.clear_cookies()
    form.fill("#photo-search", "anh")
    expect(form.locator("dialog [data-status-line] a")).to_be_visible()
    form.click("#photo-tab-upload")
    form.set_input_files(
        "#photo-panel-upload input[type=file]", [upload("a.jpg", picture_bytes(seed=51))]
    )
    form.fill("[data-upload] [data-field=alt]", "Cầu mới")
    form.click("[data-send]")
    expect(form.locator("[data-upload] [data-error=file]")).not_to_be_empty()

    sign_in(form, make_user(is_superuser=True))
    other = form.context.new_page()
    # This sets a new CSRF token.
    other.goto("/admin/media/photo/add/")
    other.close()
    form.click("[data-send]")

    expect(form.locator(".photo-chooser-words")).to_have_text("Cầu mới")


def test_the_form_works_without_script(chromium, live_server, sample_form, sign_in, settings):
    """Then the photo is chosen from a list, and the body is a text area."""
    settings.PUBLIC_URL = live_server.url
    photo = make_photo(alt="Bến phà")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        page = context.new_page()
        sign_in(page, make_user(is_superuser=True))
        page.goto(FORM)
        page.select_option("#id_lead_photo", label="Bến phà")
        page.fill("#id_tags", "<p>Chữ</p>")
        page.click("input[name=_save]")
        assert Purge.objects.get().tags == "<p>Chữ</p>"
        assert sample_form.chosen == [photo]
    finally:
        context.close()


def test_the_dialog_fits_a_phone(phone, sample_form, sign_in):
    for number in range(6):
        make_photo(alt=f"Ảnh {number}")
    sign_in(phone, make_user(is_superuser=True))
    open_form(phone)
    phone.tap("[data-photo-choose]")
    expect(phone.locator(".photo-grid li")).to_have_count(6)

    box = phone.locator("dialog").bounding_box()
    assert (box["width"], box["x"]) == (360, 0)
    phone.tap(".photo-grid li:nth-child(2)")
    phone.tap("dialog [data-choose]")
    expect(phone.locator(".photo-chooser-words")).to_have_text("Ảnh 4")


@pytest.mark.browser(allow="status of 400")
def test_the_page_add_photos_takes_several_at_once(page, sample_form, sign_in):
    sign_in(page, make_user(is_superuser=True))
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
    make_photo()
    form.click("[data-photo-choose]")
    expect(form.locator(".photo-grid li")).to_have_count(1)
    found = violations(form, ALL, "dialog")
    form.click("#photo-tab-upload")
    form.set_input_files("#photo-panel-upload input[type=file]", [upload("a.jpg", picture_bytes())])
    found += violations(form, ALL, "dialog")

    assert found == []
