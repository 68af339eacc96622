"""The print view, and the page that checks by its code whether a print is still current."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news.addresses import format_code
from news.desk import steps
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_source,
    publish,
)
from tests.news.desk.test_form import make_document
from tests.news.pages.page_text import address, text_of

pytestmark = pytest.mark.django_db


def test_the_print_view_has_what_paper_needs(client):
    make_agency()
    photo = make_photo()
    article = make_article(
        authors=[make_author()],
        body=(
            f'<p>Đoạn một.</p><figure data-photo="{photo.pk}"><figcaption>Dòng một<br>'
            "dòng hai<cite>Ảnh: PV</cite></figcaption></figure>"
        ),
    )
    edition = publish(article)

    page = text_of(client.get(address(edition) + "ban-in/"))

    for mark in (
        "Cổng tin thành phố Thử",
        f"<h1>{article.title}</h1>",
        "<p>Đoạn một.</p>",
        "Dòng một<br>dòng hai",
        "Ảnh: PV",
        "Nguyễn Hải - thu.example",
        f"http://127.0.0.1:8000{address(edition)}",
        f"/xac-minh/{format_code(edition.code)}/qr-nho.png",
        format_code(edition.code),
    ):
        assert mark in page


@pytest.mark.parametrize(
    ("signature", "named"),
    [
        ("Nguyễn Hải", ["Nguồn tin: Báo Cửa Biển (https://baocuabien.example/goc)"]),
        ("Nguyễn Hải - Báo Cửa Biển", ["Nguồn tin: https://baocuabien.example/goc"]),
    ],
)
def test_a_print_does_not_name_a_source_again_that_the_signature_names(client, signature, named):
    edition = publish(
        make_article(
            signature=signature,
            source=make_source("Báo Cửa Biển"),
            source_url="https://baocuabien.example/goc",
        )
    )

    page = text_of(client.get(address(edition) + "ban-in/"))

    assert re.findall(r'<p class="source">([^<]*)</p>', page) == named


def test_a_print_names_attachments_and_says_that_an_article_is_kept_in_the_archive(client):
    article = make_article()
    article.attachments.create(document=make_document("Kế hoạch 12"))
    edition = publish(article)
    archived = "Bài này được lưu trữ; nội dung có thể không còn phù hợp với hiện tại."
    path = address(edition) + "ban-in/"
    before = text_of(client.get(path))

    steps.archive(article, by=make_publisher())

    after = text_of(client.get(path))
    [told] = re.findall(r'class="attachments".*?<li>(.*?)</li>', after, re.S)
    assert told == "Kế hoạch 12 (PDF, 1\N{NO-BREAK SPACE}B)"
    assert (archived in before, archived in after) == (False, True)


def test_verification_tells_current_replaced_withdrawn_and_unknown(client):
    article = make_article("Tên đã in")
    first = publish(article)
    path = f"/xac-minh/{format_code(first.code)}/"
    assert "verdict-current" in text_of(client.get(path))

    article.title = "Tên sửa"
    article.save()
    publish(article)
    assert "verdict-replaced" in text_of(client.get(path))

    steps.withdraw(article, by=make_publisher(), reason="Sai")
    page = text_of(client.get(path))
    assert "verdict-withdrawn" in page
    assert "Tên" not in page.split("<main")[1].split("</main>")[0].replace("Tên gọi", "")

    unknown = client.get("/xac-minh/0000-0000-0000/")
    assert unknown.status_code == 404
    assert "verdict-unknown" in text_of(unknown)


def test_a_scheduled_edition_is_not_told_by_its_code(client):
    article = make_article("Tin mật đến giờ mới đăng")
    edition = publish(article, at=timezone.now() + timedelta(hours=1))

    response = client.get(f"/xac-minh/{format_code(edition.code)}/")

    assert response.status_code == 404
    assert "Tin mật" not in text_of(response)


def test_republishing_the_same_words_leaves_prints_current(client):
    article = make_article()
    first = publish(article)
    publish(article)

    response = client.get(f"/xac-minh/{format_code(first.code)}/")

    assert "verdict-current" in text_of(response)


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{spaced}"])
def test_a_code_is_read_however_it_is_typed(client, typed):
    edition = publish(make_article())
    forms = {
        "code": edition.code,
        "lower": edition.code.lower(),
        "spaced": f" {edition.code[:4]} {edition.code[4:8]}-{edition.code[8:]}",
    }

    response = client.get("/xac-minh/", {"ma": typed.format(**forms)})

    target = f"/xac-minh/{format_code(edition.code)}/"
    assert (response.status_code, response["Location"]) == (302, target)
