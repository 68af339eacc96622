"""Missed addresses in the admin: staff see them in a list, and give them targets."""

import pytest
from django.test import Client

from accounts import roles
from delivery.models import Purge
from news.desk import steps
from redirects.models import MissedAddress
from tests.factories import make_article, make_publisher, make_user, publish
from tests.news.pages.page_text import address
from tests.redirects.missed import make, targets

pytestmark = pytest.mark.django_db

LIST = "/admin/redirects/missedaddress/"


def form(row):
    return f"{LIST}{row.pk}/change/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(roles.EDITORS))
    return client


def set_target(client, row, target):
    return client.post(form(row), {"target": target})


def fault(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors.get("target", [])


def test_staff_see_what_is_asked_for_most_first(editor):
    for path, count in (("/it/", 1), ("/nhieu/", 9), ("/vua/", 4)):
        make(path, count=count)

    rows = editor.get(LIST).context["cl"].result_list

    assert [row.path for row in rows] == ["/nhieu/", "/vua/", "/it/"]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_any_number_of_rows(editor, django_assert_num_queries, count):
    for number in range(count):
        make(f"/trang-{number}/")
    editor.get(LIST)

    with django_assert_num_queries(8):
        editor.get(LIST)


@pytest.mark.parametrize(
    ("query", "paths"),
    [("q=cu", ["/cu/"]), ("dan=0", ["/moi/"]), ("dan=1", ["/cu/"]), ("dan=x", ["/cu/", "/moi/"])],
)
def test_the_list_is_searched_and_filtered(editor, section, query, paths):
    make("/cu/", target="/kinh-te/", count=2)
    make("/moi/")

    rows = editor.get(f"{LIST}?{query}").context["cl"].result_list

    assert [row.path for row in rows] == paths


def test_a_target_is_in_force_once_it_is_saved_and_purges_what_is_missing(editor, section):
    row = make("/cu/")
    Purge.objects.all().delete()

    set_target(editor, row, "/kinh-te/")

    assert Client().get("/cu/")["Location"] == "/kinh-te/"
    assert [each.tags for each in Purge.objects.all()] == ["missing"]


def test_a_target_that_is_emptied_leads_nowhere(editor, section):
    row = make("/cu/", target="/kinh-te/")

    set_target(editor, row, "")

    assert Client().get("/cu/").status_code == 404


def test_nothing_but_the_target_can_be_changed(editor, section):
    row = make("/cu/")

    editor.post(form(row), {"target": "/kinh-te/", "path": "/khac/", "count": 99})

    assert list(MissedAddress.objects.values_list("path", "count")) == [("/cu/", 1)]


@pytest.mark.parametrize("group", [roles.CONTRIBUTORS, None])
def test_who_may_not_sees_and_changes_nothing(client, section, group):
    row = make("/cu/")
    client.force_login(make_user(group))

    answers = [client.get(LIST), client.get(form(row)), set_target(client, row, "/kinh-te/")]

    assert [each.status_code for each in answers] == [403] * 3
    assert targets() == {}


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_no_row_is_added_or_deleted_by_hand(client, path):
    row = make("/cu/")
    client.force_login(make_user(is_superuser=True))

    assert client.post(LIST + path.format(pk=row.pk), {"post": "yes"}).status_code == 403
    assert MissedAddress.objects.count() == 1


NO_TARGETS = [
    "kinh-te",
    "//khac.example/",
    "https://khac.example/",
    "/\\khac.example/",
    "javascript:alert(1)",
    "/kinh-te/?truoc=1.1",
    "/kinh-te/#x",
    "/kinh-te/\n/x",
    "/admin/",
    "/admin/login/",
    "/static/js/reader.js",
    "/khong-co/",
    "/%00",
    "/a/../kinh-te/",
    "/wp-login.php",
    "/b/1/luot-xem",
    "/" + "a" * 299,
    "/" + "a" * 400,
    "a\0b",
]


@pytest.mark.parametrize("target", NO_TARGETS)
def test_what_is_no_page_here_is_refused_beside_the_field(editor, section, target):
    row = make("/cu/")

    response = set_target(editor, row, target)

    assert fault(response)
    assert targets() == {}


def test_a_draft_or_withdrawn_article_is_no_target(editor):
    article = make_article()
    edition = publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    assert fault(set_target(editor, make("/cu/"), address(edition)))


def test_a_page_that_stands_cannot_be_led_away_from(editor, section):
    assert fault(set_target(editor, make("/kinh-te/"), "/")) == [
        "Địa chỉ này nay đã có trang, không cần chuyển hướng."
    ]


@pytest.mark.parametrize("target", ["/mot/", "/hai/", "/ba/"])
def test_a_circle_is_refused_however_long(editor, target):
    first = make("/mot/")
    make("/hai/", target="/ba/")
    make("/ba/", target="/mot/")

    assert fault(set_target(editor, first, target)) == ["Chuyển hướng như vậy sẽ thành vòng lặp."]


def test_what_is_itself_led_on_is_replaced_by_where_it_ends(editor, section):
    make("/hai/", target="/kinh-te/")

    set_target(editor, make("/mot/"), "/hai/")

    assert targets() == {"/hai/": "/kinh-te/", "/mot/": "/kinh-te/"}


def test_what_led_to_an_address_that_is_led_on_now_leads_straight_there(editor, section):
    make("/mot/", target="/hai/")

    set_target(editor, make("/hai/"), "/kinh-te/")

    assert targets() == {"/hai/": "/kinh-te/", "/mot/": "/kinh-te/"}


def test_an_articles_older_address_is_replaced_by_its_present_one(editor):
    edition = publish(make_article())
    older = f"/ten-cu-{edition.article_id}/"

    set_target(editor, make("/cu/"), older)
    set_target(editor, make("/cu-nua/"), f"/b/{edition.article_id}")

    assert targets() == {"/cu/": address(edition), "/cu-nua/": address(edition)}


def test_a_target_without_its_last_slash_gets_it(editor, section):
    set_target(editor, make("/cu/"), "/kinh-te")

    assert targets() == {"/cu/": "/kinh-te/"}


def test_a_page_that_goes_after_it_was_led_to_does_not_lead_back(editor, section):
    # This row is older than the section.
    make("/kinh-te/", target="/cu/")

    set_target(editor, make("/cu/"), "/kinh-te/")

    assert targets() == {"/cu/": "/kinh-te/"}
