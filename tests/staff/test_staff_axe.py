"""axe finds no violation of WCAG 2.2 A and AA on staff pages, on a desktop and on a phone, and in
dark colours on a desktop. The size of targets is not tested here.

One page of each template is tested, and is loaded only once for all of these. `proof_staff_axe`
tests every page.
"""

from collections.abc import Iterable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts import roles
from news.models import RelatedArticle
from tests.axe import COLOURS, STAFF, violations
from tests.factories import make_article, make_author, make_user, publish
from tests.fixtures.browser import DESKTOP, PHONE
from tests.news.desk.form_data import in_hours
from tests.staff.staff_views import addresses, everything

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

LOOKS = [
    (DESKTOP, "light", STAFF),
    (PHONE, "light", STAFF),
    (DESKTOP, "dark", COLOURS),
]
# The editor's frame, which contains the article's text. axe does not look inside, because the text
# has checks of its own; it only checks that the frame has a title.
WRITTEN = "iframe.cke_wysiwyg_frame"
ROLES = (roles.CONTRIBUTORS, roles.EDITORS, roles.PUBLISHERS)


def faults(page: Page, places: Iterable[str]) -> dict[str, list[str]]:
    """What axe finds on these pages, by address, width of the window, and theme."""
    found = {}
    for address in places:
        page.goto(address)
        if page.locator(".body-editor textarea").count():
            page.wait_for_selector(WRITTEN)
        for device, theme, options in LOOKS:
            page.set_viewport_size(device["viewport"])
            page.emulate_media(color_scheme=theme)
            if those := violations(page, options):
                found[f"{address} {device['viewport']['width']} {theme}"] = those
    return found


def enter(page: Page, url: str, user) -> Client:
    """Sign the browser in. Returns a test client with the same session."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return client


def pages(client: Client, places: Iterable[str]) -> dict[str, str]:
    """The addresses that answer with a whole page (not a file or a part of a page), each with the
    name of its Django template, or with the address if it has none."""
    answers = {address: client.get(address) for address in places}
    return {
        address: answer.templates[0].name if answer.templates else address
        for address, answer in answers.items()
        if answer.status_code == 200 and b"<html" in answer.getvalue()[:500]
    }


@pytest.mark.long
def test_a_page_of_each_template(page, live_server):
    client = enter(page, live_server.url, make_user(is_superuser=True))
    made = pages(client, addresses(everything()).values())
    one_each = {template: address for address, template in reversed(made.items())}

    assert faults(page, one_each.values()) == {}


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
