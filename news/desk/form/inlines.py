"""The inlines of the article's form: authors, attachments, related articles."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ...models import Article, Attachment, Byline, RelatedArticle
from ...rights import permissions
from .choices import AutocompleteAdminMixin, find_linkable, link_titles
from .rows import ArticleFormSet


class RowInline(AutocompleteAdminMixin, admin.TabularInline):
    extra = 0
    max_num = 100
    classes = ["rows"]

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs):
        # By default Django would accept 1,000 rows more than `max_num`.
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
    keys = staticmethod(
        lambda document: [(str(each["id"]), each["role"]) for each in document.authors]
    )

    def words(self, row: Byline) -> str:
        return f"{row.author} ({row.get_role_display()})"


class AttachmentFormSet(ArticleFormSet):
    identity = ("document",)
    keys = staticmethod(lambda document: [(str(each["id"]),) for each in document.attachments])


class RelatedFormSet(ArticleFormSet):
    """Rows with an article that this person may not see are not shown and stay as they are."""

    identity = ("other",)
    keys = staticmethod(lambda document: [(str(each),) for each in document.related])

    def get_queryset(self) -> QuerySet:
        if not hasattr(self, "_queryset"):
            rows = super().get_queryset()
            if not permissions.sees_all(self.user):
                rows = rows.filter(other__in=find_linkable(self.user))
            titles = link_titles(self.user, [row.other for row in rows])
            # The heading of each row is the title of its article.
            for row in rows:
                row.other.title = titles[row.other_id]
            self._queryset = rows
        return self._queryset

    def words(self, row: RelatedArticle) -> str:
        # Not `row.other_id`: that is text if the row was made from what was sent.
        return link_titles(self.user, [row.other])[row.other.pk]

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            other = getattr(form, "cleaned_data", {}).get("other")
            if other is not None and other.pk == self.instance.pk:
                form.add_error("other", _("An article is not related to itself."))


class BylineInline(RowInline):
    extra = 1
    model = Byline
    formset = BylineFormSet
    autocomplete_fields = ["author"]
    fields = ["author", "role", "order"]


class RelatedInline(RowInline):
    """Shows of each related article only what this person may see."""

    model = RelatedArticle
    formset = RelatedFormSet
    fk_name = "article"
    autocomplete_fields = ["other"]
    fields = ["other", "order"]

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_foreignkey(
            db_field, request, **kwargs | {"queryset": find_linkable(request.user)}
        )
        field.label_from_instance = lambda other: link_titles(request.user, [other])[other.pk]
        return field


class AttachmentInline(RowInline):
    model = Attachment
    formset = AttachmentFormSet
    autocomplete_fields = ["document"]
    fields = ["document", "order"]
