"""The admin of the audit log: people can read, search and download it as CSV, but never change
it."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db.models import Max, QuerySet
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
from audit.recording import record
from staff.base_admin import SafeListMixin
from staff.changelist import KeyChangeList, KeyPaginator
from staff.rights import nobody, requires_right

from .audit_log_csv import csv_chunks
from .audit_log_filters import SINCE, UNTIL, WHO, AboutFilter, KindFilter, PersonAndDaysFilter

# The list shows at most this much of the details; the page of an entry shows all.
MAX_DETAIL_CHARACTERS = 240
# `mark_safe` gets a constant.
EMPTY_CELL = mark_safe('<span class="nothing">–</span>')


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
