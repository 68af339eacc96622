"""axe finds nothing wrong with any page of the staff: WCAG 2.2 A and AA, light and dark, at a desk
and on a phone. Each page is loaded once. The size of targets is not asked here."""

from collections.abc import Iterable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from news import roles
from news.models import RelatedArticle
from tests.conftest import DESKTOP, PHONE
from tests.factories import make_article, make_author, make_user, publish
from tests.news.desk import in_hours
from tests.news.test_every_staff_view import addresses, everything

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": False}},
}
# In a dark page and a light one the same words have the same names.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS = [
    (DESKTOP, "light", WCAG),
    (PHONE, "light", WCAG),
    (PHONE, "dark", COLOURS),
    (DESKTOP, "dark", COLOURS),
]
# The editor's frame holds the article's own text, which has its own checks: axe is not put into it,
# but asks the page whether the frame has a title.
WRITTEN = "iframe.cke_wysiwyg_frame"
# Without `preload` axe does not write the page's styles into it again, which its policy forbids.
RUN = """options => axe
    .run({...options, resultTypes: ["violations"], preload: false})
    .then(found => found.violations.flatMap(each => each.nodes.map(
        node => `${each.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`)))"""
ROLES = (roles.CONTRIBUTORS, roles.EDITORS, roles.PUBLISHERS)
# A colour that is on its way to another is neither.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""


def faults(page: Page, places: Iterable[str]) -> dict[str, list[str]]:
    """What axe finds, by address, width and theme."""
    found = {}
    for address in places:
        page.goto(address)
        if page.locator(".body-editor textarea").count():
            page.wait_for_selector(WRITTEN)
        page.evaluate(STILL)
        page.evaluate(AXE_SCRIPT)
        for device, theme, options in LOOKS:
            page.set_viewport_size(device["viewport"])
            page.emulate_media(color_scheme=theme)
            if those := page.evaluate(RUN, options):
                found[f"{address} {device['viewport']['width']} {theme}"] = those
    return found


def enter(page: Page, url: str, user) -> Client:
    """A client with the session that the browser has from now on."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return client


def is_a_page(client: Client, address: str) -> bool:
    """Not a file, nor a part that stands in another page."""
    answer = client.get(address)
    return answer.status_code == 200 and b"<html" in answer.content[:500]


def is_like_another(address: str) -> bool:
    """What was done with something, and whether it is to be deleted: one page for all kinds."""
    return address.endswith(("/history/", "/delete/")) and "/author/" not in address


def test_every_page_of_an_administrator(page, live_server):
    places = addresses(everything())
    client = enter(page, live_server.url, make_user(is_superuser=True))
    kept = [each for each in places.values() if "/article/" in each or not is_like_another(each)]

    assert faults(page, [each for each in kept if is_a_page(client, each)]) == {}


def test_what_else_people_of_the_newsroom_see(page, live_server):
    writer, editor, publisher = (make_user(group) for group in ROLES)
    author, other = make_author(), make_article("Bài liên quan")
    article = make_article(authors=[author], created_by=writer)
    RelatedArticle.objects.create(article=article, other=other)
    publish(article)
    scheduled = make_article("Bài hẹn giờ")
    publish(scheduled, at=in_hours(5))
    form, step = "/admin/news/article/{}/change/", "/admin/news/article/{}/step/{}/"

    enter(page, live_server.url, writer)
    found = faults(page, ["/admin/", "/admin/news/article/", form.format(article.pk)])
    enter(page, live_server.url, editor)
    found |= faults(page, ["/admin/", form.format(article.pk), step.format(other.pk, "assign")])
    enter(page, live_server.url, publisher)
    found |= faults(
        page,
        ["/admin/", step.format(article.pk, "expire"), step.format(scheduled.pk, "move")],
    )

    assert found == {}
