"""The audit log as CSV, in chunks."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from django.db.models import Min
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.models import Entry, Kind
from database.folded_search import FoldedQuerySet

# Each query reads a range of this many keys, which takes the same time at any place in the log.
KEYS_PER_QUERY = 2000
ROWS_PER_CHUNK = 50
# The places where a formula could begin. In many countries spreadsheets split cells at semicolons,
# some at tabs, and these also split them at line ends inside quotes.
_FORMULA = re.compile(r'(^|[;\t\r\n])(?=[ \u00a0"]*[=+\-@＝＋－＠])')

_HEAD = [
    *(_("No."), _("When (GMT+7)"), _("Who"), _("From where"), _("What")),
    *(_("Kind of it"), _("No. of it"), _("What it is about"), _("Details")),
]


def csv_chunks(entries: FoldedQuerySet, newest: int) -> Iterator[bytes]:
    """The CSV in chunks: the head, then the entries up to the key `newest`, the newest first.

    No query stays open between two chunks, because the server may request the next chunk much
    later, in another thread.
    """
    yield b"\xef\xbb\xbf" + _lines([_HEAD])
    # The labels are translated once: to translate them for each row took most of the time.
    kinds = {kind: capfirst(str(label)) for kind, label in Kind.choices}
    oldest = Entry.objects.aggregate(oldest=Min("pk"))["oldest"] or newest + 1
    for top in range(newest, oldest - 1, -KEYS_PER_QUERY):
        rows = list(
            entries.filter(pk__lte=top, pk__gt=top - KEYS_PER_QUERY).order_by("-pk").defer("folded")
        )
        for start in range(0, len(rows), ROWS_PER_CHUNK):
            yield _lines(_row(entry, kinds) for entry in rows[start : start + ROWS_PER_CHUNK])


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
    """The text with an apostrophe at each place where a spreadsheet could see a formula."""
    return _FORMULA.sub(r"\1'", text)


def _lines(rows: Iterable[list[object]]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()
