"""In a real browser: a remark leads to its words; a conversion is taken, undone or declined."""

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browsers import enter
from tests.factories import make_article, make_user
from tests.media.editor_actions import body, open_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TITLE, AS_UNICODE = "Së V¨n hãa vµ Th«ng tin họp sáng nay", "Sở Văn hóa và Thông tin họp sáng nay"
BODY = (
    "<p>Câu đầu, đánh giá thực trạng bến cá.</p>"
    + "<p>Một đoạn dài ở giữa, không có gì để xem lại.</p>" * 30
    + "<p>Công văn của <strong>Së V¨n</strong> hãa vµ Th«ng tin.</p>"
    + '<p>Đánh giá thực trạng của <em>của</em> bến cá; xem <a href="/khong-co/">tại đây</a>.</p>'
)


@pytest.fixture
def form(page):
    make_user(is_superuser=True, username="quan-tri")
    article = make_article(TITLE, body=BODY, lead="Hội nghị diễn ra sáng nay tại tại hội trường.")
    enter(page)
    open_again(page, article)
    return page


def open_again(page, article):
    open_form(page, f"/admin/news/article/{article.pk}/change/")
    expect(page.locator("#checks-found")).to_be_visible()


def go(page, words):
    """Press the remark about those words. Returns the remark."""
    remark = page.locator("a.remark", has_text=words).first
    remark.click()
    return remark


def selected(page) -> str:
    """The selected text of the field that has the focus."""
    return page.evaluate(
        """() => {
            const box = document.activeElement;
            if (box.tagName === "IFRAME") return box.contentWindow.getSelection().toString();
            return box.value.slice(box.selectionStart, box.selectionEnd);
        }"""
    )


def held(page) -> str:
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def test_a_remark_selects_its_words_where_they_stand_and_changes_nothing(form):
    before = held(form)
    found = {}
    for words in ("tại tại", "của của", "tại đây"):
        go(form, words)
        found[words] = selected(form)

    assert found == {"tại tại": "tại tại", "của của": "của của", "tại đây": "tại đây"}
    expect(body(form).get_by_text("tại đây")).to_be_in_viewport()
    assert (held(form), form.evaluate("CKEDITOR.instances.id_body.checkDirty()")) == (before, False)


def test_words_that_moved_are_found_and_words_that_went_are_said_to_be_gone(form):
    form.evaluate(
        """() => {
            const editor = CKEDITOR.instances.id_body;
            editor.setData("<h2>Mới</h2>" + editor.getData().replace("tại đây", "kế hoạch"));
        }"""
    )
    form.fill("#id_lead", "Một lead khác.")
    expect(body(form).locator("h2")).to_have_text("Mới")

    go(form, "của của")
    assert selected(form) == "của của"
    for words in ("tại tại", "tại đây"):
        expect(go(form, words).locator("[role=status]")).to_have_text("Chữ này không còn ở đó nữa.")


def test_a_conversion_is_taken_into_the_form_undone_taken_again_and_saved(form):
    before = held(form)
    form.get_by_role("button", name="Xem bản chuyển mã").click()
    expect(form.locator("#convert td").nth(1)).to_have_text(AS_UNICODE)
    form.get_by_role("button", name="Nhận").click()

    expect(form.locator("#id_title")).to_have_value(AS_UNICODE)
    expect(body(form)).to_contain_text("Sở Văn hóa và Thông tin.")
    assert Article.objects.get().title == TITLE

    form.locator("#checks").get_by_role("button", name="Hoàn tác").click()
    expect(form.locator("#id_title")).to_have_value(TITLE)
    expect(body(form)).to_contain_text("Së V¨n hãa")
    assert held(form) == before

    form.get_by_role("button", name="Xem bản chuyển mã").click()
    form.locator("#convert").get_by_label("Tiêu đề").uncheck()
    form.get_by_role("button", name="Nhận").click()
    expect(body(form)).to_contain_text("Sở Văn hóa và Thông tin.")
    form.click("[name=_save]")
    form.wait_for_selector(".messagelist .success")

    article = Article.objects.get()
    converted = BODY.replace("Së V¨n", "Sở Văn").replace("hãa vµ Th«ng", "hóa và Thông")
    assert (article.title, article.body) == (TITLE, converted)


def test_what_is_typed_while_a_conversion_is_asked_for_is_not_lost(form):
    held_up = []
    form.route("**/convert/", lambda route: route.continue_() if held_up else held_up.append(route))
    with form.expect_request("**/convert/"):
        form.get_by_role("button", name="Xem bản chuyển mã").click()
    form.fill("#id_title", f"{TITLE} hai ba")
    held_up[0].continue_()

    form.get_by_role("button", name="Nhận").click()

    expect(form.locator("#id_title")).to_have_value(f"{AS_UNICODE} hai ba")


def test_a_conversion_that_was_declined_is_not_offered_for_that_text_again(form):
    form.get_by_role("button", name="Xem bản chuyển mã").click()
    form.get_by_role("button", name="Không, để nguyên").click()
    expect(form.get_by_role("button", name="Xem bản chuyển mã")).to_have_count(0)

    article = Article.objects.get()
    open_again(form, article)
    expect(form.get_by_role("button", name="Xem bản chuyển mã")).to_have_count(0)

    Article.objects.update(title="V¨n hãa Th«ng tin")
    open_again(form, article)
    expect(form.get_by_role("button", name="Xem bản chuyển mã")).to_be_visible()
