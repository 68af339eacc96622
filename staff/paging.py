"""Pages of a staff list, at a cost that does not grow with the number of rows."""

from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Model
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _


class MoreThan(int):
    """A count that stopped at its value; its text is “more than 1.000”."""

    def __str__(self) -> str:
        return _("more than %(number)s") % {
            "number": number_format(int(self), use_l10n=True, force_grouping=True)
        }


class CappedPaginator(Paginator):
    """For `ModelAdmin.paginator`: counts to `max_rows`, where lists end.

    To count 100,000 rows took longer than to show a page of them, and nobody turns a hundred pages;
    beyond, people search or filter. The admin needs `show_full_result_count = False` too, or Django
    counts all rows.
    """

    max_rows = 1000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "order_by"):
            return min(len(rows), self.max_rows)
        found = rows.order_by()[: self.max_rows + 1].count()
        return MoreThan(self.max_rows) if found > self.max_rows else found


class KeyPaginator(CappedPaginator):
    """Counts and pages with one query, so that a search is made once. Its pages hold keys."""

    @cached_property
    def keys(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: self.max_rows + 1])

    @cached_property
    def count(self) -> int:
        return MoreThan(self.max_rows) if len(self.keys) > self.max_rows else len(self.keys)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start, keys = (number - 1) * self.per_page, self.keys[: self.max_rows]
        return self._get_page(keys[start : start + self.per_page], number, self)


class KeyChangeList(ChangeList):
    """Reads the keys first, from narrow indexes and as far as the list goes; then the columns that
    the page shows of its rows."""

    def load_rows(self, keys: list[int]) -> list[Model]:
        """The rows with these keys, in this order, with all that the list shows of them."""
        raise NotImplementedError

    def get_results(self, request: HttpRequest) -> None:
        self.paginator = KeyPaginator(self.queryset, self.list_per_page)
        self.result_count, self.full_result_count = self.paginator.count, None
        self.show_full_result_count, self.show_admin_actions = False, bool(self.result_count)
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.multi_page = self.result_count > self.list_per_page
        if (self.show_all and self.can_show_all) or not self.multi_page:
            keys = self.paginator.keys
        else:
            try:
                keys = self.paginator.page(self.page_num).object_list
            except InvalidPage:
                raise IncorrectLookupParameters from None
        self.result_list = self.load_rows(keys)
