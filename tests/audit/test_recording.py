"""What a row of the audit log says: who did what, and from which address."""

from ipaddress import ip_network

import pytest
from django.db import transaction
from django.test import Client

from audit.models import Entry, Kind
from audit.recording import one_entry_per_account, record, record_rights_change
from tests.audit.entries import last, told
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def test_a_row_keeps_the_names_of_then():
    user = make_user(username="hai", last_name="Nguyễn", first_name="Hải")
    article = make_article("Tên cũ")
    record(Kind.STEP, article, by=user, detail="Đã gửi biên tập")
    article.title, user.first_name, user.username = "Tên mới", "Hà", "ha"
    article.save()
    user.save()

    assert told("who", "about_model", "about_key", "about", kind=Kind.STEP) == [
        ("hai (Nguyễn Hải)", "news.article", article.pk, "Tên cũ")
    ]


def test_what_the_portal_does_by_itself_has_neither_person_nor_address():
    record(Kind.SWEEP, detail="3 dòng")

    entry = Entry.objects.get()
    assert (entry.by, entry.who, entry.address, entry.whose) == (None, "", None, "hệ thống")


def test_a_row_is_gone_with_the_transaction_of_what_it_tells():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Kind.STEP, detail="không thành")
        raise ZeroDivisionError

    assert told("detail") == []


ADDRESSES = [
    # peer, X-Forwarded-For, trusted proxies, the address in the log
    ("203.0.113.7", "", [], "203.0.113.7"),
    ("203.0.113.7", "198.51.100.1", [], "203.0.113.7"),
    ("127.0.0.1", "1.1.1.1, 198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
    ("::ffff:203.0.113.7", "", [], "203.0.113.7"),
    ("2001:db8:1:2:3:4:5:6", "", [], "2001:db8:1:2:3:4:5:6"),
    ("fe80::1%eth0", "", [], "fe80::1"),
    ("", "", [], None),
]


@pytest.mark.parametrize(("peer", "forwarded", "trusted", "whose"), ADDRESSES)
def test_the_address_is_the_whole_one_behind_proxies_of_ours(
    settings, peer, forwarded, trusted, whose
):
    settings.TRUSTED_PROXIES = [ip_network(each) for each in trusted]
    user = make_user()
    client = Client(REMOTE_ADDR=peer, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
    client.force_login(user)

    client.post("/admin/logout/")

    assert last("kind", "by", "address") == ("sign-out", user.pk, whose)


def test_a_thread_forgets_whose_request_it_answered():
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(make_user())
    client.get("/admin/")

    record(Kind.SWEEP)

    assert last("by", "address") == (None, None)


def test_what_is_invisible_or_turns_a_line_round_is_shown_by_its_code():
    record(Kind.REFUSED, words="ad\u202emin\x00\x1b[31m")

    assert told("about") == ["ad[U+202E]min[U+0000][U+001B][31m"]


def test_words_longer_than_the_column_are_cut():
    record(Kind.STEP, words="a" * 3000, detail="b" * 3000)

    assert [(len(about), len(detail)) for about, detail in told("about", "detail")] == [(500, 3000)]


def test_changes_gathered_become_one_row_for_each_account():
    one, two = make_user(), make_user()
    before = Entry.objects.count()

    with one_entry_per_account():
        record_rights_change(one, "Nhóm", "− A")
        record_rights_change(two, "Nhóm", "+ A")
        record_rights_change(one, "Mục", "+ B")
        record_rights_change(one, "Nhóm", "+ C")

    assert told("about_key", "detail")[before:] == [
        (one.pk, "Nhóm: − A, + C; Mục: + B"),
        (two.pk, "Nhóm: + A"),
    ]


def test_of_changes_that_failed_nothing_is_told():
    user = make_user()
    before = Entry.objects.count()

    with pytest.raises(ZeroDivisionError), one_entry_per_account():
        record_rights_change(user, "Nhóm", "+ A")
        raise ZeroDivisionError

    assert Entry.objects.count() == before
