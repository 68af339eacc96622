"""Receipts over HTTP: hosts show the new edition at once or late, show an old page, or do not
answer."""

import json
import time

import pytest
from django.db import connection
from django.utils import timezone

from news.desk import steps
from news.models import Edition, ReadTotal, Receipt
from news.receipts import requests, watch
from tests import certificates
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import change
from tests.news.pages.page_text import address
from tests.news.receipts.made import make_receipts, read
from tests.news.receipts.public_hosts import host
from tests.processes import free_port, manage, serving


@pytest.fixture
def portal_url(transactional_db, live_server, settings) -> str:
    settings.PUBLIC_URL = live_server.url
    return live_server.url


@pytest.fixture
def soon_over(monkeypatch) -> None:
    """Pages are read for 4 seconds only, for tests in which some page never shows the edition."""
    monkeypatch.setattr(watch, "MAX_WATCH_SECONDS", 4.0)


@pytest.fixture
def other(portal_url, settings):
    """Another public host."""
    with host(portal_url) as found:
        settings.PUBLIC_HOSTS = [portal_url, found.url]
        yield found


@pytest.fixture
def article():
    return make_article("Cảng mới", section=make_section("Kinh tế"), slug="cang-moi")


@pytest.mark.parametrize(
    "delivery, seconds",
    [
        ({"ENGINES": []}, 30),
        ({"ENGINES": ["redis://localhost"]}, 30),
        ({"ENGINES": [], "EDGE_HEADERS": True}, 75),
        ({"ENGINES": ["xkey+http://localhost"]}, 75),
    ],
)
def test_a_page_is_waited_for_as_long_as_copies_of_it_may_live(settings, delivery, seconds):
    settings.DELIVERY = {**settings.DELIVERY, **delivery}

    assert watch.watch_seconds() == seconds


LISTS = ("/", "/rss.xml", "/sitemap-news.xml")


def receipt_of(edition: Edition, kind: str = "shown") -> Receipt:
    return Receipt.objects.get(edition=edition, kind=kind)


def month_of(edition: Edition) -> str:
    return f"/sitemap-{timezone.localtime(edition.released_at):%Y-%m}.xml"


def all_pages(edition: Edition) -> list[str]:
    path, section = address(edition), f"/{edition.section.path}/"
    lists = [section, "/", "/rss.xml", month_of(edition), "/sitemap-news.xml"]
    return [path, f"{path}ban-in/", *lists, f"/tim-kiem/?q={edition.title}"]


