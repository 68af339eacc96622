"""Receipts as staff read them: since when readers see what was published, and which page on which
host does not show it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from delivery import http_check, http_client, worker_status
from sections.tree import tree
from text.dates import datetime_with_zone

from ..enums import PageKind, ReceiptKind
from ..models import Article, Edition, FileReceipt, Receipt
from . import public_pages, requests
from .models import CLAIM_EXPIRES

# A running worker claims a receipt within this time. A receipt that was claimed later does not tell
# when readers saw the page.
PROMPT_WITHIN = timedelta(seconds=3)

PROBLEM_SENTENCES = {
    public_pages.MISSING: gettext_lazy("answers, but without this edition"),
    public_pages.STILL_SHOWN: gettext_lazy("still shows it"),
    http_client.NO_NAME: gettext_lazy("no server has this name"),
    http_client.REFUSED: gettext_lazy("cannot be reached"),
    http_client.SILENT: gettext_lazy("does not answer in time"),
    http_client.UNTRUSTED: gettext_lazy("its certificate is not trusted"),
    http_client.BROKEN: gettext_lazy("its answer breaks off"),
    http_client.TOO_LONG: gettext_lazy("its answer is too long"),
    "": gettext_lazy("has not answered yet"),
}


@dataclass(frozen=True)
class PageLine:
    """One page on one host, in words."""

    label: str
    host: str
    url: str
    # After how long the page was right, or what is wrong with it.
    said: str


@dataclass(frozen=True)
class ReceiptView:
    """A receipt in words."""

    # `complete`, `lacking`, `open`, `unread`, `replaced` or `aside`.
    state: str
    sentence: str
    # A shorter text for lists; empty where there is none.
    brief: str
    # The moment from which on the pages had to be right.
    at: str
    url: str
    # The pages that are not right; one line for a host of which all are wrong in the same way.
    lacking: list[PageLine]
    # Every page, wrong ones first.
    lines: list[PageLine]

    @property
    def is_open(self) -> bool:
        """Whether the receipt will change soon."""
        return self.state in {"open", "unread"}

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look."""
        return self.state in {"lacking", "unread", "aside"}


def receipt_view(receipt: Receipt | FileReceipt) -> ReceiptView:
    state = _state(receipt, timezone.now())
    sentence, brief = _WORDS[state](receipt)
    return ReceiptView(
        state=state,
        sentence=sentence,
        brief=brief,
        at=datetime_with_zone(receipt.asked_at),
        url=requests.address_of(receipt),
        lacking=_lines_of_lacking(receipt) if state in {"lacking", "open"} else [],
        lines=[
            _line(page) for page in sorted(receipt.pages, key=lambda page: page["ms"] is not None)
        ],
    )


def _state(receipt: Receipt | FileReceipt, now: datetime) -> str:
    if receipt.fault:
        return "aside"
    if receipt.done_at is None:
        begun = receipt.begun_at is not None and now - receipt.begun_at < CLAIM_EXPIRES
        return "open" if begun or now - receipt.asked_at < PROMPT_WITHIN else "unread"
    if not receipt.pages:
        return "replaced"
    return "lacking" if receipt.seconds is None else "complete"


def _complete(receipt: Receipt | FileReceipt) -> tuple[str, str]:
    gone, took = receipt.kind == ReceiptKind.GONE, _seconds(receipt.seconds)
    if receipt.again or receipt.begun_at - receipt.asked_at > PROMPT_WITHIN:
        # Nobody read the pages at that moment, so it is not known when readers saw the change.
        looked = {"at": datetime_with_zone(receipt.done_at)}
        if gone:
            return _("Looked at on %(at)s: no page shows it any more.") % looked, _("off the site")
        return _("Looked at on %(at)s: every page shows it.") % looked, _("on the site")
    if gone:
        return _("Off the site after %s") % took, _("off the site after %s") % took
    return _("On the site after %s") % took, _("on the site after %s") % took


def _lacking(receipt: Receipt) -> tuple[str, str]:
    count = len(receipt.lacking)
    after = {
        "count": count,
        "after": _seconds(round((receipt.done_at - receipt.begun_at).total_seconds())),
    }
    if receipt.kind == ReceiptKind.GONE:
        words = (
            ngettext(
                "After %(after)s %(count)s page still shows it:",
                "After %(after)s %(count)s pages still show it:",
                count,
            ),
            ngettext("%d page still shows it", "%d pages still show it", count),
        )
    else:
        words = (
            ngettext(
                "After %(after)s %(count)s page does not show it yet:",
                "After %(after)s %(count)s pages do not show it yet:",
                count,
            ),
            ngettext("%d page lacks it", "%d pages lack it", count),
        )
    return words[0] % after, words[1] % count


