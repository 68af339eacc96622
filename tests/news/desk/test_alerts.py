"""Work that has waited too long for the worker is named on the dashboard and by `/readyz`; items
that failed are set aside and named there, and hold up nothing else."""

import os
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from delivery import due_moments, stale_marks, worker_status
from delivery.models import Purge
from delivery.purging import tell_engines
from delivery.tags import SITE
from media.conf import conf
from media.models import Photo
from news.counting import readers
from news.models import Edition, Receipt, SearchIndex
from news.receipts import watch
from news.search import index
from news.search.find import find
from news.search.query import parse
from server.monitoring import readiness
from tests import varnish
from tests.factories import make_article, make_photo, make_publisher, make_user, publish
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db

NO_WORKER = (
    "Tiến trình nền (manage.py work) chưa chạy lần nào trên máy chủ này. Hãy báo người phụ trách "
    "máy chủ. Bài hẹn giờ vẫn lên và hết hạn đúng giờ."
)
SLOW = (
    "Tiến trình nền (manage.py work) đang chạy nhưng làm không kịp. Nếu vài phút nữa vẫn còn thông "
    "báo này, hãy báo người phụ trách máy chủ."
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    readers.renew_daily_secret(timezone.now())
    SearchIndex.objects.update_or_create(pk=1, version=index.INDEX_VERSION, whole=True)
    return tmp_path


def ago(**by: float):
    return timezone.now() - timedelta(**by)


def notice(client, user=None) -> list[str]:
    """The lines of the dashboard's alert, its heading first; empty if there is no alert."""
    client.force_login(user or make_publisher())
    found = re.search(
        r'<section class="module behind overdue".*?</section>',
        client.get("/admin/").content.decode(),
        re.S,
    )
    lines = re.findall(r"<(?:h2|p|li)[^>]*>(.*?)</(?:h2|p|li)>", found[0], re.S) if found else []
    return [" ".join(unescape(re.sub("<[^>]+>", "", line)).split()) for line in lines]


def a_receipt_waits() -> None:
    publish(make_article())
    Receipt.objects.update(asked_at=ago(minutes=1))


def a_picture_waits() -> None:
    Photo.objects.filter(pk=make_photo().pk).update(uploaded_at=ago(minutes=30))


def a_change_is_not_told() -> None:
    Purge.objects.create(tags="article-1")
    Purge.objects.update(written_at=ago(minutes=1))


WAITING = {
    "receipts": (
        a_receipt_waits,
        "1 bài đã đăng hoặc đã hết hạn mà chưa kiểm tra được trang công khai.",
    ),
    "pictures": (a_picture_waits, "1 ảnh chưa có các cỡ nhỏ: bạn đọc phải tải ảnh lớn."),
    "purges": (
        a_change_is_not_told,
        "1 thay đổi chưa báo được đến mọi tiến trình: bạn đọc có thể còn thấy trang cũ.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WAITING)
@pytest.mark.parametrize("works", [True, False])
def test_what_waits_too_long_is_named_on_the_desk_and_by_readyz(client, kind, works):
    wait, sentence = WAITING[kind]
    wait()
    if works:
        with worker_status.worker_lock():
            found, answer = notice(client), readiness.status_report()
    else:
        found, answer = notice(client), readiness.status_report()

    since = timezone.localtime(worker_status.overdue()[0].since).isoformat(timespec="seconds")
    without = [] if works else ["worker: does not run on this machine; last at work never"]
    assert found == ["Việc nền bị chậm", sentence, SLOW if works else NO_WORKER]
    assert answer == (
        503,
        "\n".join(["not ready", *without, f"{kind}: 1 overdue since {since}", ""]),
    )


@pytest.mark.parametrize("kind", ["reads", "search"])
def test_what_only_the_worker_knows_of_is_named_when_it_is_not_at_work(client, kind):
    if kind == "reads":
        readers.spool.add("2020-11-26 1 7")
    else:
        SearchIndex.objects.update(whole=False)
    with worker_status.worker_lock():
        at_work = notice(client), readiness.status_report()
    last = worker_status.last_at_work()

    stopped, answer = notice(client), readiness.status_report()

    assert at_work == ([], (200, "ok\n"))
    assert stopped[1:] == [
        {
            "reads": "Lượt xem của bạn đọc đang không được đếm.",
            "search": "Chỉ mục tìm kiếm đang được lập lại: tìm kiếm ra ít bài hơn.",
        }[kind],
        f"Tiến trình nền (manage.py work) không chạy trên máy chủ này; lần cuối nó làm việc là "
        f"{datetime_with_zone(last)}. Hãy báo người phụ trách máy chủ. "
        "Bài hẹn giờ vẫn lên và hết hạn đúng giờ.",
    ]
    assert answer[1].splitlines()[-1].startswith(f"{kind}: 1 overdue since ")


def test_without_a_secret_for_today_readers_are_not_counted(client):
    readers.ReadSecret.objects.all().delete()

    assert notice(client)[1] == "Lượt xem của bạn đọc đang không được đếm."


def test_a_worker_that_hangs_is_not_at_work(folder):
    with worker_status.worker_lock():
        long_ago = ago(minutes=6).timestamp()
        os.utime(folder / "worker-lock", (long_ago, long_ago))
        hanging = (
            worker_status.is_running(),
            worker_status.is_at_work(),
            readiness.status_report()[1].splitlines()[1],
        )
        worker_status.note_at_work()
        again = worker_status.is_at_work()

    assert hanging[:2] == (True, False)
    assert hanging[2].startswith("worker: hangs; last at work ")
    assert again is True


def test_what_waits_for_a_moment_only_is_not_overdue(client):
    publish(make_article())
    publish(make_article(), at=timezone.now() + timedelta(hours=1))
    make_photo()
    Purge.objects.create(tags="article-1")

    with worker_status.worker_lock():
        assert (notice(client), readiness.status_report()) == ([], (200, "ok\n"))


def test_who_does_not_publish_is_not_bothered(client):
    a_receipt_waits()

    for group in (roles.CONTRIBUTORS, roles.EDITORS):
        assert notice(client, make_user(group)) == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_desk_costs_the_same_however_much_waits(client, count):
    client.force_login(make_publisher())
    for _ in range(count):
        a_picture_waits()
        Photo.objects.create(
            key=f"k{_}", digest=f"d{_}", format="jpg", width=1, height=1, attempts=99
        )
        publish(make_article())
    Receipt.objects.update(asked_at=ago(minutes=1))
    # The first request remembers for some seconds what is late.
    client.get("/admin/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/")

    assert len(asked) == 18


# What is set aside


def test_what_was_set_aside_is_named_where_it_is_seen_to(client):
    photo = make_photo(alt="Cảng biển", caption="Cảng biển lúc bình minh")
    Photo.objects.filter(pk=photo.pk).update(attempts=conf("ATTEMPTS"), fault="lost")
    edition = publish(make_article("Bài hỏng"))
    watch.set_aside(Receipt.objects.get(), ValueError("Hỏng"))
    SearchIndex.objects.update(left_out=[edition.pk])

    with worker_status.worker_lock():
        found, answer = notice(client), readiness.status_report()

    assert found == [
        "Gác lại",
        "Những việc này không làm được, đã gác lại để việc khác không bị chậm:",
        "Bài hỏng: ValueError: Hỏng",
        "Bài hỏng: Tìm kiếm không thấy bài này.",
        "Cảng biển lúc bình minh: Không đọc được tệp của ảnh này từ kho lưu trữ.",
    ]
    assert answer == (
        200,
        "ok\nreceipts: 1 set aside\nsearch: 1 set aside\npictures: 1 set aside\n",
    )


def test_nothing_is_named_to_who_may_not_see_it():
    edition = publish(make_article("Tên mật"))
    watch.set_aside(Receipt.objects.get(), ValueError("Hỏng"))
    SearchIndex.objects.update(left_out=[edition.pk])
    Photo.objects.filter(pk=make_photo().pk).update(attempts=conf("ATTEMPTS"))

    assert worker_status.set_aside(make_user()) == {}
    assert set(worker_status.set_aside()) == {"pictures", "receipts", "search"}


def broken(article, **fields) -> Edition:
    """Publish the article, and give another one a copy of its edition whose document is not valid
    JSON. No step could make such a copy, so it is written directly. Returns the copy."""
    edition = publish(article)
    values = {
        field.attname: getattr(edition, field.attname)
        for field in Edition._meta.concrete_fields
        if not field.primary_key
    }
    other = make_article(edition.title, section=article.section)
    values |= {"article_id": other.pk, "code": "0" * 12, "document": "{", **fields}
    return Edition.objects.create(**values)


def test_an_edition_that_cannot_be_indexed_is_left_out_and_the_others_are_found():
    article = make_article("Bài tốt")
    bad = broken(article)
    SearchIndex.objects.update(version=0)

    while index.rebuild_next_batch():
        pass

    made = SearchIndex.objects.get()
    assert (made.whole, made.left_out) == (True, [bad.pk])
    assert [each.name for each in index.WORK.set_aside(None)] == ["Bài tốt"]
    assert find(parse("bài tốt")).hits == [article.pk]


def test_an_edition_that_falls_due_and_cannot_be_read_makes_every_page_new_and_stops_none(clock_on):
    at = timezone.now() + timedelta(hours=1)
    broken(make_article("Bài hỏng"), live_from=at, live_until=None)
    good = publish(make_article("Bài tốt"), at=at)
    due_moments.advance()
    seen = stale_marks.sequence()
    clock_on(hours=2)

    due_moments.advance()

    assert Edition.objects.public().filter(pk=good.pk).exists()
    assert not stale_marks.is_fresh(stale_marks.slots([SITE]), seen)
    assert not due_moments.is_due()


@pytest.fixture
def clock_on(monkeypatch):
    """Call it with the arguments of `timedelta`: it moves the portal's clock ahead and stops it."""

    def move(**by: float) -> None:
        now = timezone.now() + timedelta(**by)
        monkeypatch.setattr(timezone, "now", lambda: now)
        monkeypatch.setattr(stale_marks, "milliseconds", lambda: int(now.timestamp() * 1000))

    return move


def test_a_change_that_cannot_be_marked_holds_up_no_engine(settings):
    settings.DELIVERY = {"ENGINES": [f"xkey+http://127.0.0.1:{varnish.NOBODY}"]}
    Purge.objects.create(tags="Không phải thẻ")
    Purge.objects.create(engine="redis://no-more:1", tags="article-1")

    assert tell_engines() == 1
    assert list(Purge.objects.values_list("tags", flat=True)) == ["Không phải thẻ"]
