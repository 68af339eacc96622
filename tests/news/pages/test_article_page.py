"""What an article's page shows, and how many queries it takes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_section,
    make_source,
    publish,
)
from tests.news.pages.page_text import address, text_of

pytestmark = pytest.mark.django_db


def test_blocks_with_nothing_in_them_are_not_shown(client):
    make_agency()
    edition = publish(make_article(lead=""))

    page = text_of(client.get(address(edition)))

    # The source, attachments, topics, related and other articles, social media, the time of the
    # update, the lead, the kicker, and an empty caption.
    for mark in (
        'id="nguon-tin"',
        'id="tep-dinh-kem"',
        'id="dong-su-kien"',
        'id="tin-lien-quan"',
        'id="tin-khac"',
        'id="mang-xa-hoi"',
        'class="updated"',
        'class="lead"',
        'class="kicker"',
        "<figcaption></figcaption>",
    ):
        assert mark not in page


def test_every_block_is_shown_when_it_has_something(client):
    make_agency(fanpage_url="https://fanpage.example/thu", fanpage_name="Thành phố Thử")
    section = make_section()
    earlier = make_article("Tin trước", section=section)
    publish(earlier)
    related = make_article("Tin liên quan", section=make_section("Khác"))
    publish(related)
    source = make_source(url="https://nguon.example/")
    article = make_article(
        section=section, kicker="Giao thông", source=source, source_url="https://nguon.example/1"
    )
    article.related_rows.create(other=related)
    publish(article)
    article.lead = "Câu dẫn mới"
    article.save()
    edition = publish(article)

    page = text_of(client.get(address(edition)))

    for mark in (
        'id="nguon-tin"',
        'id="tin-lien-quan"',
        'id="tin-khac"',
        'id="mang-xa-hoi"',
        "updated",
        "Câu dẫn mới",
        "Giao thông",
        "https://nguon.example/1",
        "QR CODE: Cầu mới qua sông Trầm thông xe",
    ):
        assert mark in page


def test_others_are_the_earlier_articles_of_the_section(client):
    section = make_section()
    now = timezone.now()
    for name, days in (("Trước", 2), ("Sau", 0)):
        publish(make_article(name, section=section, released_at=now - timedelta(days=days)))
    edition = publish(make_article("Giữa", section=section, released_at=now - timedelta(days=1)))

    page = text_of(client.get(address(edition)))

    others = page.split('id="tin-khac"')[1]
    assert "Trước" in others
    assert ">Sau<" not in others


def test_others_leave_out_the_related_ones_and_are_as_many_all_the_same(client):
    section = make_section()
    now = timezone.now()
    earlier = [
        make_article(f"Bài {number}", section=section, released_at=now - timedelta(days=number))
        for number in range(1, 11)
    ]
    for each in earlier:
        publish(each)
    article = make_article("Bài 0", section=section, released_at=now)
    article.related_rows.create(other=earlier[1])
    edition = publish(article)

    further = text_of(client.get(address(edition))).split('class="further"')[1]

    related, others = further.split('id="tin-khac"')
    assert re.findall(r">(Bài [0-9]+)<", related) == ["Bài 2"]
    assert re.findall(r">(Bài [0-9]+)<", others) == [f"Bài {n}" for n in (1, *range(3, 10))]


@pytest.mark.parametrize(("photo_count", "cost"), [(1, 2), (2, 3), (5, 3)])
def test_an_article_costs_two_queries_and_one_for_photos_besides_the_lead_photo(
    client, django_assert_num_queries, photo_count, cost
):
    section = make_section()
    publish(make_article("Trước", section=section))
    photos = [make_photo() for _ in range(photo_count)]
    body = "".join(f'<figure data-photo="{photo.pk}"></figure>' for photo in photos)
    related = make_article("Liên quan")
    publish(related)
    article = make_article(section=section, body=body, lead_photo=photos[0])
    article.related_rows.create(other=related)
    edition = publish(article)
    # From here on the navigation is in memory.
    client.get("/")

    with django_assert_num_queries(cost):
        client.get(address(edition))
    with django_assert_num_queries(cost - 1):
        client.get(address(edition) + "ban-in/")
    with django_assert_num_queries(1):
        client.get(address(edition) + "qr-nho.png")


def test_the_page_of_an_edition_says_when_it_was_updated(client):
    article = make_article(released_at=timezone.now() - timedelta(days=3))
    publish(article)
    article.title = "Tên mới"
    article.save()
    edition = publish(article)

    assert 'class="updated"' in text_of(client.get(address(edition)))


CALLED = "Xe số 7 đón khách; hỏi 0225 3821 055."
MARKED = 'Xe <span class="nb">số 7</span> đón khách; hỏi {}.'
DIALLED = MARKED.format('<a href="tel:02253821055">0225 3821 055</a>')


def test_lines_are_kept_and_phone_numbers_dialled_but_for_links_in_cards(client):
    make_agency(phone="(0225) 3.821.055")
    section = make_section()
    edition = publish(make_article(CALLED, section=section, lead=CALLED, body=f"<p>{CALLED}</p>"))
    title = MARKED.format("0225 3821 055")

    for path in (address(edition), f"{address(edition)}ban-in/"):
        page = client.get(path).content.decode()
        shown = [f"<h1>{title}</h1>", f'<p class="lead">{DIALLED}</p>', f"<p>{DIALLED}</p>"]
        assert [each in page for each in shown] == [True] * 3
    front = client.get(section.get_absolute_url()).content.decode()
    card = [f">{title}</a></h", f'<p class="card-lead">{title}</p>']
    assert [each in front for each in card] == [True] * 2
    # The number in the footer.
    assert re.findall('"tel:([^"]+)"', front) == ["02253821055"]
    assert edition.content.body == f"<p>{CALLED}</p>"
