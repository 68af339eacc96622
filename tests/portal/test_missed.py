"""Addresses at which readers find nothing: counted, listed for staff, led on from."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from delivery.models import Purge
from news import roles, workflow
from portal import missed
from portal.models import MissedAddress
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.pages import address

pytestmark = pytest.mark.django_db

LIST = "/admin/portal/missedaddress/"


def make(path, target="", count=1):
    now = timezone.now()
    return MissedAddress.objects.create(
        path=path, target=target, count=count, first_seen=now, last_seen=now
    )


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def form(row):
    return f"{LIST}{row.pk}/change/"


def counts():
    missed.settle()
    return dict(MissedAddress.objects.values_list("path", "count"))


def targets():
    rows = MissedAddress.objects.exclude(target="").order_by("path")
    return dict(rows.values_list("path", "target"))


@pytest.fixture
def section():
    return make_section(slug="kinh-te")


@pytest.fixture
def editor(client):
    client.force_login(make_user(roles.EDITORS))
    return client


def set_target(client, row, target):
    return client.post(form(row), {"target": target})


def fault(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors.get("target", [])


# Counted


def test_what_readers_ask_for_and_do_not_find_is_counted(client):
    for path in ("/khong-co/", "/khong-co/", "/cu/Tin-cu.html", "/Default.aspx"):
        assert client.get(path).status_code == 404
    client.head("/khong-co/")

    assert counts() == {"/khong-co/": 3, "/cu/Tin-cu.html": 1, "/Default.aspx": 1}


NOT_OURS = [
    "/wp-login.php",
    "/wp-admin/",
    "/.env",
    "/.git/config",
    "/phpmyadmin/index.html",
    "/cgi-bin/luci/",
    "/vendor/phpunit/",
    "/WordPress/",
    "/admin/khong-co/",
    "/tep/khong-co",
    "/static/khong-co",
    "/xac-minh/7K3M-9QXA-2BCD/gi-do/",
    "/a//b/",
    "/%00/",
    "/a%0Ab/",
    "/a b/",
    "/<script>/",
    "/..%2fetc/",
    f"/{'a' * 300}/",
]


@pytest.mark.parametrize("path", NOT_OURS)
def test_what_no_address_of_ours_could_be_leaves_no_row(client, path):
    client.get(path, follow=True)

    assert counts() == {}


def test_a_place_that_is_none_in_a_list_is_no_missed_address(client, section):
    for place in ("/kinh-te/?truoc=abc", "/kinh-te/?sau=abc", "/tim-kiem/?q=a&trang=0"):
        assert client.get(place).status_code == 404
    assert counts() == {}


def test_only_a_page_of_ours_is_named_as_where_readers_came_from(client):
    came = {
        "/tu-ta/": "http://testserver/kinh-te/?q=bi-mat",
        "/tu-nha/": "http://testserver/",
        "/tu-nguoi/": "https://khac.example/trang/",
        "/tu-la/": "http://[x",
        "/tu-dau/": "http://testserver/a b\n",
    }
    for path, referrer in came.items():
        client.get(path, headers={"Referer": referrer})
    client.get("/tu-ta/")
    missed.settle()

    rows = dict(MissedAddress.objects.values_list("path", "linked_from"))
    assert rows == {
        "/tu-ta/": "/kinh-te/",
        "/tu-nha/": "/",
        "/tu-nguoi/": "",
        "/tu-la/": "",
        "/tu-dau/": "",
    }


def test_a_row_knows_when_it_was_first_and_last_asked_for(client):
    client.get("/khong-co/")
    missed.settle()
    first = MissedAddress.objects.get()
    client.get("/khong-co/")
    missed.settle()

    last = MissedAddress.objects.get()
    assert (last.first_seen, last.last_seen > first.last_seen) == (first.first_seen, True)


def test_a_scan_of_many_addresses_makes_a_bounded_number_of_rows(monkeypatch):
    monkeypatch.setattr(missed, "AT_ONCE", 5)
    monkeypatch.setattr(missed, "MOST", 12)
    make("/giu/", target="/")
    for start in range(0, 40, 10):
        for number in range(start, start + 10):
            missed.spool.add(f"/trang-{number}/ ")
        missed.spool.add("/hay-hoi/ ")
        missed.spool.add("/hay-hoi/ ")
        missed.settle()

    assert MissedAddress.objects.count() == 13
    assert (counts()["/hay-hoi/"], targets()) == (8, {"/giu/": "/"})


def test_a_new_address_stays_however_often_the_others_were_asked_for(monkeypatch):
    monkeypatch.setattr(missed, "MOST", 4)
    for number in range(4):
        row = make(f"/cu-{number}/", count=2)
        MissedAddress.objects.filter(pk=row.pk).update(last_seen=days_ago(number + 1))
    missed.spool.add("/moi/ ")

    assert counts() == {"/cu-0/": 2, "/cu-1/": 2, "/cu-2/": 2, "/moi/": 1}


def test_no_scan_drives_out_what_is_asked_for_most(monkeypatch):
    monkeypatch.setattr(missed, "MOST", 4)
    for number in range(2):
        row = make(f"/cu-{number}/", count=2)
        MissedAddress.objects.filter(pk=row.pk).update(last_seen=days_ago(9))
    for number in range(9):
        missed.spool.add(f"/quet-{number}/ ")

    assert counts() == {"/cu-0/": 2, "/cu-1/": 2, "/quet-7/": 1, "/quet-8/": 1}


def test_an_address_is_forgotten_half_a_year_after_its_last_reader_unless_it_leads_on():
    for path, target, days in (("/moi/", "", 179), ("/cu/", "", 181), ("/giu/", "/", 999)):
        row = make(path, target=target, count=50)
        MissedAddress.objects.filter(pk=row.pk).update(last_seen=days_ago(days))
    missed.spool.add("/nay/ ")

    assert counts() == {"/moi/": 50, "/giu/": 50, "/nay/": 1}


def test_lines_that_are_none_are_passed_over():
    for line in ("", "khong ", "/mot", "\0\0 ", "/wp-admin/ ", "/mot/ /", "/hai/ "):
        missed.spool.add(line)

    assert counts() == {"/mot/": 1, "/hai/": 1}


# Led on


def test_readers_are_led_on_for_good_and_no_longer_counted(client, section):
    make("/cu/", target="/kinh-te/")

    answer = client.get("/cu/?utm_source=x")

    assert (answer.status_code, answer["Location"]) == (301, "/kinh-te/")
    assert (answer["Cache-Control"], answer["Surrogate-Key"]) == ("no-cache", "missing site")
    assert counts() == {"/cu/": 1}


def test_a_page_that_stands_is_shown_whatever_was_said_of_its_address(client, section):
    make("/kinh-te/", target="/")

    assert client.get("/kinh-te/").status_code == 200


def test_a_missing_address_costs_one_query_more_and_a_page_none(
    client, django_assert_num_queries, section
):
    client.get("/")

    for path, cost in {"/kinh-te/": 1, "/khong-co/": 2, "/Cu.html": 1, "/wp-login.php": 0}.items():
        with django_assert_num_queries(cost):
            client.get(path)


# The admin


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
    workflow.withdraw(article, by=make_publisher(), reason="Sai")

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
    make("/kinh-te/", target="/cu/")  # from before the section was made

    set_target(editor, make("/cu/"), "/kinh-te/")

    assert targets() == {"/cu/": "/kinh-te/"}
