"""Receipts as staff read them: on the article's form, on the dashboard, in the history and on their
own page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from delivery import worker_status
from news.desk import steps
from news.models import Receipt
from news.receipts import watch
from tests.factories import make_article, make_publisher, make_user, publish
from tests.news.desk.form_data import change
from tests.news.people import person
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db

HERE, THERE = "http://127.0.0.1:8000", "https://hailam.example"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def article(section):
    return make_article("Cảng mới", section=section)


def page(path: str, ms: int | None, said: str = "", host: str = HERE, kind: str = "home") -> dict:
    return {"host": host, "path": path, "kind": kind, "ms": ms, "said": said}


def made(article, *pages: dict, kind: str = "shown", **fields) -> Receipt:
    """The article's latest receipt of that kind, filled in as the worker leaves it."""
    receipt = Receipt.objects.filter(edition__article=article, kind=kind).latest("asked_at")
    values = {
        "begun_at": receipt.asked_at,
        "done_at": receipt.asked_at + timedelta(seconds=30),
        "pages": list(pages),
        **fields,
    }
    Receipt.objects.filter(pk=receipt.pk).update(**values)
    receipt.refresh_from_db()
    return receipt


def address(receipt: Receipt) -> str:
    return f"/admin/news/article/{receipt.edition.article_id}/receipt/{receipt.pk}/"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def told(client, path: str) -> str:
    """The words of the receipt on that page; empty if there is none."""
    found = re.search(r'<div role="status">.*?</div>', client.get(path).content.decode(), re.S)
    return words(found[0]) if found else ""


def test_it_says_after_how_long_every_page_showed_the_edition(client, publisher, article):
    publish(article)
    receipt = made(article, page("/", 231), page("/rss.xml", 742), seconds=0.742)

    for path in (change(article), address(receipt)):
        assert told(client, path) == "Đã lên trang sau 0,8 giây"


def test_it_says_after_how_long_no_page_showed_it_any_more(client, publisher, article):
    publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    made(article, page("/", 12_345), kind="gone", seconds=12.345)

    assert told(client, change(article)) == "Đã khuất khỏi mọi trang sau 13 giây"


def test_it_names_each_page_that_lacks_the_edition_with_its_host(client, publisher, article):
    publish(article)
    made(
        article,
        page("/", 200),
        page("/", None, "lacks", THERE),
        page(f"/{article.section.path}/", None, "503", THERE, "section"),
        page("/sitemap-news.xml", 300, "", THERE, "sitemap"),
    )

    assert told(client, change(article)) == (
        "Sau 30 giây còn 2 trang chưa thấy: "
        "Trang chủ hailam.example : có trả lời nhưng chưa có bản này "
        "Chuyên mục Kinh tế hailam.example : trả lời 503"
    )
    assert f'<a href="{THERE}/" target="_blank"' in client.get(change(article)).content.decode()


def test_a_host_of_which_no_page_came_is_named_once(client, publisher, article):
    publish(article)
    dead = [page(path, None, "refused", THERE) for path in ("/", "/rss.xml", "/a/")]
    made(article, page("/", 200), *dead)

    assert told(client, change(article)) == (
        "Sau 30 giây còn 3 trang chưa thấy: Cả 3 trang hailam.example : không kết nối được"
    )


def test_two_machines_of_one_name_are_named_by_their_addresses(client, publisher, article):
    publish(article)
    first, second = f"{THERE}=10.0.0.5", f"{THERE}=[fd00::5]:8443"
    dead = [page(path, None, "refused", first) for path in ("/", "/rss.xml", "/a/")]
    made(
        article, *dead, page("/", 200, "", second), page("/rss.xml", None, "lacks", second, "feed")
    )

    assert told(client, change(article)) == (
        "Sau 30 giây còn 4 trang chưa thấy: "
        "Cả 3 trang hailam.example (10.0.0.5) : không kết nối được "
        "RSS hailam.example ([fd00::5]:8443) : có trả lời nhưng chưa có bản này"
    )
    links = re.findall(
        r'<li><a href="(https:[^"]+)" target', client.get(change(article)).content.decode()
    )
    assert links == [f"{THERE}/", f"{THERE}/rss.xml"]


def test_while_it_is_made_it_says_how_far_it_is(client, publisher, article):
    publish(article)
    pages = (page("/", 200), page("/rss.xml", None, ""))
    made(article, *pages, begun_at=timezone.now(), done_at=None)

    assert told(client, change(article)) == (
        "Đang kiểm tra trang công khai… 1/2 trang đã đúng, còn chờ: "
        "Trang chủ 127.0.0.1:8000 : chưa trả lời"
    )


def test_just_after_publishing_it_says_that_pages_are_read(client, publisher, article):
    publish(article)

    assert told(client, change(article)) == "Đang kiểm tra trang công khai…"
    assert " data-open" in client.get(change(article)).content.decode()


def waiting_for_a_minute(article) -> None:
    publish(article)
    Receipt.objects.update(asked_at=timezone.now() - timedelta(minutes=1))


def test_where_no_worker_runs_it_says_so(client, publisher, article):
    waiting_for_a_minute(article)

    assert told(client, change(article)) == (
        "Chưa kiểm tra được trang công khai: tiến trình nền (manage.py work) không chạy trên máy "
        "chủ này. Hãy báo người phụ trách máy chủ."
    )


