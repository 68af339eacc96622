"""In a real browser: a typo in a published article is put right in two clicks from the list."""

import pytest

from news.models import Edition
from tests.browsers import enter
from tests.factories import make_article, make_user, publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_two_clicks_from_the_list_put_a_typo_right(page):
    article = make_article("Cầu mơi thông xe")
    publish(article)
    make_user(is_superuser=True, username="quan-tri")
    enter(page)
    page.goto("/admin/news/article/")
    clicks = []
    page.expose_function("clicked", lambda text: clicks.append(text))
    page.add_init_script("addEventListener('click', e => clicked(e.target.innerText), true)")
    page.reload()

    page.get_by_role("link", name="Cầu mơi thông xe").click()
    page.wait_for_selector(".cke_wysiwyg_frame")
    page.fill("#id_title", "Cầu mới thông xe")
    page.get_by_role("button", name="Đăng bản cập nhật").click()
    page.wait_for_selector(".messagelist .success")

    assert clicks == ["Cầu mơi thông xe", "Đăng bản cập nhật"]
    assert Edition.objects.public().get().title == "Cầu mới thông xe"
    page.goto(f"/b/{article.pk}")
    assert page.locator("h1").inner_text() == "Cầu mới thông xe"
