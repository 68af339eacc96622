"""The article list: what it filters by and how it finds."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sections.choices import way
from sections.models import Section

from ..enums import PublicState
from ..models import Article
from ..states import standings


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
        titles = dict(Section.objects.values_list("path", "title"))
        nodes = Section.objects.filter(kind=Section.Kind.SECTION).order_by("path")
        return [(str(node.pk), way(node, titles)) for node in nodes]

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


class ArticleChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """With each article where it stands with its readers: one query for the page."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        stands = standings(self.result_list)
        article: Article
        for article in self.result_list:
            article.standing = stands[article.pk]
