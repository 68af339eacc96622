import pytest

from tests.factories import *
from tests.media import office
from tests.media.hands import *
from tests.media.test_documents import send as send_document

pytestmark = pytest.mark.browser(allow=".")
S = "/tmp/medialab/shots/"


def test_look(page, desk, sign_in):
    user = make_user(is_superuser=True)
    for n in range(20):
        ingest(
            ContentFile(picture_bytes((900, 500 + n), seed=n * 5), name="a.jpg"),
            by=user,
            alt=f"Ảnh số {n}: cầu Trầm nhìn từ bờ bắc",
            caption=("Quang cảnh hội nghị\nphát biểu chỉ đạo" if n % 2 else ""),
            credit="Ảnh: Hải Đăng",
        )
    Photo.objects.filter(pk=Photo.objects.first().pk).update(attempts=3, fault="lost")
    sign_in(page, user)
    open_form(page)
    page.click(".cke_button__photo")
    page.wait_for_selector(".photo-grid li:nth-child(5)")
    page.keyboard.press("ArrowDown")
    page.screenshot(path=S + "dialog.png")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    for n in range(12):
        page.keyboard.press("Control+End")
    body(page).locator(".credit").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    for n in range(14):
        page.keyboard.type(
            f"Đoạn {n} của bài viết, dài vừa phải để xem thanh công cụ có còn trong tầm mắt."
        )
        page.keyboard.press("Enter")
    page.evaluate("window.scrollTo(0,600)")
    page.wait_for_timeout(300)
    print(
        page.evaluate(
            """()=>{let e=document.querySelector('.cke_top'),o=[];while(e=e.parentElement){let c=getComputedStyle(e);if(c.overflow!='visible'||c.contain!='none')o.push(e.tagName+'.'+e.className+' '+c.overflow)};return o}"""
        )
    )
    page.screenshot(path=S + "scrolled.png")
    body(page).locator("figure img").hover()
    page.wait_for_timeout(200)
    page.screenshot(path=S + "inserted.png", full_page=True)
    body(page).locator("[data-photo-action=describe]").click()
    page.wait_for_timeout(300)
    page.screenshot(path=S + "alt.png")
    page.keyboard.press("Escape")
    page.evaluate(
        "CKEDITOR.instances.id_tags.insertHtml('<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>')"
    )
    body(page).locator("td").first.click(button="right")
    page.wait_for_timeout(600)
    page.screenshot(path=S + "menu.png")
    page.keyboard.press("Escape")
    body(page).locator("figure img").click(button="right", timeout=3000)
    page.wait_for_timeout(600)
    page.screenshot(path=S + "menu2.png")
    page.keyboard.press("Escape")
    page.click(".cke_combo__format")
    page.wait_for_timeout(500)
    page.screenshot(path=S + "format.png")
    page.keyboard.press("Escape")
    page.click(".cke_button__maximize")
    page.wait_for_timeout(500)
    page.screenshot(path=S + "max.png")
    page.click(".cke_button__photo")
    page.wait_for_timeout(700)
    page.click("#photo-tab-upload")
    page.wait_for_timeout(300)
    page.set_input_files(
        "#photo-panel-upload input[type=file]",
        [upload("một.jpg", picture_bytes((800, 600), seed=901)), upload("hai.jpg", b"xx")],
    )
    page.wait_for_timeout(400)
    page.locator("[data-field=alt]").nth(0).fill("A")
    page.locator("[data-field=alt]").nth(1).fill("A")
    page.click("[data-send]")
    page.wait_for_timeout(2500)
    page.screenshot(path=S + "upload.png")
    page.keyboard.press("Escape")
    page.click(".cke_button__maximize")
    page.click(".cke_button__link")
    page.wait_for_timeout(500)
    page.screenshot(path=S + "link.png")
    page.keyboard.press("Escape")
    send_document(office.PDF)
    for name, a in dict(
        list="/admin/media/photo/",
        add="/admin/media/photo/add/",
        change=f"/admin/media/photo/{Photo.objects.last().pk}/change/",
        docs="/admin/media/document/",
        docadd="/admin/media/document/add/",
        docchange="/admin/media/document/1/change/",
    ).items():
        page.goto(a)
        page.wait_for_timeout(300)
        page.screenshot(path=S + name + ".png", full_page=name != "list")


def test_phone(phone, desk, sign_in):
    for n in range(12):
        make_photo()
    sign_in(phone, make_user(is_superuser=True))
    open_form(phone)
    phone.tap("[data-photo-choose]")
    phone.wait_for_timeout(600)
    phone.screenshot(path=S + "phone1.png")
    phone.tap("#photo-tab-upload")
    phone.set_input_files(
        "#photo-panel-upload input[type=file]",
        [upload("một.jpg", picture_bytes((800, 600), seed=901))],
    )
    phone.wait_for_timeout(400)
    phone.screenshot(path=S + "phone2.png")
    phone.tap("dialog [data-close]")
    phone.goto("/admin/media/photo/")
    phone.wait_for_timeout(300)
    phone.screenshot(path=S + "phone3.png")