@pytest.mark.django_db(transaction=True)
def test_what_every_page_of_every_host_shows_is_receipted(other, portal_url, article):
    edition = publish(article)

    make_receipts()

    receipt = receipt_of(edition)
    assert (
        read(receipt, portal_url)
        == read(receipt, other.url)
        == dict.fromkeys(all_pages(edition), "")
    )
    assert receipt.seconds == max(page["ms"] for page in receipt.pages) / 1000
    assert receipt.begun_at <= receipt.done_at
    assert len(other.agents) == 1
    assert ReadTotal.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_page_that_comes_late_is_waited_for(other, portal_url, article):
    other.keep(*LISTS, times=2)
    edition = publish(article)

    make_receipts()

    receipt = receipt_of(edition)
    late = [page["ms"] for page in receipt.pages if page["host"] == other.url]
    assert (set(read(receipt).values()), receipt.seconds) == ({""}, max(late) / 1000)
    assert [times for _copy, times in other.kept.values()] == [0, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_a_host_that_shows_what_was_is_named_page_by_page(other, portal_url, article, soon_over):
    publish(article)
    old = Edition.objects.get()
    other.keep(address(old), *LISTS)
    article.title = "Cảng mới, bến mới"
    article.save()
    edition = publish(article)

    make_receipts()

    receipt = receipt_of(edition)
    assert read(receipt, other.url) == {
        **dict.fromkeys(all_pages(edition), ""),
        **dict.fromkeys([address(old), *LISTS], "lacks"),
    }
    assert set(read(receipt, portal_url).values()) == {""}
    assert (receipt.seconds, receipt.fault) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_a_host_that_is_not_there_holds_up_no_other(portal_url, settings, article, soon_over):
    nobody = f"http://127.0.0.1:{free_port()}"
    settings.PUBLIC_HOSTS = [nobody, portal_url]
    edition = publish(article)

    make_receipts()

    receipt = receipt_of(edition)
    assert read(receipt, nobody) == dict.fromkeys(all_pages(edition), "refused")
    assert read(receipt, portal_url) == dict.fromkeys(all_pages(edition), "")
    assert receipt.seconds is None


@pytest.mark.django_db(transaction=True)
def test_two_machines_of_one_name_are_both_read(
    portal_url, settings, article, tmp_path, monkeypatch
):
    tls = certificates.made(tmp_path / "hailam", "hailam.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "hailam.crt"))
    with host(portal_url, tls) as first, host(portal_url, tls) as second:
        settings.PUBLIC_HOSTS = [first.url, second.url]
        edition = publish(article)
        make_receipts()

    receipt = receipt_of(edition)
    assert (
        read(receipt, first.url)
        == read(receipt, second.url)
        == dict.fromkeys(all_pages(edition), "")
    )
    assert first.names == second.names == {"hailam.example"}


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_is_receipted_too(other, portal_url, article, soon_over):
    edition = publish(article)
    make_receipts()
    other.keep("/", address(edition))
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    make_receipts()

    receipt = receipt_of(edition, "gone")
    assert read(receipt, portal_url) == dict.fromkeys(all_pages(edition), "")
    assert read(receipt, other.url) == {
        **dict.fromkeys(all_pages(edition), ""),
        **dict.fromkeys(["/", address(edition)], "still"),
    }


@pytest.mark.django_db(transaction=True)
def test_one_that_was_replaced_meanwhile_misses_nothing(other, article, soon_over):
    other.keep(*LISTS)
    first = publish(article)
    second = publish(article)

    make_receipts()

    assert receipt_of(first).pages == []
    assert receipt_of(first).done_at
    assert receipt_of(second).pages


@pytest.mark.django_db(transaction=True)
def test_one_that_cannot_be_made_is_set_aside_and_the_others_are_made(portal_url, article, caplog):
    broken, good = publish(make_article("Bài hỏng")), publish(article)
    # Past every rule of the portal and of its database.
    with connection.cursor() as cursor:
        unguarded(cursor, "UPDATE news_edition SET document = '{' WHERE id = %s", [broken.pk])

    make_receipts()

    found, made = receipt_of(broken), receipt_of(good)
    assert (found.fault.partition(":")[0], found.pages) == ("JSONDecodeError", [])
    assert (made.fault, set(read(made).values())) == ("", {""})
    named = requests.WORK.set_aside(make_user(is_superuser=True))
    assert [(each.name, each.url) for each in named] == [
        ("Bài hỏng", f"{change(broken.article_id)[:-7]}receipt/{found.pk}/")
    ]


def unguarded(cursor, statement: str, values: list) -> None:
    """Run a statement that the triggers of the database refuse, without the triggers."""
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE news_edition DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE news_edition ENABLE TRIGGER USER")
        return
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"
    )
    guards = cursor.fetchall()
    for name, _sql in guards:
        cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    cursor.execute(statement, values)
    for _name, sql in guards:
        cursor.execute(sql)


# A portal in processes of its own


PUBLISHED = """
import json
from datetime import timedelta
from django.utils import timezone
from tests import factories
section = factories.make_section("Kinh tế", slug="kinh-te")
now = factories.publish(factories.make_article("Cảng mới", section=section))
soon = timezone.now() + timedelta(seconds=2)
ends = soon + timedelta(seconds=6)
article = factories.make_article("Cảng sau", section=section, expire_at=ends)
later = factories.publish(article, at=soon)
print(json.dumps([now.pk, later.pk]))
"""
RECEIPTS = """
import json
from news.models import Receipt
print(json.dumps([
    [each.edition_id, each.kind, each.seconds, sorted({page["said"] for page in each.pages})]
    for each in Receipt.objects.exclude(done_at=None).order_by("asked_at")
]))
"""


def said_by(folder, code: str):
    return json.loads(manage("shell", "-v0", "-c", code, VAR_DIR=folder).stdout)


@pytest.mark.once
def test_the_worker_beside_the_server_makes_them_at_their_moment(own_portal):
    folder, port = own_portal, free_port()
    with host(f"http://127.0.0.1:{port}") as late:
        hosts = f"http://127.0.0.1:{port},{late.url}"
        with serving(folder, port, PUBLIC_HOSTS=hosts):
            late.keep("/rss.xml", times=3)
            now, later = said_by(folder, PUBLISHED)
            deadline = time.monotonic() + 60
            while len(found := said_by(folder, RECEIPTS)) < 3 and time.monotonic() < deadline:
                time.sleep(0.2)

    assert [(edition, kind, said) for edition, kind, _seconds, said in found] == [
        (now, "shown", [""]),
        (later, "shown", [""]),
        (later, "gone", [""]),
    ]
    assert all(seconds is not None for _edition, _kind, seconds, _said in found)
