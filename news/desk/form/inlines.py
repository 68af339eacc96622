"""The inlines of the article's form: authors, attachments, related articles."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest

from ...editions.document import Document
from ...models import Article, Attachment, Byline, RelatedArticle
from ...rights import permissions
from .choices import AutocompleteAdminMixin, find_linkable, related_field, related_formset
from .rows import ArticleFormSet, RowKey


class OnlyAddMixin:
    """Fields that choose a row have a link to add one, without Django's links to change, delete and
    view."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field


class RowInline(OnlyAddMixin, AutocompleteAdminMixin, admin.TabularInline):
    formset = ArticleFormSet
    extra = 1
    max_num = 100
    classes = ["rows"]

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs):
        # Django's own limit is 1,000 rows more.
        return super().get_formset(request, obj, absolute_max=self.max_num + 50, **kwargs)

    def _of_article(self, request: HttpRequest, obj: Article | None) -> bool:
        """Whoever may edit the desk copy may edit its rows."""
        if obj is None:
            return request.user.has_perm("news.add_article")
        return permissions.may_edit(request.user, obj)

    has_add_permission = has_change_permission = has_delete_permission = _of_article

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return obj is None or permissions.may_see(request.user, obj)


class BylineFormSet(ArticleFormSet):
    identity = ("author", "role")

    def words(self, row: Byline) -> str:
        return f"{row.author} ({row.get_role_display()})"

    def keys(self, document: Document) -> list[RowKey]:
        return [(str(each["id"]), each["role"]) for each in document.authors]


class AttachmentFormSet(ArticleFormSet):
    identity = ("document",)

    def keys(self, document: Document) -> list[RowKey]:
        return [(str(each["id"]),) for each in document.attachments]


class BylineInline(RowInline):
    model = Byline
    formset = BylineFormSet
    autocomplete_fields = ["author"]
    fields = ["author", "role", "order"]


class RelatedInline(RowInline):
    extra = 0
    model = RelatedArticle
    fk_name = "article"
    autocomplete_fields = ["other"]
    fields = ["other", "order"]

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs):
        return super().get_formset(request, obj, formset=related_formset(request), **kwargs)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "other":
            kwargs["form_class"] = related_field(request)
            kwargs["queryset"] = find_linkable(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AttachmentInline(RowInline):
    extra = 0
    model = Attachment
    formset = AttachmentFormSet
    autocomplete_fields = ["document"]
    fields = ["document", "order"]