def _open(receipt: Receipt) -> tuple[str, str]:
    if not receipt.lacking:
        return _("Reading the public pages …"), ""
    return _("Reading the public pages … %(done)s of %(all)s are right; waiting for:") % {
        "done": len(receipt.pages) - len(receipt.lacking),
        "all": len(receipt.pages),
    }, ""


def _unread(receipt: Receipt) -> tuple[str, str]:
    if worker_status.is_at_work():
        return _("The public pages wait to be read by the worker."), ""
    return (
        _(
            "Nobody has read the public pages: the worker (manage.py work) does not run on this "
            "server. Tell whoever looks after the servers."
        ),
        _("public pages not read"),
    )


_WORDS = {
    "complete": _complete,
    "lacking": _lacking,
    "open": _open,
    "unread": _unread,
    "replaced": lambda receipt: (
        _("Another edition or a withdrawal came before the public pages had been read."),
        "",
    ),
    "aside": lambda receipt: (
        _("The public pages could not be read, for a fault of the portal's: %s") % receipt.fault,
        _("public pages not read"),
    ),
}


def _lines_of_lacking(receipt: Receipt) -> list[PageLine]:
    lines = []
    for host in dict.fromkeys(page["host"] for page in receipt.pages):
        pages = [page for page in receipt.pages if page["host"] == host]
        lacking = [page for page in pages if page["ms"] is None]
        if len(pages) == len(lacking) > 1 and len({page["said"] for page in pages}) == 1:
            whole, label = _line(pages[0]), _("All %d pages") % len(pages)
            lines.append(PageLine(label, whole.host, http_check.url_of(host, "/"), whole.said))
        else:
            lines += [_line(page) for page in lacking]
    return lines


def _line(page: dict[str, Any]) -> PageLine:
    said = str(page["said"])
    words = str(PROBLEM_SENTENCES.get(said, _("answers %s") % said))
    if page["ms"] is not None:
        words = _("after %s") % _seconds(page["ms"] / 1000)
    label = PageKind(page["kind"]).label
    if page["kind"] == PageKind.SECTION:
        node = tree().by_path.get(page["path"].strip("/"))
        label = f"{label} {node.title if node else page['path']}"
    elif page["kind"] == PageKind.SITEMAP:
        label = f"{label} ({page['path'].strip('/')})"
    elif page["kind"] == PageKind.FILE:
        label = f"{label} {page['path'].rpartition('/')[2]}"
    return PageLine(
        str(label),
        http_check.host_label(page["host"]),
        http_check.url_of(page["host"], page["path"]),
        words,
    )


def _seconds(seconds: float) -> str:
    """`0,8 giây`, rounded up."""
    tenths = max(1, math.ceil(round(seconds * 10, 3)))
    if tenths < 100:
        return _("%s seconds") % number_format(tenths / 10, 1)
    return _("%s seconds") % number_format(math.ceil(tenths / 10), 0)


def latest(articles: Iterable[int]) -> dict[int, Receipt]:
    """The latest receipt of each article whose moment has come, by the article's id; one query."""
    rows = Receipt.objects.of(list(articles)).select_related("edition")
    earliest_first = reversed(rows.defer("edition__document", "edition__lead"))
    return {receipt.edition.article_id: receipt for receipt in earliest_first}


def last_of(article: Article) -> ReceiptView | None:
    """The latest receipt of an article in words; one query."""
    receipt = latest([article.pk]).get(article.pk)
    return receipt and receipt_view(receipt)


def attach_receipts(editions: list[Edition]) -> None:
    """Set the attribute `shown_receipts` of each edition: a `ReceiptView` for each of its receipts
    whose moment has come, the earliest first."""
    rows = Receipt.objects.filter(asked_at__lte=timezone.now()).order_by("asked_at", "pk")
    prefetch_related_objects(editions, Prefetch("receipts", rows, to_attr="past_receipts"))
    for edition in editions:
        edition.shown_receipts = [receipt_view(receipt) for receipt in edition.past_receipts]
