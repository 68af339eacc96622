"""A crawl of all pages of the demo city: no link is broken, and no two neighbouring cards on a page
show the same picture."""

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import re_path

from agency.models import Agency
from news.addresses import article_path
from news.models import Edition
from portal import urls
from tests.demo import city

pytestmark = pytest.mark.django_db

# In production the web server serves these files. Here Django serves them from their source
# folders.
urlpatterns = [
    re_path(r"^static/(?P<path>.+)$", serve, {"insecure": True}),
    *urls.urlpatterns,
]
handler404 = urls.handler404

ATTRIBUTES = re.compile(r'\s(href|src|srcset|action|content)="([^"]*)"')
IN_XML = re.compile(r'<(?:\w+:)?(?:loc|link|guid|id)[^>]*>([^<]+)<|\s(?:href|url)="([^"]*)"')
CARD = re.compile(r'<article class="card.*?</article>|<li><a href="[^"]*"><picture>.*?</li>', re.S)
PICTURE = re.compile(r'<img src="/tep/anh/../([^/]+)/')
IN_CSS = re.compile(r'url\("?([^")]+)')


def links(response: HttpResponse) -> Iterator[str]:
    """The links in this answer, as they are written there."""
    kind = response.headers["Content-Type"].split(";")[0]
    # A picture is not text, and has no links.
    text = response.getvalue().decode(errors="replace")
    if kind == "text/html":
        for name, value in ATTRIBUTES.findall(text):
            value = html.unescape(value)
            if name == "srcset":
                yield from (each.split()[0] for each in value.split(","))
            # Of `content` only addresses, as in `og:image`.
            elif name != "content" or value.startswith("http"):
                yield value
    elif kind.endswith("xml") and kind != "image/svg+xml":
        for found in IN_XML.findall(text):
            yield html.unescape("".join(found)).strip()
    elif kind == "text/css":
        yield from IN_CSS.findall(text)
    # This is robots.txt.
    elif kind == "text/plain":
        yield from re.findall(r"(?m)^Sitemap: (\S+)", text)


def ours(link: str, page: str) -> str | None:
    """The address of the link on this portal; None if it leads to another host."""
    whole = urlsplit(urldefrag(urljoin(settings.PUBLIC_URL + page, link))[0])
    if f"{whole.scheme}://{whole.netloc}" != settings.PUBLIC_URL:
        return None
    return whole._replace(scheme="", netloc="").geturl() or "/"


@dataclass
class Crawled:
    """What a crawl of the whole demo city found, by address: the status, and the page that has the
    link."""

    answers: dict[str, int]
    led_from: dict[str, str]
    # For each page, the folders of its cards' pictures, from the first card to the last.
    cards: dict[str, list[str | None]]


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker) -> Iterator[Crawled]:
    """The crawl, done once for all tests. Their own transactions are within its transaction."""
    ours = override_settings(ROOT_URLCONF=__name__)
    with django_db_blocker.unblock(), transaction.atomic(), ours:
        city.load()
        yield crawl()
        transaction.set_rollback(True)


def crawl() -> Crawled:
    agency = Agency.objects.get()
    # On a real city's portal it is True, and then robots.txt names the sitemap.
    agency.indexed = True
    agency.save()
    led_from = dict.fromkeys(("/", "/robots.txt", "/favicon.ico", "/tim-kiem/?q=thành+phố"), "")
    client, waiting, answers, cards = Client(), list(led_from), {}, {}
    while waiting:
        page = waiting.pop()
        response = client.get(page, follow=True)
        turns = {status for _url, status in response.redirect_chain}
        answers[page] = response.status_code if turns <= {301} else max(turns)
        for link in links(response) if response.status_code == 200 else ():
            address = ours(link, response.request["PATH_INFO"])
            if address and address not in led_from:
                led_from[address] = page
                waiting.append(address)
        if response.headers["Content-Type"].startswith("text/html"):
            cards[page] = pictures_of_cards(response.getvalue().decode())
    return Crawled(answers, led_from, cards)


def pictures_of_cards(page: str) -> list[str | None]:
    """The folder of each card's picture in order, None for a card without one."""
    found = [PICTURE.search(card) for card in CARD.findall(page)]
    return [picture and picture[1] for picture in found]


def test_no_link_of_the_demo_city_is_broken(crawled):
    answers, led_from = crawled.answers, crawled.led_from

    broken = {page: (status, led_from[page]) for page, status in answers.items() if status != 200}
    assert broken == {}
    assert not_reached(answers) == set()


def test_no_two_neighbours_on_a_page_of_the_demo_city_show_the_same_picture(crawled):
    # On a wide screen cards are in two columns, so the next but one is below.
    same = {
        page: [one for one, other in neighbours(cards) if one and one == other]
        for page, cards in crawled.cards.items()
    }

    assert {page: pictures for page, pictures in same.items() if pictures} == {}
    assert sum(len(list(filter(None, cards))) > 1 for cards in crawled.cards.values()) > 50


def neighbours(cards: list[str | None]) -> Iterator[tuple[str | None, str | None]]:
    yield from itertools.pairwise(cards)
    yield from zip(cards, cards[2:], strict=False)


def test_no_picture_stands_twice_on_the_home_page_of_the_demo_city(crawled):
    shown = [picture for picture in crawled.cards["/"] if picture]

    assert len(shown) > 10
    assert sorted(shown) == sorted(set(shown))


def not_reached(answers: dict[str, int]) -> set[str]:
    """The kinds of addresses and the articles that the crawl has not reached. If it reached too
    little, it would find no broken link either."""
    kinds = {
        "print": r"/.+/ban-in/",
        "QR code": r"/.+-\d+/qr-nho\.png",
        "QR code to keep": r"/.+-\d+/qr\.png",
        "QR code of a print": r"/xac-minh/.+/qr-nho\.png",
        "picture": r"/tep/.+\.jpg",
        "font": r"/static/.+\.woff2",
        "feed": r"/rss\.xml",
        "feed of a section": r"/kinh-te/atom\.xml",
        "sitemap of a month": r"/sitemap-\d{4}-\d\d\.xml",
        "older articles": r"/.+/\?truoc=.+",
        "day": r"/theo-ngay/\d{4}/\d\d/\d\d/",
        "author": r"/tac-gia/.+/",
        "source": r"/nguon-tin/.+/",
        "topic": r"/chu-de/.+/",
        "tag": r"/the/.+/",
    }
    found = {name: [page for page in answers if re.fullmatch(kinds[name], page)] for name in kinds}
    shown = Edition.objects.public().values_list("section", "slug", "article")
    unseen = {article_path(*each) for each in shown} - set(answers)
    return unseen | {name for name in kinds if not found[name]}
