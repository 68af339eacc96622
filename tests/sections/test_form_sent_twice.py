"""Forms of models without version numbers: a save over a newer save is refused, and a form that is
sent twice adds one row."""

import html
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from agency.models import Notice
from sections.models import Section
from tests.factories import make_section, make_user
from tests.threads import at_once

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
    """What this browser sends of the form if nothing is changed."""
    form = client.get(address(thing)).context["adminform"].form
    rows = {"old_paths-TOTAL_FORMS": 0, "old_paths-INITIAL_FORMS": 0}
    return {
        **{name: value for name, value in form.initial.items() if value not in (None, False)},
        **rows,
        "_seen": form.opened_digest,
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
    # The other text is shown once, beside the form.
    assert shown.count("Của người kia.") == 1
    assert "Của tôi." in shown.split("<textarea")[-1]


def test_saving_again_replaces_what_was_shown(page):
    mine, theirs = window("a"), window("b")
    my_form = {**opened(mine, page), "description": "Của tôi"}
    theirs.post(address(page), {**opened(theirs, page), "description": "Của người kia"})

    refused = mine.post(address(page), my_form).context["adminform"].form
    mine.post(address(page), {**my_form, "_seen": refused.opened_digest})

    page.refresh_from_db()
    assert page.description == "Của tôi"


def test_a_save_that_was_refused_for_another_reason_still_knows_what_it_was_opened_on(page):
    mine, theirs = window("a"), window("b")
    my_form = opened(mine, page)
    refused = mine.post(address(page), {**my_form, "title": ""}).context["adminform"].form
    theirs.post(address(page), {**opened(theirs, page), "description": "Của người kia"})

    mine.post(address(page), {**my_form, "title": "Của tôi", "_seen": refused.opened_digest})

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


# The same form, sent twice


NEW = {
    "agency/notice": {
        "level": "info", "text": "Đóng đường kè", "link": "", "link_text": "",
        **dict.fromkeys("starts_at_0 starts_at_1 expires_at_0 expires_at_1".split(), ""),
    },
    "news/author": {"name": "Nguyễn Hải", "about": "", "slug": ""},
    "news/source": {"name": "Báo Thử", "url": "", "slug": ""},
    "news/topic": {"name": "Cầu Trầm", "description": "", "slug": ""},
    "news/tag": {"name": "Giao thông", "slug": ""},
}  # fmt: skip


def made(kind):
    return apps.get_model(kind.replace("/", ".")).objects.count()


@pytest.mark.parametrize("kind", NEW)
def test_a_form_sent_twice_adds_once_and_answers_the_second_as_the_first(kind):
    mine, add = window("a"), f"/admin/{kind}/add/"

    first, second = (mine.post(add, NEW[kind]) for _ in range(2))

    assert (made(kind), second.status_code, second["Location"]) == (1, 302, first["Location"])
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("kind", NEW)
def test_another_text_another_person_and_another_time_add_anew(kind, monkeypatch):
    mine, theirs, add = window("a"), window("b"), f"/admin/{kind}/add/"
    name = "text" if "text" in NEW[kind] else "name"

    mine.post(add, NEW[kind])
    mine.post(add, {**NEW[kind], name: "Khác"})
    theirs.post(add, NEW[kind])
    # Later, or earlier, as when the clock was ahead and was put back.
    for moment in [timezone.now() + timedelta(seconds=sign * 61) for sign in (1, -1)]:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        mine.post(add, NEW[kind])

    assert made(kind) == 5


def test_what_was_taken_away_again_is_made_anew():
    mine, add = window("a"), "/admin/agency/notice/add/"
    mine.post(add, NEW["agency/notice"])
    Notice.objects.all().delete()

    mine.post(add, NEW["agency/notice"])

    assert made("agency/notice") == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_adds_once():
    mine, again = window("a"), Client()
    again.cookies = mine.cookies
    add = "/admin/agency/notice/add/"
    for number in range(4):
        form = {**NEW["agency/notice"], "text": f"Thông báo {number}"}

        at_once(lambda f=form: mine.post(add, f), lambda f=form: again.post(add, f))

        assert Notice.objects.filter(text=form["text"]).count() == 1
