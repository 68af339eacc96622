"""The dashboard of an empty portal lists the first steps, and the article's form says who makes a
section."""

import re

import pytest
from django.urls import reverse

from accounts import roles
from tests.factories import make_agency, make_article, make_section, make_user

pytestmark = pytest.mark.django_db

AGENCY = ("Điền tên trang và cơ quan chủ quản", "/admin/agency/agency/")
SECTION = ("Tạo chuyên mục đầu tiên", "/admin/sections/section/add/")
PEOPLE = ("Thêm đồng nghiệp, mỗi người vào một nhóm", "/admin/auth/user/")
ARTICLE = ("Viết bài đầu tiên", "/admin/news/article/add/")


def steps(client, user):
    client.force_login(user)
    return [(str(label), url) for label, url in client.get("/admin/").context["first_steps"]]


def test_an_empty_portal_tells_its_administrator_where_to_begin(client):
    assert steps(client, make_user(is_superuser=True)) == [AGENCY, SECTION, PEOPLE, ARTICLE]


def test_each_step_goes_when_it_is_done(client):
    boss = make_user(is_superuser=True)
    make_agency()
    assert steps(client, boss) == [SECTION, PEOPLE, ARTICLE]
    # A page does not count as a section.
    make_section(kind="page")
    assert steps(client, boss) == [SECTION, PEOPLE, ARTICLE]
    section = make_section()
    assert steps(client, boss) == [PEOPLE, ARTICLE]
    # Whoever is not staff does not count as a colleague.
    make_user(is_staff=False)
    assert steps(client, boss) == [PEOPLE, ARTICLE]
    make_user()
    assert steps(client, boss) == [ARTICLE]
    make_article(section=section)
    assert steps(client, boss) == []
    assert "first-steps" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("group", "may"),
    [(roles.CONTRIBUTORS, [ARTICLE]), (roles.PUBLISHERS, [AGENCY, SECTION, ARTICLE]), (None, [])],
)
def test_a_step_is_shown_to_those_who_may_take_it(client, group, may):
    # With a colleague, the step that adds people is done.
    make_user()

    assert steps(client, make_user(group)) == may


def test_every_step_leads_somewhere(client):
    boss = make_user(is_superuser=True)

    assert [client.get(url, follow=True).status_code for _, url in steps(client, boss)] == [200] * 4


def hint(client, user, method="get"):
    client.force_login(user)
    page = getattr(client, method)(reverse("admin:news_article_add"))
    found = re.search(r'id="id_section_helptext".*?<div>(.*?)</div>', page.content.decode(), re.S)
    return found and found[1].strip()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_empty_choice_of_sections_says_where_to_make_one(client, method):
    make_section(kind="page")

    assert hint(client, make_user(roles.PUBLISHERS), method) == (
        'Chưa có chuyên mục nào. <a href="/admin/sections/section/add/" target="_blank">'
        "Tạo chuyên mục đầu tiên</a>"
    )
    assert hint(client, make_user(roles.CONTRIBUTORS), method) == (
        "Chưa có chuyên mục nào; hãy nhờ người quản lý chuyên mục tạo trước."
    )


def test_where_there_are_sections_nothing_is_said(client):
    make_section()

    assert hint(client, make_user(roles.PUBLISHERS)) is None
