"""The log for other programs: RFC 4180, in UTF-8 with the mark by which Excel knows it."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from django.db.models import Min
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from database.folded_search import FoldedQuerySet

from .models import Entry, Kind

# Keys that one query looks through: it costs the same at any place of the log.
KEYS_PER_QUERY = 2000
# Rows of a piece that is sent.
ROWS_PER_CHUNK = 50
# What begins a cell with one. Spreadsheets of many countries part cells at semicolons, and some at
# tabs too; to them a quotation mark within is none, and a line end in it ends the row.
_FORMULA = re.compile(r'(^|[;\t\r\n])(?=[ \u00a0"]*[=+\-@＝＋－＠])')


def csv_chunks(entries: FoldedQuerySet, newest: int) -> Iterator[bytes]:
    """A head, and those of the entries up to the key `newest`, the newest first.

    Each query is over when its rows are read: the next piece may be asked for much later, and in
    another thread.
    """
    yield b"\xef\xbb\xbf" + _lines([_head()])
    # Looked up once: translating them was most of what a row cost.
    kinds = {kind: capfirst(str(label)) for kind, label in Kind.choices}
    oldest = Entry.objects.aggregate(oldest=Min("pk"))["oldest"] or newest + 1
    for top in range(newest, oldest - 1, -KEYS_PER_QUERY):
        step = entries.filter(pk__lte=top, pk__gt=top - KEYS_PER_QUERY)
        rows = list(step.order_by("-pk").defer("folded"))
        for start in range(0, len(rows), ROWS_PER_CHUNK):
            yield _lines(_row(entry, kinds) for entry in rows[start : start + ROWS_PER_CHUNK])


def _head() -> list[str]:
    return [
        _("No."),
        _("When (GMT+7)"),
        _("Who"),
        _("From where"),
        _("What"),
        _("Kind of it"),
        _("No. of it"),
        _("What it is about"),
        _("Details"),
    ]


def _row(entry: Entry, kinds: dict[str, str]) -> list[object]:
    return [
        entry.pk,
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        _no_formula(entry.whose),
        entry.address or "",
        kinds.get(entry.kind, entry.kind),
        entry.about_kind,
        "" if entry.about_key is None else entry.about_key,
        _no_formula(entry.about),
        _no_formula(entry.detail),
    ]


def _no_formula(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return _FORMULA.sub(r"\1'", text)


def _lines(rows: Iterable[list[object]]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()
