"""The list of articles: its filters, its rows and its columns."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _, ngettext

from media.pictures import thumbnail
from sections.fields import section_choices
from sections.tree import tree
from staff.changelist import ChoiceFilter, KeyChangeList, MonthFilter
from text.dates import datetime_with_zone

from ..counting import readers
from ..editions.public_status import attach_statuses, filter_by_state
from ..enums import PublicState
from ..models import Article
from ..review_links import comments
from .queues import QUEUES
from .steps import pages

PublicStateFilter = ChoiceFilter.of(
    "cong_khai",
    _("public state"),
    lambda: PublicState.choices,
    lambda rows, state, user: filter_by_state(rows, state),
)
OwnFilter = ChoiceFilter.of(
    "cua_toi",
    _("written by"),
    lambda: [("1", _("me"))],
    lambda rows, _one, user: rows.filter(created_by=user),
)
# Articles of the section and of those below it.
SectionFilter = ChoiceFilter.of(
    "muc",
    _("section"),
    lambda: [(str(key), way) for key, way in section_choices(articles_only=True)],
    lambda rows, key, user: rows.filter(
        section__in=[node.pk for node in tree().by_id[int(key)].subtree()]
    ),
)
QueueFilter = ChoiceFilter.of(
    "viec",
    _("what waits"),
    lambda: [(queue.slug, queue.label) for queue in QUEUES.values()],
    lambda rows, slug, user: rows.filter(
        pk__in=QUEUES[slug].rows(user, timezone.now()).order_by().values("pk")
    ),
)


class ArticleChangeList(KeyChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> QuerySet:
        """Ordered by key. If a month is chosen, ordered by time of creation, which has an index."""
        self.user = request.user
        found = super().get_queryset(request, exclude_parameters)
        in_month = any(isinstance(each, MonthFilter) and each.value() for each in self.filter_specs)
        return found.order_by("-created_at", "-pk") if in_month else found

    def load_rows(self, keys: list[int]) -> list[Article]:
        """The articles with what the columns show of each: public status, number of open comments,
        steps of the schedule. Takes three queries."""
        found = (
            Article.objects.select_related(
                "section", "created_by", "changed_by", "lead_photo", "read_total"
            )
            .defer("body", "lead", "folded")
            .in_bulk(keys)
        )
        articles = [found[key] for key in keys]
        attach_statuses(articles)
        waiting = comments.open_counts(keys)
        for article in articles:
            article.open_comments = waiting.get(article.pk, 0)
            article.schedule_steps = pages.of_schedule(self.user, article)
        return articles


class ColumnsMixin:
    """The columns that `list_display` names. `ArticleChangeList.load_rows` reads what they need."""

    @admin.display(description="")
    def picture(self, article: Article) -> str:
        photo = article.lead_photo
        if photo is None or photo.takedown:
            return ""
        return format_html(
            '<img class="thumb" src="{}" alt="" loading="lazy" width="72" height="48">',
            thumbnail(vars(photo)),
        )

    @admin.display(description=_("title"))
    def headline(self, article: Article) -> str:
        if not article.open_comments:
            return article.title
        return format_html(
            '{} <span class="headline-comments">{}</span>',
            article.title,
            ngettext("%d comment", "%d comments", article.open_comments) % article.open_comments,
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
        return format_html(
            "{}{}",
            pages.public_badge(article.public_status),
            format_html_join(
                "",
                ' <a class="schedule-step" href="{}">{}</a>',
                ((step.url, step.label) for step in article.schedule_steps),
            ),
        )

    @admin.display(description=_("views"))
    def reads(self, article: Article) -> str:
        shown = readers.formatted_count(article)
        # The style sheet shows the unit on phones, where the list has no column headings.
        return format_html('{} <span class="unit">{}</span>', shown, _("views")) if shown else "–"

    @admin.display(description=_("changed"))
    def last_change(self, article: Article) -> str:
        return format_html(
            "{}<br><small>{}</small>",
            datetime_with_zone(article.changed_at),
            article.changed_by or article.created_by or "",
        )
