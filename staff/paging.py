"""Pages of a staff list whose cost does not grow with what the portal holds."""

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
    """A count that stopped at its value: as a number that value, as text “more than 1.000”."""

    def __str__(self) -> str:
        return _("more than %(number)s") % {
            "number": number_format(int(self), use_l10n=True, force_grouping=True)
        }


class CappedPaginator(Paginator):
    """For `ModelAdmin.paginator`: counts to `cap` and no further, so lists end there.

    Counting 100,000 rows took longer than showing a page of them, and nobody turns a hundred
    pages: beyond the cap one searches or filters. Give the admin `show_full_result_count = False`
    too, or Django counts everything all the same.
    """

    cap = 1000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "order_by"):
            return min(len(rows), self.cap)
        found = rows.order_by()[: self.cap + 1].count()
        return MoreThan(self.cap) if found > self.cap else found


class KeyPaginator(CappedPaginator):
    """Counts and pages out of one look: a search is made once, not once to count and once to show.

    Its pages hold keys.
    """

    @cached_property
    def keys(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: self.cap + 1])

    @cached_property
    def count(self) -> int:
        return MoreThan(self.cap) if len(self.keys) > self.cap else len(self.keys)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return self._get_page(self.keys[start : min(start + self.per_page, self.cap)], number, self)


class KeyChangeList(ChangeList):
    """The keys first, from narrow indexes and as far as the list goes, so that a search is made
    once; then what the list shows of the page's rows."""

    def rows(self, keys: list[int]) -> list[Model]:
        """Those rows, in that order, with all that the list shows of them."""
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
        self.result_list = self.rows(keys)
