"""The filters of the audit log: who, when, what was done, and what it is about."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import Entry, Kind
from audit.recording import account_label
from staff.changelist import ChoiceFilter
from staff.fields import MAX_YEAR, MIN_YEAR, is_key

WHO, SINCE, UNTIL = "nguoi", "tu", "den"
# The value of the filter for entries without a signed-in person.
NOBODY_VALUE = "0"


class PersonAndDaysFilter(admin.ListFilter):
    """Filters by a person and a range of days, with one small form."""

    title = _("who and when")
    template = "admin/audit/entry/who_and_when.html"
    names = {"who": WHO, "since": SINCE, "until": UNTIL}

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: admin.ModelAdmin,
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.value = {key: (params.pop(name, None) or [""])[-1] for key, name in self.names.items()}

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return list(self.names.values())

    def people(self) -> list[tuple[str, str]]:
        """The key and name of everybody who has entries, sorted by name; “the portal” last."""
        users = get_user_model().objects.filter(Exists(Entry.objects.filter(by=OuterRef("pk"))))
        labels = {str(user.pk): account_label(user) for user in users}
        return [*sorted(labels.items(), key=itemgetter(1)), (NOBODY_VALUE, gettext("the portal"))]

    def choices(self, changelist: ChangeList) -> Iterator[tuple[str, str]]:
        """The other parameters of the list, which this form has to send too."""
        return (pair for pair in changelist.params.items() if pair[0] not in self.names.values())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        who, since, until = self.value.values()
        if who and not is_key(who):
            raise IncorrectLookupParameters
        if who:
            queryset = queryset.filter(by=None if who == NOBODY_VALUE else int(who))
        if since:
            queryset = queryset.filter(at__gte=_start_of_day(since))
        if until:
            queryset = queryset.filter(at__lt=_start_of_day(until, days=1))
        return queryset

    def in_words(self) -> Iterator[str]:
        """The chosen person and days in words."""
        who, since, until = self.value.values()
        if who:
            yield dict(self.people()).get(who, who)
        if since:
            yield gettext("from %s") % f"{date.fromisoformat(since):%d/%m/%Y}"
        if until:
            yield gettext("until %s") % f"{date.fromisoformat(until):%d/%m/%Y}"


def _start_of_day(typed: str, days: int = 0) -> datetime:
    """The first moment of the typed day (`2026-11-30`), or of the day `days` later. Raises
    IncorrectLookupParameters for any other text."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise IncorrectLookupParameters from None
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise IncorrectLookupParameters
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))


KindFilter = ChoiceFilter.of(
    "viec",
    _("what was done"),
    lambda: [(kind, capfirst(label)) for kind, label in Kind.choices],
    lambda rows, kind, user: rows.filter(kind=kind),
)


class AboutFilter(admin.SimpleListFilter):
    """Filters the entries about one row, under all names that the row had. The page shows this
    filter only after a click on a row in the list."""

    title = _("what it is about")
    parameter_name = "ve"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        about = _about(self.used_parameters.get(self.parameter_name, ""))
        newest = Entry.objects.filter(**about).first() if about else None
        return [(self.value(), f"{newest.about_kind} {newest.about_key}")] if newest else []

    def has_output(self) -> bool:
        return self.value() is not None

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        about = _about(self.value())
        return queryset.filter(**about) if about else queryset.none()


def _about(value: str) -> dict[str, Any]:
    """`news.article.42` as arguments for `filter`; {} for any other text."""
    model, _dot, key = value.rpartition(".")
    return {"about_model": model, "about_key": int(key)} if model and is_key(key) else {}
