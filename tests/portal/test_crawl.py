"""Every link of the demo city's public pages leads somewhere, from page to page to the last one."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.http import HttpResponse
from django.urls import re_path

from agency.models import Agency
from news.addresses import article_path
from news.models import Edition
from portal import urls

pytestmark = pytest.mark.django_db

# What the web server in front of Django serves, straight from where it stands.
urlpatterns = [
    re_path(r"^static/(?P<path>.+)$", serve, {"insecure": True}),
    *urls.urlpatterns,
]
handler404 = urls.handler404

ATTRIBUTES = re.compile(r'\s(href|src|srcset|action|content)="([^"]*)"')
IN_XML = re.compile(r'<(?:\w+:)?(?:loc|link|guid|id)[^>]*>([^<]+)<|\s(?:href|url)="([^"]*)"')
IN_CSS = re.compile(r'url\("?([^")]+)')


def links(response: HttpResponse) -> Iterator[str]:
    """What this answer leads to, as it is written there."""
    kind = response.headers["Content-Type"].split(";")[0]
    text = response.getvalue().decode(errors="replace")  # a picture is no text, and has no links
    if kind == "text/html":
        for name, value in ATTRIBUTES.findall(text):
            value = html.unescape(value)
            if name == "srcset":
                yield from (each.split()[0] for each in value.split(","))
            elif name != "content" or value.startswith("http"):  # og:image and its like
                yield value
    elif kind.endswith("xml") and kind != "image/svg+xml":
        for found in IN_XML.findall(text):
            yield html.unescape("".join(found)).strip()
    elif kind == "text/css":
        yield from IN_CSS.findall(text)
    elif kind == "text/plain":  # robots.txt
        yield from re.findall(r"(?m)^Sitemap: (\S+)", text)


def ours(link: str, page: str) -> str | None:
    """The address that the link means, where it stands on this portal."""
    whole = urlsplit(urldefrag(urljoin(settings.PUBLIC_URL + page, link))[0])
    if f"{whole.scheme}://{whole.netloc}" != settings.PUBLIC_URL:
        return None
    return whole._replace(scheme="", netloc="").geturl() or "/"


@pytest.mark.urls(__name__)
def test_no_link_of_the_demo_city_is_broken(client, demo):
    agency = Agency.objects.get()
    agency.indexed = True  # as a city's own portal is, whose robots.txt names its sitemap
    agency.save()
    led_from = {"/": "", "/robots.txt": "", "/favicon.ico": ""}
    waiting, answers = list(led_from), {}
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

    broken = {page: (status, led_from[page]) for page, status in answers.items() if status != 200}
    assert broken == {}
    assert missing(answers) == set()


def missing(answers: dict[str, int]) -> set[str]:
    """What a crawl must have met, lest it find nothing broken because it found nothing."""
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
