"""Two windows on one form that knows no versions: a static page, a notice, a section."""

import html
import re

import pytest
from django.test import Client

from agency.models import Notice
from sections.models import Section
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_section("Giới thiệu", kind=Section.Kind.PAGE, body="<p>Một.</p>")


def address(thing):
    return f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"


def window(name):
    client = Client()
    client.force_login(make_user(username=name, is_superuser=True))
    return client


def opened(client, thing):
    """The form as this window shows it."""
    form = client.get(address(thing)).context["adminform"].form
    rows = {"old_paths-TOTAL_FORMS": 0, "old_paths-INITIAL_FORMS": 0}
    return {
        **{name: value for name, value in form.initial.items() if value not in (None, False)},
        **rows,
        "_seen": form.seen,
    }


def test_a_save_over_a_newer_save_is_refused_with_both_texts(page):
    mine, theirs = window("a"), window("b")
    my_form, their_form = opened(mine, page), opened(theirs, page)
    theirs.post(address(page), {**their_form, "body": "<p>Một.</p><p>Của người kia.</p>"})

    answer = mine.post(address(page), {**my_form, "body": "<p>Một.</p><p>Của tôi.</p>"})

    shown = re.sub("</?(del|ins)>", "", html.unescape(answer.content.decode()))
    page.refresh_from_db()
    assert page.body == "<p>Một.</p><p>Của người kia.</p>"
    assert "Chưa lưu: b đã lưu" in shown
    assert shown.count("Của người kia.") == 1  # beside
    assert "Của tôi." in shown.split("<textarea")[-1]


def test_saving_again_replaces_what_was_shown(page):
    mine, theirs = window("a"), window("b")
    my_form = {**opened(mine, page), "description": "Của tôi"}
    theirs.post(address(page), {**opened(theirs, page), "description": "Của người kia"})

    refused = mine.post(address(page), my_form).context["adminform"].form
    mine.post(address(page), {**my_form, "_seen": refused.seen})

    page.refresh_from_db()
    assert page.description == "Của tôi"


def test_a_save_that_was_refused_for_another_reason_still_knows_what_it_was_opened_on(page):
    mine, theirs = window("a"), window("b")
    my_form = opened(mine, page)
    refused = mine.post(address(page), {**my_form, "title": ""}).context["adminform"].form
    theirs.post(address(page), {**opened(theirs, page), "description": "Của người kia"})

    mine.post(address(page), {**my_form, "title": "Của tôi", "_seen": refused.seen})

    page.refresh_from_db()
    assert (page.title, page.description) == ("Giới thiệu", "Của người kia")


def test_a_save_after_one_of_ones_own_is_taken(page):
    mine = window("a")
    mine.post(address(page), {**opened(mine, page), "description": "Một"})
    mine.post(address(page), {**opened(mine, page), "description": "Hai"})

    page.refresh_from_db()
    assert page.description == "Hai"


def test_a_notice_is_not_overwritten_either():
    notice = Notice.objects.create(text="Mưa lớn")
    mine, theirs = window("a"), window("b")
    form = {"level": "info", "text": "Mưa lớn đến tối", "_seen": opened(mine, notice)["_seen"]}
    theirs.post(address(notice), {**form, "text": "Hết mưa"})

    mine.post(address(notice), form)

    notice.refresh_from_db()
    assert notice.text == "Hết mưa"
