"""The columns of the list of articles."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from media.pictures import thumbnail
from text.dates import datetime_with_zone

from ..counting import readers
from ..models import Article
from .steps import pages


class ColumnsMixin:
    """What `list_display` names; what a row needs for it `lists.ArticleChangeList` reads."""

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
