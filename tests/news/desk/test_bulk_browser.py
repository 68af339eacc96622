"""In a real browser: several articles are chosen in the list and published."""

import pytest
from playwright.sync_api import expect

from news.enums import DeskState
from news.models import Article
from tests.browsers import sign_in
from tests.factories import make_article, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def chosen(page):
    """The page that asks before it publishes: three articles are approved, and one is not."""
    make_user(is_superuser=True, username="quan-tri")
    for name in ("Một", "Hai", "Ba"):
        make_article(name, state=DeskState.APPROVED)
    make_article("Nháp")
    page.goto("/admin/")
    sign_in(page)
    page.goto("/admin/news/article/")
    page.locator("#action-toggle").check()
    page.select_option("select[name=action]", "publish")
    page.get_by_role("button", name="Tiếp tục").click()
    # The page with its script.
    page.wait_for_url("**/bulk/publish/**")
    return page


def test_each_is_published_by_itself_and_what_was_not_can_be_tried_again(chosen):
    chosen.get_by_role("button", name="Xuất bản các bài này (4)").click()

    expect(chosen.get_by_role("status")).to_have_text(
        "Đã xong 3 trên 4 bài. 1 bài không làm được, lý do ghi bên cạnh."
    )
    expect(chosen.locator(".bulk-refused .bulk-said")).to_have_text(
        "Bài chưa được duyệt: hãy mở ra đọc trước."
    )
    expect(chosen.locator(".bulk-done")).to_have_count(3)
    assert set(Article.objects.filter(last_number=1).values_list("title", flat=True)) == {
        "Một", "Hai", "Ba",
    }  # fmt: skip
    Article.objects.filter(title="Nháp").update(state=DeskState.APPROVED)

    chosen.get_by_role("button", name="Xuất bản các bài này (1)").click()

    expect(chosen.locator(".bulk-done")).to_have_count(4)
    assert set(Article.objects.values_list("last_number", flat=True)) == {1}


@pytest.mark.browser(allow="ERR_INTERNET_DISCONNECTED")
def test_where_the_line_is_cut_it_says_so_and_goes_on_when_pressed_again(chosen):
    chosen.context.set_offline(True)
    chosen.get_by_role("button", name="Xuất bản các bài này (4)").click()
    expect(chosen.get_by_role("status")).to_contain_text("Cổng tin không trả lời.")
    assert set(Article.objects.values_list("last_number", flat=True)) == {0}

    chosen.context.set_offline(False)
    chosen.get_by_role("button", name="Xuất bản các bài này (4)").click()

    expect(chosen.locator(".bulk-done")).to_have_count(3)


def test_one_that_is_gone_stops_none_of_the_others(chosen):
    Article.objects.get(title="Hai").delete()

    chosen.get_by_role("button", name="Xuất bản các bài này (4)").click()

    expect(chosen.locator(".bulk-done")).to_have_count(2)
    expect(chosen.locator(".bulk-refused .bulk-said")).to_have_text(
        ["Bài chưa được duyệt: hãy mở ra đọc trước.", "Bài này không còn nữa."]
    )
    expect(chosen.get_by_role("button", name="Xuất bản các bài này (1)")).to_be_visible()


@pytest.mark.browser(allow="status of 403")
def test_who_was_signed_out_is_told_and_goes_on_after_signing_in_in_another_tab(chosen):
    chosen.context.clear_cookies()
    chosen.get_by_role("button", name="Xuất bản các bài này (4)").click()
    expect(chosen.get_by_role("status")).to_contain_text("Bạn đã bị đăng xuất")
    other = chosen.context.new_page()
    other.goto("/admin/")
    sign_in(other)

    chosen.get_by_role("button", name="Xuất bản các bài này (4)").click()

    expect(chosen.locator(".bulk-done")).to_have_count(3)
