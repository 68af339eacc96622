"""Articles in the admin: the list, and the desk copy's form."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from editor.fields import EditorPageMixin
from media.photo_chooser import PhotoFieldsMixin
from staff.base_admin import StaffModelAdmin
from staff.changelist import KeyPaginator, MonthFilter
from text.body.safe import safe

from ..editions.public_status import cached_status
from ..models import Article
from ..rights import permissions
from ..side_pages import ArticlePage
from . import bulk
from .changelist import (
    ArticleChangeList,
    ColumnsMixin,
    OwnFilter,
    PublicStateFilter,
    QueueFilter,
    SectionFilter,
)
from .dashboard import engines_behind
from .form.choices import AutocompleteAdminMixin, found, labels
from .form.form import ArticleForm
from .form.form_admin import ArticleFormMixin, live_url
from .form.inlines import AttachmentInline, BylineInline, RelatedInline


@admin.register(Article)
class ArticleAdmin(
    ArticleFormMixin,
    AutocompleteAdminMixin,
    ColumnsMixin,
    EditorPageMixin,
    PhotoFieldsMixin,
    StaffModelAdmin,
):
    # `news/admin.py` fills it: route, view, URL name.
    side_pages: list[tuple[str, type[ArticlePage], str]] = []
    form = ArticleForm
    # Each save is in the article's own log, with its text.
    is_audited = False
    inlines = [BylineInline, AttachmentInline, RelatedInline]
    autocomplete_fields = ["source", "topics", "tags"]
    readonly_fields = ["text"]
    # What the photo chooser copies into the form. The alternative text is not copied: where it is
    # empty, the photo's own is used.
    photo_words = {"lead_photo": {"caption": "lead_caption", "credit": "lead_credit"}}
    change_form_template = "admin/news/article/change_form.html"

    list_display = ["picture", "headline", "where", "desk_state", "public", "reads", "last_change"]
    list_display_links = ["headline"]
    list_filter = [
        QueueFilter,
        "state",
        PublicStateFilter,
        OwnFilter,
        SectionFilter,
        "genre",
        MonthFilter.over("created_at", _("month")),
    ]
    list_per_page = 50
    search_fields = ["folded"]
    search_help_text = _("Words of the title, kicker or signature; accents may be left out.")
    paginator = KeyPaginator
    show_full_result_count = False
    # Each count would read every article.
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()

    fieldsets = [
        (None, {"fields": ["kicker", "title", "lead", "body"], "classes": ["writing"]}),
        (
            _("Lead photo"),
            {
                "fields": ["lead_photo", "lead_alt", "lead_caption", "lead_credit"],
                "classes": ["writing"],
            },
        ),
        (
            _("Where it appears"),
            {"fields": ["section", "extra_sections", "genre"], "classes": ["beside"]},
        ),
        (
            _("When"),
            {"fields": ["publish_at", "expire_at", "released_at"], "classes": ["beside"]},
        ),
        (_("Correction"), {"fields": ["correction"], "classes": ["beside"]}),
        (
            _("Source and signature"),
            {"fields": ["source", "source_url", "signature"], "classes": ["beside"]},
        ),
        (_("Story and tags"), {"fields": ["topics", "tags"], "classes": ["beside"]}),
        (
            _("Address and search engines"),
            {"fields": ["slug", "description"], "classes": ["beside", "collapse"]},
        ),
        (None, {"fields": ["sent_key", "seen_version"], "classes": ["unseen"]}),
    ]

    # Who sees and changes what

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("news.change_article")
        return permissions.may_edit(request.user, obj)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_view_permission(request)
        return permissions.may_see(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only drafts that were never published may be deleted."""
        if obj is None or obj.pk is None or obj.editions.exists():
            return False
        return permissions.may_delete(request.user, obj)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Leaves out the rows that belong to the article, because they mean nothing to people."""
        _found, _counts, needed, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], {}, needed, protected

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return permissions.visible(request.user, super().get_queryset(request))

    # Where the form is read-only, the body is shown as text, not as mark-up

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None):
        fieldsets = super().get_fieldsets(request, obj)
        if not _was_published(obj):
            fieldsets = [each for each in fieldsets if "correction" not in each[1]["fields"]]
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (
                title,
                {
                    **options,
                    "fields": ["text" if name == "body" else name for name in options["fields"]],
                },
            )
            for title, options in fieldsets
        ]

    @admin.display(description=_("body"))
    def text(self, article: Article) -> SafeString:
        # `safe` removes what is not allowed, as for readers.
        return format_html('<div class="read-only-body">{}</div>', mark_safe(safe(article.body)))

    # The list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"behind": engines_behind(request), **(extra_context or {})}
        )

    def get_actions(self, request: HttpRequest) -> dict:
        return bulk.actions(request.user)

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        # Within one month there are few rows. Reading them is faster than the index of words.
        search = queryset.holding if "thang" in request.GET else queryset.matching
        return search(search_term), False

    # What autocomplete fields offer (`portal.staff_site`)

    def offered(self, request: HttpRequest, words: str) -> QuerySet:
        return found(request.user, words)

    def offered_labels(
        self, request: HttpRequest, articles: list[Article], words: str
    ) -> dict[int, str]:
        return labels(request.user, articles, words)

    view_on_site = staticmethod(live_url)

    def log_addition(self, request: HttpRequest, obj: Article, message: object) -> None:
        """Writes nothing: the article's own log has the act, with the text."""

    log_change = log_addition

    def get_urls(self) -> list[URLPattern]:
        return [
            *(page.pattern(self, route, name) for route, page, name in self.side_pages),
            *super().get_urls(),
        ]


def _was_published(article: Article | None) -> bool:
    """Whether readers ever saw it; until then there is nothing to correct. Keeps the status on the
    article, because Django asks for the fields several times."""
    if article is None or not article.last_number:
        return False
    article.public_status = cached_status(article)
    return article.public_status.last is not None
