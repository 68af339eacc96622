"""In a real browser: the article's form shows by itself when readers see the edition."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsers import sign_in
from tests.factories import make_article, make_section, make_user
from tests.news.desk.form_data import change
from tests.news.receipts.made import make_receipts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_form_says_by_itself_when_readers_see_it(request, device):
    browser = request.getfixturevalue(device)
    make_user(is_superuser=True, username="lan")
    article = make_article("Cảng mới", section=make_section())
    browser.goto(change(article))
    sign_in(browser, "lan")

    browser.get_by_role("button", name="Đăng", exact=True).click()
    receipt = browser.locator("#receipt")
    expect(receipt).to_contain_text("Đang kiểm tra trang công khai…")
    make_receipts()

    expect(receipt).to_contain_text(re.compile(r"Đã lên trang sau \d+(,\d)? giây"))
    expect(receipt).not_to_have_attribute("data-open", "")
