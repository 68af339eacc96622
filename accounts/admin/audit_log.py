"""The admin of the audit log: people can read, search and download it as CSV, but never change
it."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import StringIO
from operator import itemgetter
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest
from django.db.models import Exists, Max, Min, Model, OuterRef, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.models import Entry, Kind
from audit.recording import account_label, record
from database.folded_search import FoldedQuerySet
from staff.base_admin import SafeListMixin
from staff.changelist import ChoiceFilter, KeyChangeList, KeyPaginator
from staff.fields import MAX_YEAR, MIN_YEAR, is_key
from staff.rights import nobody, requires_right

WHO, SINCE, UNTIL = "nguoi", "tu", "den"
# The value of the filter for entries without a signed-in person.
NOBODY_VALUE = "0"
# The list shows at most this much of the details; the page of an entry shows all.
MAX_DETAIL_CHARACTERS = 240
# `mark_safe` gets a constant.
EMPTY_CELL = mark_safe('<span class="nothing">–</span>')


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


class EntryChangeList(KeyChangeList):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext("Audit log")

    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> QuerySet:
        """The entries, sorted by time if a range of days is chosen, so that the index of times is
        used; else by key."""
        found = super().get_queryset(request, exclude_parameters)
        has_days = request.GET.get(SINCE) or request.GET.get(UNTIL)
        return found.order_by("-at", "-pk") if has_days else found

    def load_rows(self, keys: list[int]) -> list[Entry]:
        found = Entry.objects.defer("folded").in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def in_words(self) -> str:
        """The chosen filters and the search in words."""
        parts = []
        for spec in self.filter_specs:
            if isinstance(spec, PersonAndDaysFilter):
                parts += spec.in_words()
            elif chosen := dict(spec.lookup_choices).get(spec.value()):
                parts.append(str(chosen))
        if self.query:
            parts.append(f"“{self.query}”")
        return ", ".join(parts) or gettext("everything")


@admin.register(Entry)
class EntryAdmin(SafeListMixin, admin.ModelAdmin):
    list_display = ["moment", "whose", "address", "what", "thing", "in_short"]
    list_display_links = ["moment"]
    empty_value_display = EMPTY_CELL
    list_filter = [KindFilter, PersonAndDaysFilter, AboutFilter]
    list_per_page = 50
    paginator = KeyPaginator
    search_fields = ["folded"]
    search_help_text = _("Words of any column, an address too; accents may be left out.")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None
    fields = readonly_fields = ["moment", "whose", "address", "what", "thing", "detail"]

    has_add_permission = has_change_permission = has_delete_permission = nobody

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None):
        # An entry has no history.
        raise Http404

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in {KindFilter.parameter_name, AboutFilter.parameter_name, WHO, SINCE, UNTIL}

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[EntryChangeList]:
        return EntryChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        # The CSV reads the rows in the order of their keys, without the search's own sorting.
        is_csv = request.method == "POST"
        return (queryset.holding if is_csv else queryset.matching)(search_term), False

    @admin.display(description=_("when (GMT+7)"))
    def moment(self, entry: Entry) -> str:
        return f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}"

    @admin.display(description=_("who"))
    def whose(self, entry: Entry) -> str:
        return entry.whose

    @admin.display(description=_("what"))
    def what(self, entry: Entry) -> SafeString:
        return format_html(
            '<span class="state audit-{}">{}</span>', entry.kind, capfirst(entry.get_kind_display())
        )

    @admin.display(description=_("what it is about"))
    def thing(self, entry: Entry) -> str:
        if entry.about_key is None:
            return entry.about or EMPTY_CELL
        return format_html(
            '{}<br><small><a href="{}?{}={}.{}">{} {}</a></small>',
            entry.about,
            reverse("admin:audit_entry_changelist"),
            AboutFilter.parameter_name,
            entry.about_model,
            entry.about_key,
            entry.about_kind,
            entry.about_key,
        )

    @admin.display(description=_("details"))
    def in_short(self, entry: Entry) -> str:
        return Truncator(entry.detail).chars(MAX_DETAIL_CHARACTERS) or EMPTY_CELL

    def get_urls(self) -> list[URLPattern]:
        view = requires_right(
            self.has_view_permission, require_POST(self.download_csv), reauthenticate=True
        )
        csv = path("csv/", self.admin_site.admin_view(view), name="audit_entry_csv")
        return [csv, *super().get_urls()]

    def download_csv(self, request: HttpRequest) -> HttpResponse:
        """All rows of the filtered list as CSV; a new audit entry records the download."""
        try:
            chosen = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            raise BadRequest from None
        newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
        record(Kind.EXPORT, words=gettext("audit log"), detail=chosen.in_words())
        file = f"nhat-ky-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            csv_chunks(chosen.queryset, newest),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file}"'},
        )


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
