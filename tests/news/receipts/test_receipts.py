"""Receipts: when one is requested, which pages are read for it, and how a page proves that it shows
the edition."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from news.desk import steps
from news.models import Article, Edition, Receipt
from news.receipts import public_pages, requests, watch
from sections.models import Section
from tests.factories import make_article, make_publisher, make_section, publish
from tests.news.fronts.front_forms import place
from tests.news.pages.page_text import address
from tests.news.receipts.made import asked
from text.dates import HANOI

pytestmark = pytest.mark.django_db


def in_hours(count: float):
    return timezone.now() + timedelta(hours=count)


# Which receipts are requested


def test_publishing_asks_for_one():
    edition = publish(make_article())

    assert asked() == [(1, "shown", edition.live_from)]


def test_a_scheduled_edition_with_an_end_has_one_for_both_moments():
    start, end = in_hours(1), in_hours(2)
    publish(make_article(expire_at=end), at=start)

    assert asked() == [(1, "shown", start), (1, "gone", end)]
    assert watch.claim_receipts(9)[0] == []


def test_withdrawing_and_bringing_back_ask_for_their_own():
    article = make_article()
    first = publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    second = steps.bring_back(article, by=make_publisher())

    first.refresh_from_db()
    assert asked() == [
        (1, "shown", first.live_from),
        (1, "gone", first.live_until),
        (2, "shown", second.live_from),
    ]


def test_withdrawing_what_was_only_scheduled_asks_for_none():
    article = make_article()
    publish(article, at=in_hours(1))
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    assert [kind for _number, kind, _at in asked()] == ["shown"]


def test_an_expiry_that_is_moved_there_and_back_is_asked_for_once():
    article, first, other = make_article(), in_hours(1), in_hours(2)
    publish(article)
    for until in (first, other, first):
        steps.set_expiry(article, by=make_publisher(), until=until)

    assert [(kind, at) for _number, kind, at in asked()][1:] == [("gone", first), ("gone", other)]


def test_who_takes_back_an_update_is_given_the_end_that_was_meant_for_both():
    end = in_hours(3)
    article = make_article(expire_at=end)
    publish(article)
    publish(article, at=in_hours(1))
    steps.cancel(article, by=make_publisher())

    assert (1, "gone", end) in asked()


# What the worker takes up, and what it drops


def past(receipt: Receipt) -> Receipt:
    """The receipt, with a moment that has passed."""
    Receipt.objects.filter(pk=receipt.pk).update(asked_at=in_hours(-1))
    receipt.refresh_from_db()
    return receipt


def test_one_is_taken_by_one_worker_until_its_lease_is_over():
    publish(make_article())

    taken = [watch.claim_receipts(9)[0] for _worker in range(2)]
    Receipt.objects.update(begun_at=timezone.now() - timedelta(minutes=3))
    again, _wait = watch.claim_receipts(9)

    assert [len(each) for each in (*taken, again)] == [1, 0, 1]


def test_it_is_known_when_the_next_one_comes(monkeypatch):
    monkeypatch.setattr(watch, "IDLE_POLL_SECONDS", 120)
    publish(make_article(), at=timezone.now() + timedelta(seconds=60))

    assert 0 < watch.claim_receipts(9)[1] < 60


def test_a_cancelled_edition_has_none_in_the_end():
    article = make_article()
    publish(article, at=in_hours(1))
    steps.cancel(article, by=make_publisher())
    receipt = past(Receipt.objects.get())

    pages = watch.pages_of(receipt)
    watch.close(receipt, [])

    assert (pages, list(Receipt.objects.all())) == ([], [])


def test_an_end_that_was_moved_has_none_in_the_end():
    article = make_article(expire_at=in_hours(1))
    publish(article)
    steps.set_expiry(article, by=make_publisher(), until=None)
    receipt = past(Receipt.objects.get(kind="gone"))

    pages = watch.pages_of(receipt)
    watch.close(receipt, [])

    assert (pages, [each.kind for each in Receipt.objects.all()]) == ([], ["shown"])


def test_one_whose_edition_was_replaced_says_so_by_having_no_pages():
    article = make_article()
    publish(article)
    publish(article)
    receipt = Receipt.objects.get(edition__number=1)

    pages = watch.pages_of(receipt)
    watch.close(receipt, [])

    receipt.refresh_from_db()
    assert (pages, receipt.pages, receipt.seconds, receipt.fault) == ([], [], None, "")
    assert receipt.done_at


def test_it_can_be_asked_for_once_more():
    article = make_article()
    publish(article)
    open_one = requests.recheck(article)
    watch.close(open_one, [])
    again = requests.recheck(article)

    assert open_one == Receipt.objects.earliest("pk")
    assert (again.again, again.kind, again.done_at) == (True, "shown", None)
    assert requests.still_expected(again)


def test_what_was_never_published_has_none():
    assert requests.recheck(make_article()) is None
    assert asked() == []


def test_one_that_was_set_aside_is_begun_again():
    article = make_article()
    publish(article)
    receipt = Receipt.objects.get()
    watch.set_aside(receipt, ValueError("Hỏng"))
    before = Receipt.objects.set_aside().count()

    requests.recheck(article)

    assert (before, Receipt.objects.set_aside().count()) == (1, 0)
    assert Receipt.objects.waiting().get() == receipt


# Which pages


def paths(edition: Edition, plan=public_pages.pages_with) -> list[str]:
    return [page.path for page in plan(edition)]


def month_of(edition: Edition) -> str:
    return f"/sitemap-{edition.released_at.astimezone(HANOI):%Y-%m}.xml"


def test_an_article_stands_on_all_of_these_pages():
    top = make_section("Kinh tế")
    below = make_section("Đầu tư", parent=top)
    other = make_section("Văn hóa")
    make_section("Xã hội")
    article = make_article("Cảng mới", section=below)
    article.extra_sections.add(other)
    edition = publish(article)
    path = address(edition)

    everywhere = [
        path,
        f"{path}ban-in/",
        f"/{below.path}/",
        f"/{top.path}/",
        f"/{other.path}/",
        "/",
        "/rss.xml",
        month_of(edition),
        "/sitemap-news.xml",
        "/tim-kiem/?q=C%E1%BA%A3ng+m%E1%BB%9Bi",
    ]
    assert paths(edition) == everywhere
    assert paths(edition, public_pages.pages_after_end) == everywhere


def test_where_an_older_article_rightly_does_not_stand_it_is_not_asked_for():
    section = make_section()
    for number in range(31):
        publish(make_article(f"Bài mới {number}", section=section))
    edition = publish(make_article("Cảng cũ", section=section, released_at=in_hours(-24 * 40)))
    path = address(edition)

    assert paths(edition) == [
        path,
        f"{path}ban-in/",
        month_of(edition),
        "/tim-kiem/?q=C%E1%BA%A3ng+c%C5%A9",
    ]


def test_one_that_is_placed_at_the_top_of_a_section_stands_there(publisher, section):
    for number in range(21):
        publish(make_article(f"Bài mới {number}", section=section))
    article = make_article("Cảng cũ", section=section, released_at=in_hours(-24 * 40))
    edition = publish(article)
    place((0, article), section=section, by=publisher)

    assert f"/{section.path}/" in paths(edition)


def test_an_archived_article_is_asked_for_where_it_stays():
    article = make_article("Cảng cũ")
    edition = publish(article)
    steps.archive(article, by=make_publisher())
    path = address(edition)

    assert paths(edition) == [
        path,
        f"{path}ban-in/",
        month_of(edition),
        "/tim-kiem/?q=C%E1%BA%A3ng+c%C5%A9",
    ]


# What a page proves


@pytest.fixture
def two(client):
    """An edition that changed the words of an article, the answers of its pages from before it was
    published, and the answers now."""
    section = Section.objects.get(pk=make_section("Kinh tế & đầu tư").pk)
    article = make_article("Giá <điện> giảm 5 %", section=section)
    publish(article)
    before = answers(client, Edition.objects.public().get())
    Article.objects.filter(pk=article.pk).update(
        title="Giá <điện> & “nước 'sạch'” giảm", lead="Từ 1/12 & sau."
    )
    article.refresh_from_db()
    edition = publish(article)
    return edition, before, answers(client, edition)


def answers(client, edition: Edition) -> dict[str, tuple[int, str]]:
    found = {path: client.get(path) for path in paths(edition)}
    return {path: (each.status_code, each.content.decode()) for path, each in found.items()}


def judged(plan, edition: Edition, found: dict[str, tuple[int, str]]) -> dict[str, str]:
    return {
        page.path: page.check(*found[page.path]) for page in plan(edition) if page.path in found
    }


def test_pages_that_show_it_prove_it_and_pages_from_before_do_not(two):
    edition, before, now = two

    assert judged(public_pages.pages_with, edition, now) == dict.fromkeys(now, "")
    assert len(now) == 8
    assert set(judged(public_pages.pages_with, edition, before).values()) == {"lacks"}


def test_a_page_that_answers_otherwise_is_told_by_its_status(two):
    edition, _before, now = two

    found = dict.fromkeys(now, (503, "Cổng tin đang bận"))

    assert judged(public_pages.pages_with, edition, found) == dict.fromkeys(now, "503")


def test_once_it_is_withdrawn_pages_prove_that_they_lack_it(two, client):
    edition, _before, while_there = two
    publish(make_article("Bài còn lại", section=Article.objects.get().section))
    steps.withdraw(edition.article, by=make_publisher(), reason="Sai")
    now = {path: client.get(path) for path in while_there}
    now = {path: (each.status_code, each.content.decode()) for path, each in now.items()}

    assert judged(public_pages.pages_after_end, edition, now) == dict.fromkeys(now, "")
    assert set(judged(public_pages.pages_after_end, edition, while_there).values()) == {"still"}
    assert judged(
        public_pages.pages_after_end, edition, dict.fromkeys(now, (502, ""))
    ) == dict.fromkeys(now, "502")


def test_only_what_a_page_lists_counts():
    page = """<header><a href="/kinh-te/gia-7/">Giá</a></header>
        <main><a href="/kinh-te/gia-8/"> Giá <span class="nb">5\N{NO-BREAK SPACE}%</span>
        tăng </a></main>
        <footer><a href="/kinh-te/gia-9/">Giá</a></footer>"""

    assert public_pages.links(page) == {("/kinh-te/gia-8/", "Giá 5 % tăng")}


@pytest.mark.parametrize("piece", ["<a ", '<a href="', "<!--", "</a ", "<", "&#1"])
def test_a_page_of_scraps_is_judged_in_the_time_of_any_other(piece):
    page = f"<main>{piece * 2**18}"

    with at_most_20_s_of_cpu():
        assert public_pages.has_link("/kinh-te/gia-8/", "Giá")(200, page) == "lacks"
        assert public_pages.has_no_link(8)(200, page) == ""


@contextmanager
def at_most_20_s_of_cpu() -> Iterator[None]:
    """Raises TimeoutError after 20 s of processor time. That is a hundred times what the page
    takes; if the time grew faster than the page, it would be hours."""

    def over(*_args: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
