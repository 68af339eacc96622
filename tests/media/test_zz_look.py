import pytest
from tests.factories import *
from tests.media import files
pytestmark = pytest.mark.browser(allow=".")
S="/tmp/medialab/shots/"
def test_look(page, desk, sign_in):
    user=make_publisher()
    for n in range(60):
        ingest(ContentFile(picture_bytes((900, 500+n), seed=n*5), name="a.jpg"), alt=f"Ảnh số {n}: cầu Trầm nhìn từ bờ bắc", caption=("Quang cảnh hội nghị\nphát biểu chỉ đạo" if n%2 else ""), credit="Ảnh: Hải Đăng")
    sign_in(page,user)
    page.goto("/admin/delivery/purge/add/"); page.wait_for_selector(".cke_wysiwyg_frame"); page.wait_for_timeout(500)
    page.screenshot(path=S+"form.png")
    page.click("[data-photo-choose]"); page.wait_for_selector(".photo-grid li"); page.wait_for_timeout(300)
    page.keyboard.press("ArrowDown"); page.wait_for_timeout(200)
    page.screenshot(path=S+"dialog.png")
    page.keyboard.press("ArrowRight"); page.keyboard.press("Enter"); page.wait_for_timeout(200)
    page.click(".cke_button__photo"); page.wait_for_selector(".photo-grid li:nth-child(5)"); page.keyboard.press("ArrowDown"); page.keyboard.press("Enter"); page.wait_for_timeout(500)
    page.screenshot(path=S+"inserted.png")
    print(page.evaluate("CKEDITOR.instances.id_tags.getData()"))
    print(page.evaluate("document.activeElement.outerHTML.slice(0,200)"))
    page.click(".cke_button__photo"); page.wait_for_selector(".photo-grid li"); page.click("#photo-tab-upload")
    page.set_input_files("#photo-panel-upload input[type=file]", [{"name":"một.jpg","mimeType":"image/jpeg","buffer":picture_bytes((800,600),seed=901)},{"name":"hai.jpg","mimeType":"image/jpeg","buffer":b"xx"}])
    page.wait_for_timeout(400); page.screenshot(path=S+"upload.png")
    page.click("[data-send]"); page.wait_for_timeout(300); page.screenshot(path=S+"upload2.png")
    for i,t in enumerate(page.query_selector_all("[data-field=alt]")): t.fill(f"Mô tả {i}")
    page.click("[data-send]"); page.wait_for_timeout(3000); page.screenshot(path=S+"upload3.png")
    page.keyboard.press("Escape")
    for b,n in (("link","link"),("table","table")):
        page.click(f".cke_button__{b}"); page.wait_for_timeout(400); page.screenshot(path=S+f"{n}.png"); page.keyboard.press("Escape"); page.wait_for_timeout(300)
    page.goto("/admin/media/photo/"); page.wait_for_timeout(300); page.screenshot(path=S+"list.png")
    page.goto("/admin/media/photo/add/"); page.wait_for_timeout(300); page.screenshot(path=S+"add.png")
    page.goto(f"/admin/media/photo/{Photo.objects.first().pk}/change/"); page.wait_for_timeout(300); page.screenshot(path=S+"change.png", full_page=True)
