"""Addresses at which readers find nothing are counted, and lead to a target if they have one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from redirects import missed_addresses
from redirects.models import MissedAddress
from tests.redirects.missed import make, targets

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def counts():
    missed_addresses.count_spooled()
    return dict(MissedAddress.objects.values_list("path", "count"))


# What is counted


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
    missed_addresses.count_spooled()

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
    missed_addresses.count_spooled()
    first = MissedAddress.objects.get()
    client.get("/khong-co/")
    missed_addresses.count_spooled()

    last = MissedAddress.objects.get()
    assert (last.first_seen, last.last_seen > first.last_seen) == (first.first_seen, True)


def test_a_scan_of_many_addresses_makes_a_bounded_number_of_rows(monkeypatch):
    monkeypatch.setattr(missed_addresses, "MAX_ADDRESSES_PER_PASS", 5)
    monkeypatch.setattr(missed_addresses, "MAX_ROWS_WITHOUT_TARGET", 12)
    make("/giu/", target="/")
    for start in range(0, 40, 10):
        for number in range(start, start + 10):
            missed_addresses.spool.add(f"/trang-{number}/ ")
        missed_addresses.spool.add("/hay-hoi/ ")
        missed_addresses.spool.add("/hay-hoi/ ")
        missed_addresses.count_spooled()

    assert MissedAddress.objects.count() == 13
    assert (counts()["/hay-hoi/"], targets()) == (8, {"/giu/": "/"})


def test_a_new_address_stays_however_often_the_others_were_asked_for(monkeypatch):
    monkeypatch.setattr(missed_addresses, "MAX_ROWS_WITHOUT_TARGET", 4)
    for number in range(4):
        row = make(f"/cu-{number}/", count=2)
        MissedAddress.objects.filter(pk=row.pk).update(last_seen=days_ago(number + 1))
    missed_addresses.spool.add("/moi/ ")

    assert counts() == {"/cu-0/": 2, "/cu-1/": 2, "/cu-2/": 2, "/moi/": 1}


def test_no_scan_drives_out_what_is_asked_for_most(monkeypatch):
    monkeypatch.setattr(missed_addresses, "MAX_ROWS_WITHOUT_TARGET", 4)
    for number in range(2):
        row = make(f"/cu-{number}/", count=2)
        MissedAddress.objects.filter(pk=row.pk).update(last_seen=days_ago(9))
    for number in range(9):
        missed_addresses.spool.add(f"/quet-{number}/ ")

    assert counts() == {"/cu-0/": 2, "/cu-1/": 2, "/quet-7/": 1, "/quet-8/": 1}


def test_an_address_is_forgotten_half_a_year_after_its_last_reader_unless_it_leads_on():
    for path, target, days in (("/moi/", "", 179), ("/cu/", "", 181), ("/giu/", "/", 999)):
        row = make(path, target=target, count=50)
        MissedAddress.objects.filter(pk=row.pk).update(last_seen=days_ago(days))
    missed_addresses.spool.add("/nay/ ")

    assert counts() == {"/moi/": 50, "/giu/": 50, "/nay/": 1}


def test_lines_that_are_none_are_passed_over():
    for line in ("", "khong ", "/mot", "\0\0 ", "/wp-admin/ ", "/mot/ /", "/hai/ "):
        missed_addresses.spool.add(line)

    assert counts() == {"/mot/": 1, "/hai/": 1}


# Where readers are led


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
