"""Staff pages in a real browser, on a desktop and on a phone: calendars, the focus, the filters of
a list, texts that were put aside."""

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from news.sittings import open_forms
from staff.drafts import dump_fields
from tests.browsers import enter
from tests.factories import make_article, make_user
from tests.fixtures.browser import DESKTOP, PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

FORM = "/admin/news/article/{}/change/"
# For each calendar and clock that is shown: whether it is within the window, and nothing covers its
# last row.
OPENED = """names => names.flatMap(name => [...document.querySelectorAll(name)])
    .filter(each => each.checkVisibility()).map(each => {
        const box = each.getBoundingClientRect();
        const lowest = document.elementFromPoint(box.left + box.width / 2, box.bottom - 8);
        return box.left >= 0 && box.top >= 0 && box.right <= document.documentElement.clientWidth
            && box.bottom <= innerHeight && each.contains(lowest);
    })"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """() => {
    const one = document.activeElement, bar = document.querySelector(".steps");
    if (one === document.body) return "";
    const box = one.getBoundingClientRect(), top = bar.getBoundingClientRect().top;
    const free = bar.contains(one) || one.tagName === "IFRAME" || box.bottom <= top + 1;
    return `${free ? "free" : "under"} ${one.tagName} ${one.id || one.name || one.className}`;
}"""


@pytest.fixture
def desk(page):
    make_user(is_superuser=True, username="quan-tri")
    enter(page)
    page.goto("/admin/")
    page.wait_for_selector("#content")
    return page


def test_a_calendar_and_a_clock_open_within_the_window(desk):
    pages = (FORM.format(make_article().pk), "/admin/agency/notice/add/")
    wrong = []
    for address in pages:
        desk.goto(address)
        for width in (360, 1024, 1180, 1366, 1920):
            desk.set_viewport_size({"width": width, "height": 740})
            for number, link in enumerate(desk.locator(".datetimeshortcuts > a:last-child").all()):
                link.click()
                within = desk.evaluate(OPENED, [".calendarbox", ".clockbox"])
                if within != [True] or desk.evaluate(SIDEWAYS):
                    wrong.append((address, width, number, within, desk.evaluate(SIDEWAYS)))
                desk.keyboard.press("Escape")
    assert wrong == []


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_has_the_focus_is_never_under_the_bar(desk, device):
    desk.set_viewport_size({"width": device["viewport"]["width"], "height": 740})
    desk.goto(FORM.format(make_article().pk))
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    stops = []
    for _ in range(120):
        desk.keyboard.press("Tab")
        if not (stop := desk.evaluate(FOCUSED)) or "_save" in stop:
            break
        stops.append(stop)
        # In the editor, a Tab would be written into the text.
        if "IFRAME" in stop:
            desk.evaluate("document.querySelector('#id_lead_photo, #id_lead_alt').focus()")
    assert len(stops) > 40
    assert [stop for stop in stops if stop.startswith("under")] == []


def test_the_filters_of_a_list_are_folded_above_its_rows_on_a_phone(desk):
    for number in range(3):
        make_article(f"Bài {number}")
    link = desk.locator("#changelist-filter a").first
    rows = desk.locator("#result_list")

    desk.set_viewport_size(PHONE["viewport"])
    desk.goto("/admin/news/article/")
    folded = desk.locator(".filters > summary")
    assert not link.is_visible()
    assert folded.bounding_box()["y"] < rows.bounding_box()["y"]
    folded.click()
    assert link.is_visible()
    assert link.bounding_box()["y"] < rows.bounding_box()["y"]

    desk.set_viewport_size(DESKTOP["viewport"])
    assert (link.is_visible(), folded.is_visible()) == (True, False)
    beside = desk.locator("#changelist-filter").bounding_box()
    assert beside["x"] >= rows.bounding_box()["x"] + rows.bounding_box()["width"]


def test_nine_texts_that_were_put_aside_are_lines_that_fold(desk):
    who = User.objects.get(username="quan-tri")
    for number in range(9):
        key = f"{number:032x}"
        typed = QueryDict(f"title=Bài gác lại số {number}, tên dài hơn cả bề ngang của điện thoại")
        open_forms.heartbeat(who, key, None, dump_fields(typed))
        open_forms.put_aside(who, key)
    heights = []
    for device in (DESKTOP, PHONE):
        desk.set_viewport_size(device["viewport"])
        desk.goto("/admin/news/article/add/")
        heights.append(desk.locator(".put-aside").bounding_box()["height"])
    assert [height < 220 for height in heights] == [True, True], heights
