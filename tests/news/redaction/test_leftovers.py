"""What the first redactions left goes when a portal is brought up to date."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from news.editions.document import REDACTED
from news.models import Front, Receipt
from tests.factories import make_article, publish
from tests.news.redaction.redacting import SECRET, redact

pytestmark = pytest.mark.django_db

TITLE = f"Bắt giữ {SECRET}"
PLACED = (
    "+ Tin chính: “{}”, từ 09:00 24/11/2020 (GMT+7)\n"
    "− Tin nổi bật 1: “Lễ “Cầu mới”, đêm hội”, từ 08:00 24/11/2020 (GMT+7)\n"
    "− Tin nổi bật 2: “bài số 12”, từ 08:00 24/11/2020 (GMT+7)"
)


def take_away():
    import_module("news.migrations.0021_leftovers_of_redactions").take_away(apps, None)


def placed(by, title=TITLE):
    return LogEntry.objects.create(
        user=by, content_type=ContentType.objects.get_for_model(Front), action_flag=CHANGE,
        change_message=PLACED.format(title),
    )  # fmt: skip


def page(kind, path):
    return {"host": "http://a.example", "ms": 80, "said": "", "kind": kind, "path": path}


def test_titles_leave_the_log_of_a_front_and_those_of_other_articles_stay(rewritten, redactor):
    publish(make_article("Lễ “Cầu mới”, đêm hội"))
    redact(rewritten, redactor)
    entry = placed(redactor)

    take_away()

    entry.refresh_from_db()
    assert entry.change_message == PLACED.format(REDACTED)


def test_titles_leave_the_addresses_of_receipts(rewritten, redactor):
    redact(rewritten, redactor)
    address = f"/kinh-te/bat-giu-tran-van-mat-{rewritten.pk}/"
    pages = [
        page("article", address),
        page("search", "/tim-kiem/?q=M%E1%BA%ADt"),
        page("home", "/"),
    ]
    Receipt.objects.update(pages=pages)

    take_away()

    short = f"/b/{rewritten.pk}"
    assert {row.edition.number: row.pages for row in Receipt.objects.all()} == {
        1: [page("article", short), page("search", "/tim-kiem/"), page("home", "/")],
        2: pages,
    }


def test_where_nothing_was_redacted_nothing_changes(redactor):
    entry = placed(redactor, "Tên cũ")

    take_away()

    entry.refresh_from_db()
    assert entry.change_message == PLACED.format("Tên cũ")
