"""Requests for receipts: the proof that readers see what was published, and no longer what ended.

A request is an unfinished `Receipt` row, stored in the transaction of the change, also for a moment
in the future. The worker (`news.receipts.watch`) reads the pages when the moment has come. If the
edition was cancelled, moved or replaced meanwhile, it reads none.
"""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from delivery.worker_status import MAX_SET_ASIDE_SHOWN, SetAside, WorkerTask, count_and_oldest
from media.models import MODELS
from media.rights import may_see
from media.usage import FileRef

from ..addresses import parse, short_path
from ..editions.public_status import public_status
from ..enums import PageKind, ReceiptKind
from ..models import Article, Edition, FileReceipt, Receipt
from ..rights import permissions


def request_receipt(edition: Edition) -> None:
    """Request receipts for the start of this edition and, if it has one, for its end."""
    Receipt.objects.create(edition=edition, kind=ReceiptKind.SHOWN, asked_at=edition.live_from)
    request_end_receipt(edition)


def request_end_receipt(edition: Edition) -> None:
    """Request the receipt that no page shows this edition after its end, if it has one."""
    if edition.live_until is not None:
        # The row may exist: an expiry can be moved away and back to the same moment.
        Receipt.objects.get_or_create(
            edition=edition, kind=ReceiptKind.GONE, asked_at=edition.live_until
        )


def request_file_receipt(file: FileRef) -> None:
    """Request the receipt that readers find this file nowhere any more, which is taken down now."""
    kind, pk = file
    FileReceipt.objects.create(**{f"{kind}_id": pk}, asked_at=timezone.now())


def file_receipt_url(file: FileRef) -> str | None:
    """The address at which staff read the latest receipt of the takedown of this file; None if
    there is none."""
    kind, pk = file
    last = FileReceipt.objects.filter(**{kind: pk}).order_by("-asked_at", "-pk").first()
    return last and address_of(last)


def recheck(article: Article) -> Receipt | None:
    """Have the public pages of this article read once more. Returns the receipt that will show the
    result: the last one if it failed or is not done, otherwise a new one. Returns None for an
    article that was never published."""
    now = timezone.now()
    last = Receipt.objects.of([article.pk], now).first()
    if last and last.fault:
        Receipt.objects.filter(pk=last.pk).update(fault="", done_at=None, begun_at=None)
    if last and (last.fault or last.done_at is None):
        return last
    status = public_status(article, now)
    if not status.last:
        return None
    return Receipt.objects.create(
        edition=status.last,
        kind=ReceiptKind.SHOWN if status.running else ReceiptKind.GONE,
        asked_at=now,
        again=True,
    )


def redo_after_clock_repair(now: datetime) -> None:
    """Make receipts once more whose moment lies in the future again, because a clock that ran ahead
    was put back (`due_moments.clock_put_back`)."""
    for model in (Receipt, FileReceipt):
        model.objects.filter(asked_at__gt=now).exclude(begun_at=None).update(
            begun_at=None, done_at=None, seconds=None, pages=[], fault=""
        )
        model.objects.filter(begun_at__gt=now, done_at=None).update(begun_at=None)


def remove_titles(article: Article) -> None:
    """Remove the titles of the article's redacted editions from the addresses in its receipts: from
    the slug of the article's own pages and from searches. The shorter addresses that stay lead to
    the article as it is now."""
    rows = Receipt.objects.filter(edition__article=article, edition__redacted_at__isnull=False)
    for receipt in rows:
        _renew_if_open(receipt)
        for page in receipt.pages:
            if page["kind"] in (PageKind.ARTICLE, PageKind.PRINT):
                page["path"] = short_path(article.pk)
            elif page["kind"] == PageKind.SEARCH:
                page["path"] = page["path"].partition("?")[0]
        receipt.save()
    # There are few takedowns, and each has few pages.
    for receipt in FileReceipt.objects.exclude(pages=[]):
        named = [
            page
            for page in receipt.pages
            if (address := parse(page["path"].strip("/"))) and address.pk == article.pk
        ]
        if not named:
            continue
        for page in named:
            page["path"] = short_path(article.pk)
        _renew_if_open(receipt)
        receipt.save()


def _renew_if_open(receipt: Receipt | FileReceipt) -> None:
    """A worker may hold the old title of a receipt that is not done. A new row takes the place when
    the receipt is saved, so what the worker writes is lost."""
    if receipt.done_at is None:
        type(receipt).objects.filter(pk=receipt.pk).delete()
        receipt.pk, receipt.begun_at, receipt.pages = None, None, []


def still_expected(receipt: Receipt) -> bool:
    """Whether readers should still find what the receipt was requested for. False if the edition
    was cancelled, moved or replaced, and for an end if the article is public again."""
    running = Edition.objects.public().filter(article=receipt.edition.article_id)
    if receipt.kind == ReceiptKind.SHOWN:
        return running.filter(pk=receipt.edition_id).exists()
    has_ended = receipt.again or receipt.edition.live_until == receipt.asked_at
    return has_ended and not running.exists()


def _failed(user: Any) -> list[SetAside]:
    rows = Receipt.objects.set_aside().select_related("edition").defer("edition__document")
    if user is not None:
        rows = rows.filter(permissions.visible_q(user, "edition__article__"))
    return [
        SetAside(receipt.edition.title, address_of(receipt), receipt.fault)
        for receipt in rows.order_by("-asked_at")[:MAX_SET_ASIDE_SHOWN]
    ]


def _failed_files(user: Any) -> list[SetAside]:
    rows = FileReceipt.objects.set_aside().select_related("photo", "document")
    if user is not None:
        for kind in MODELS:
            if not may_see(user, kind):
                rows = rows.filter(**{kind: None})
    return [
        SetAside(str(receipt), address_of(receipt), receipt.fault)
        for receipt in rows.order_by("-asked_at")[:MAX_SET_ASIDE_SHOWN]
    ]


def address_of(receipt: Receipt | FileReceipt) -> str:
    """The address at which staff read the receipt."""
    if isinstance(receipt, FileReceipt):
        return reverse("admin:news_article_file_receipt", args=[receipt.pk])
    return reverse("admin:news_article_receipt", args=[receipt.edition.article_id, receipt.pk])


WORK = WorkerTask(
    "receipts",
    lambda count: (
        ngettext(
            "After %d article had been published or had ended, nobody read its public pages.",
            "After %d articles had been published or had ended, nobody read their public pages.",
            count,
        )
        % count
    ),
    lambda: count_and_oldest(Receipt.objects.waiting().order_by(), "asked_at"),
    timedelta(seconds=10),
    _failed,
)
FILES_WORK = WorkerTask(
    "file-receipts",
    lambda count: (
        ngettext(
            "After %d file had been taken down, nobody looked whether readers still find it.",
            "After %d files had been taken down, nobody looked whether readers still find them.",
            count,
        )
        % count
    ),
    lambda: count_and_oldest(FileReceipt.objects.waiting().order_by(), "asked_at"),
    timedelta(seconds=10),
    _failed_files,
)
