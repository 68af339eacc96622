"""The article list: what it filters by and how it finds."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.filters import MonthFilter
from media.paging import KeyPaginator
from sections.choices import ways
from sections.models import Section

from ..enums import PublicState
from ..models import Article
from ..queues import QUEUES, by_slug
from ..states import standings
from . import steps


class PublicStateFilter(admin.SimpleListFilter):
    title = _("public state")
    parameter_name = "cong_khai"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return PublicState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in PublicState.values:
            return queryset.in_public_state(self.value())
        return queryset


class SectionFilter(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "muc"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(str(key), way) for key, way in ways(articles_only=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The section and everything below it."""
        value = self.value()
        if not value or not value.isdecimal() or len(value) > 18:
            return queryset
        path = Section.objects.filter(pk=value).values_list("path", flat=True).first()
        if path is None:
            return queryset.none()
        below = Section.objects.filter(path__startswith=f"{path}/").values_list("pk", flat=True)
        return queryset.filter(section__in=[int(value), *below])


class OwnFilter(admin.SimpleListFilter):
    title = _("written by")
    parameter_name = "cua_toi"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", _("me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(created_by=request.user) if self.value() == "1" else queryset


class QueueFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "viec"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(queue.slug, queue.label) for queue in QUEUES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        queue = by_slug(self.value() or "")
        if queue is None:
            return queryset
        return queryset.filter(
            pk__in=queue.rows(request.user, timezone.now()).order_by().values("pk")
        )


class ArticleChangeList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> QuerySet:
        """By month in the order of that index; otherwise by key."""
        found = super().get_queryset(request, exclude_parameters)
        in_month = any(isinstance(each, MonthFilter) and each.value() for each in self.filter_specs)
        return found.order_by("-created_at", "-pk") if in_month else found

    def get_results(self, request: HttpRequest) -> None:
        """The keys first, from narrow indexes and as far as the list goes, so that a search is made
        once; then the page's rows, and where each stands with its readers: one query each."""
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
        wide = Article.objects.select_related(
            "section", "created_by", "changed_by", "lead_photo", "read_total"
        )
        rows = wide.defer("body", "lead", "folded").in_bulk(keys)
        self.result_list = [rows[key] for key in keys]
        stands = standings(self.result_list)
        for article in self.result_list:
            article.standing = stands[article.pk]
            article.schedule_steps = steps.of_schedule(request.user, article)
