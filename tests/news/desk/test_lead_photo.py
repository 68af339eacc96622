"""The words of the lead photo: the chooser fills them in, without script they are typed, and the
edition keeps them."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from news.models import Article
from tests.browsers import enter
from tests.factories import make_article, make_photo, make_user, publish
from tests.news.desk.form_data import ADD, sent


def lead(article: Article) -> dict:
    shown = publish(article).content.lead_photo
    return {name: shown[name] for name in ("photo", "alt", "caption", "credit")}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_lead_photo_that_is_chosen_brings_caption_and_credit_into_the_edition(page):
    photo = make_photo(alt="Cầu", caption="Dòng một\nDòng hai", credit="Ảnh: Hải Đăng")
    article = make_article()
    make_user(is_superuser=True, username="quan-tri")
    enter(page)
    page.goto(f"/admin/news/article/{article.pk}/change/")
    page.click("[data-photo-choose]")
    page.dblclick(f'.photo-grid [data-photo="{photo.pk}"]')
    expect(page.locator("#id_lead_caption")).to_have_value("Dòng một\nDòng hai")
    with page.expect_navigation():
        page.click("button[name=_save]")

    article.refresh_from_db()
    assert lead(article) == {
        "photo": photo.pk,
        "alt": "Cầu",
        "caption": "Dòng một\nDòng hai",
        "credit": "Ảnh: Hải Đăng",
    }


@pytest.mark.django_db
def test_without_script_a_lead_photo_has_the_words_that_were_typed(client):
    photo = make_photo(alt="Cầu", caption="Cầu Trầm", credit="Ảnh: Hải Đăng")
    client.force_login(make_user(roles.PUBLISHERS))
    section = make_article().section

    client.post(ADD, sent(lead_photo=photo.pk, lead_credit="Ảnh: Tôi", section=section.pk))

    article = Article.objects.get(lead_photo=photo)
    assert lead(article) == {
        "photo": photo.pk,
        "alt": "Cầu",
        "caption": "",
        "credit": "Ảnh: Tôi",
    }