def test_where_the_worker_is_late_it_says_that_it_waits(client, publisher, article):
    waiting_for_a_minute(article)

    with worker_status.worker_lock():
        said = told(client, change(article))

    assert said == "Trang công khai đang chờ tiến trình nền kiểm tra."


def test_one_taken_up_late_does_not_claim_to_know_since_when(client, publisher, article):
    waiting_for_a_minute(article)
    receipt = made(article, page("/", 61_000), seconds=61, begun_at=timezone.now())

    moment = datetime_with_zone(receipt.done_at)
    assert told(client, change(article)) == f"Kiểm tra lúc {moment}: mọi trang đều đã có bài."


def test_one_that_was_replaced_says_so(client, publisher, article):
    publish(article)
    made(article)

    assert told(client, change(article)) == (
        "Bài đã có bản khác hoặc đã gỡ trước khi kiểm tra xong trang công khai."
    )


def test_one_that_was_set_aside_says_why(client, publisher, article):
    publish(article)
    watch.set_aside(Receipt.objects.get(), ValueError("<hỏng>"))

    assert told(client, change(article)) == (
        "Không kiểm tra được trang công khai do lỗi của cổng tin: ValueError: <hỏng>"
    )


def test_a_draft_and_a_scheduled_article_have_none(client, publisher):
    draft, scheduled = make_article(), make_article()
    publish(scheduled, at=timezone.now() + timedelta(hours=1))

    assert [told(client, change(each)) for each in (draft, scheduled)] == ["", ""]
    assert client.get(address(Receipt.objects.get())).status_code == 404


def test_the_desk_says_of_each_just_published_whether_readers_see_it(client, publisher, section):
    seen, unseen = (make_article(title, section=section) for title in ("Thấy", "Chưa thấy"))
    for article in (seen, unseen):
        publish(article)
    made(seen, page("/", 742), seconds=0.742)
    made(unseen, page("/", None, "lacks"))

    queues = {each["label"]: each["first"] for each in client.get("/admin/").context["queues"]}

    assert [(each["title"], each["about"], each["late"]) for each in queues["Vừa xuất bản"]] == [
        ("Chưa thấy", "Kinh tế · 1 trang chưa thấy · vừa xong", True),
        ("Thấy", "Kinh tế · lên trang sau 0,8 giây · vừa xong", False),
    ]


def test_the_history_keeps_the_receipts_of_each_edition(client, publisher, article):
    publish(article)
    first = made(article, page("/", 742), seconds=0.742)
    publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    last = made(article, page("/", None, "still"), kind="gone")

    history = client.get(f"/admin/news/article/{article.pk}/history/").content.decode()

    links = re.findall(r'<a class="receipt-\w+" href="([^"]+)">([^<]+)</a>', history)
    shown = Receipt.objects.get(edition__number=2, kind="shown")
    assert links == [
        (address(shown), "Đang kiểm tra trang công khai…"),
        (address(last), "1 trang còn hiện"),
        (address(first), "Lên trang sau 0,8 giây"),
    ]


def test_its_own_page_lists_every_page_that_was_read(client, publisher, article):
    publish(article)
    receipt = made(
        article, page("/", 231, kind="home"), page("/a-1/", None, "silent", THERE, "article")
    )

    found = client.get(address(receipt)).content.decode()

    rows = re.findall(r"<tr><td>(.*?)</tr>", found)
    assert [words(row) for row in rows] == [
        "Trang bài hailam.example không trả lời kịp",
        "Trang chủ 127.0.0.1:8000 sau 0,3 giây",
    ]
    assert f"tính từ {datetime_with_zone(receipt.asked_at)}" in found


def test_who_may_not_see_the_article_does_not_see_its_receipt(article):
    publish(article)
    receipt = made(article, page("/mật/", None, "lacks"))
    kinds = ("anonymous", "nobody", "contributor", "editor", "publisher")

    pages = {kind: person(kind)[0].get(address(receipt)) for kind in kinds}

    assert {kind: page.status_code for kind, page in pages.items()} == {
        "anonymous": 302,
        "nobody": 403,
        "contributor": 403,
        "editor": 200,
        "publisher": 200,
    }
    leaks = [kind for kind, page in pages.items() if "/mật/" in page.content.decode()]
    assert leaks == ["editor", "publisher"]


def test_the_receipt_of_another_article_is_not_found_under_this_one(client, publisher, article):
    publish(article)
    base = f"/admin/news/article/{make_article().pk}/receipt/"

    keys = (Receipt.objects.get().pk, 10**30, 0)
    assert [client.get(f"{base}{key}/").status_code for key in keys] == [404, 404, 404]


def test_pages_are_read_again_when_somebody_asks(client, publisher, article):
    publish(article)
    receipt = made(article, page("/", None, "lacks"))
    again = f"/admin/news/article/{article.pk}/receipt/again/"

    assert again in client.get(address(receipt)).content.decode()
    assert (client.get(again).status_code, Receipt.objects.count()) == (405, 1)
    response = client.post(again)
    twice = client.post(again)

    found = Receipt.objects.latest("pk")
    assert response["Location"] == twice["Location"] == address(found)
    assert (Receipt.objects.count(), found.again) == (2, True)


def test_only_who_may_see_the_article_has_them_read_again(client, article):
    publish(article)
    made(article, page("/", None, "lacks"))
    client.force_login(make_user())

    response = client.post(f"/admin/news/article/{article.pk}/receipt/again/")

    assert (response.status_code, Receipt.objects.count()) == (403, 1)
