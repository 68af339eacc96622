"""The home page shows no article twice, and fills its strips with the next articles instead."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article, make_photo, make_section, publish

pytestmark = pytest.mark.django_db


def published(names, *, section, first_day=0, also_in=(), **fields):
    """Publish articles of these names, each a day older than the one before."""
    for day, name in enumerate(names, first_day):
        released = timezone.now() - timedelta(days=day)
        article = make_article(name, section=section, released_at=released, **fields)
        article.extra_sections.set(also_in)
        publish(article)


def titles(html):
    links = re.findall(r'<a href="/[^"]+-[0-9]+/">(.+?)</a>', html)
    return [re.sub("<[^>]+>", "", each) for each in links]


def parts(client):
    """The titles above the strips, and the titles of each strip by its section."""
    front, *strips = client.get("/").content.decode().split('<section class="strip')
    headings = [
        re.search(r'<h2 id="muc-[0-9]+"><a href="[^"]+">([^<]+)', each)[1] for each in strips
    ]
    return titles(front), dict(zip(headings, map(titles, strips), strict=True))


def test_a_strip_leaves_out_what_stands_above_and_goes_on_with_the_next_ones(client):
    section = make_section("Kinh tế")
    names = [f"Bài {number:02}" for number in range(20)]
    published(names, section=section)

    assert parts(client) == (names[:12], {"Kinh tế": names[12:17]})


def test_an_article_of_two_sections_stands_in_the_first_strip_and_the_second_is_full(client):
    first, second = make_section("Kinh tế", order=1), make_section("Văn hóa", order=2)
    names = [f"Bài {number:02}" for number in range(24)]
    published(names, section=second, also_in=[first])

    assert parts(client) == (names[:12], {"Kinh tế": names[12:17], "Văn hóa": names[17:22]})


def test_a_section_all_of_whose_articles_stand_above_has_no_strip(client):
    old, new = make_section("Lưu trữ", order=1), make_section("Hôm nay", order=2)
    fresh, past = [f"Mới {n}" for n in range(11)], [f"Cũ {n}" for n in range(3)]
    published(fresh, section=new)
    published(past, section=old, first_day=11)

    assert parts(client) == ([*fresh, past[0]], {"Lưu trữ": past[1:]})


@pytest.mark.parametrize("count", [3, 4])
def test_fewer_than_four_pictures_give_no_strip(client, count):
    section = make_section(on_home=False)
    published([f"Bài {number:02}" for number in range(12)], section=section)
    names = [f"Ảnh {number}" for number in range(count)]
    published(names, section=section, first_day=12, lead_photo=make_photo())

    page = client.get("/").content.decode()

    shown = re.findall(r"<span>(Ảnh [0-9])</span>", page)
    assert (shown, 'id="anh-moi"' in page) == ((names, True) if count == 4 else ([], False))
