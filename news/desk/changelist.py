"""The list of articles: its filters, its rows and its columns."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _, ngettext

from media.pictures import thumbnail
from sections.fields import section_choices
from sections.models import Section
from staff.fields import is_key
from staff.filters import MonthFilter
from staff.paging import KeyChangeList
from text.dates import datetime_with_zone

from ..counting import readers
from ..editions.public_status import attach_statuses, filter_by_state
from ..enums import PublicState
from ..models import Article
from ..review_links import comments
from .queues import QUEUES, queue_by_slug
from .steps import pages


class PublicStateFilter(admin.SimpleListFilter):
    title = _("public state")
    parameter_name = "cong_khai"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return PublicState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in PublicState.values:
            return filter_by_state(queryset, self.value())
        return queryset


class SectionFilter(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "muc"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(str(key), way) for key, way in section_choices(articles_only=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Articles of the section and of those below it."""
        value = self.value()
        if not is_key(value):
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
        queue = queue_by_slug(self.value() or "")
        if queue is None:
            return queryset
        return queryset.filter(
            pk__in=queue.rows(request.user, timezone.now()).order_by().values("pk")
        )


class ArticleChangeList(KeyChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> QuerySet:
        """Ordered by key; with a month chosen by time of creation, for which there is an index."""
        self.user = request.user
        found = super().get_queryset(request, exclude_parameters)
        in_month = any(isinstance(each, MonthFilter) and each.value() for each in self.filter_specs)
        return found.order_by("-created_at", "-pk") if in_month else found

    def load_rows(self, keys: list[int]) -> list[Article]:
        """The articles with their public status and number of open comments, in three queries."""
        wide = Article.objects.select_related(
            "section", "created_by", "changed_by", "lead_photo", "read_total"
        )
        found = wide.defer("body", "lead", "folded").in_bulk(keys)
        articles = [found[key] for key in keys]
        attach_statuses(articles)
        waiting = comments.open_counts(keys)
        for article in articles:
            article.open_comments = waiting.get(article.pk, 0)
            article.schedule_steps = pages.of_schedule(self.user, article)
        return articles


class ColumnsMixin:
    """The columns that `list_display` names. `ArticleChangeList.rows` reads what they need."""

    @admin.display(description="")
    def picture(self, article: Article) -> str:
        photo = article.lead_photo
        if photo is None:
            return ""
        row = {"key": photo.key, "format": photo.format, "widths": photo.widths}
        return format_html(
            '<img class="thumb" src="{}" alt="" loading="lazy" width="72" height="48">',
            thumbnail(row),
        )

    @admin.display(description=_("title"))
    def headline(self, article: Article) -> str:
        if not article.open_comments:
            return article.title
        words = ngettext("%d comment", "%d comments", article.open_comments)
        return format_html(
            '{} <span class="headline-comments">{}</span>',
            article.title,
            words % article.open_comments,
        )

    @admin.display(description=_("section"))
    def where(self, article: Article) -> str:
        return article.section.title if article.section else "–"

    @admin.display(description=_("desk state"))
    def desk_state(self, article: Article) -> str:
        return format_html(
            '<span class="state state-{}">{}</span>', article.state, article.get_state_display()
        )

    @admin.display(description=_("for readers"))
    def public(self, article: Article) -> str:
        links = [(step.url, step.label) for step in article.schedule_steps]
        return format_html(
            "{}{}",
            pages.public_badge(article.standing),
            format_html_join("", ' <a class="schedule-step" href="{}">{}</a>', links),
        )

    @admin.display(description=_("views"))
    def reads(self, article: Article) -> str:
        shown = readers.formatted_count(article)
        unit = _("views")  # where the list has no head: on a phone
        return format_html('{} <span class="unit">{}</span>', shown, unit) if shown else "–"

    @admin.display(description=_("changed"))
    def last_change(self, article: Article) -> str:
        who = article.changed_by or article.created_by
        return format_html(
            "{}<br><small>{}</small>", datetime_with_zone(article.changed_at), who or ""
        )
