"""Reads rows of the audit log, and makes some."""

from datetime import timedelta

from django.utils import timezone

from audit.models import Entry, Kind
from text.fold import fold


def told(*fields, **which):
    """These fields of the rows that match `which`, the oldest first."""
    rows = Entry.objects.filter(**which).order_by("pk")
    return list(rows.values_list(*fields, flat=len(fields) == 1))


def last(*fields, **which):
    return told(*fields, **which)[-1]


def make_entry(days_ago=0, **fields):
    """A row that was written some days ago."""
    fields = {"kind": Kind.STEP, "about": "Bài nào đó", "detail": "Đã gửi biên tập", **fields}
    words = " ".join([fields.get("who", ""), fields["about"], fields["detail"]])
    at = fields.pop("at", timezone.now() - timedelta(days=days_ago))
    return Entry.objects.create(at=at, folded=fold(words), **fields)
