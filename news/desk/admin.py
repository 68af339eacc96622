"""Articles in the admin: the list, and the desk copy's form."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.hosts import public_url
from editor.fields import EditorPageMixin, cleaning_messages
from media.photo_chooser import PhotoFieldsMixin
from sections.fields import no_section_hint
from staff.base_admin import REOPEN, StaffModelAdmin
from staff.conflicts import Differences
from staff.drafts import SITTING
from staff.filters import MonthFilter
from staff.paging import CappedPaginator
from text.body.safe import safe

from ..addresses import article_path
from ..counting import readers
from ..editions.public_status import cached_status
from ..enums import Verb
from ..models import Article
from ..receipts import admin as receipts_admin
from ..review_links import comments
from ..rights import permissions
from ..rights.article_access import get_article
from ..sittings import admin as sittings_of_forms
from ..sittings import open_forms
from ..word import admin as word_admin
from . import bulk_admin, history, side_pages
from . import steps as desk_steps
from .alerts import engines_behind
from .changelist import (
    ArticleChangeList,
    ColumnsMixin,
    OwnFilter,
    PublicStateFilter,
    QueueFilter,
    SectionFilter,
)
from .form.choices import AutocompleteAdminMixin, found, labels
from .form.form import ArticleForm, is_sent_key
from .form.inlines import AttachmentInline, BylineInline, OnlyAddMixin, RelatedInline
from .form.rows import ArticleFormSet
from .steps import pages

# What stands in place of a field for those who may not change it.
READ_ONLY_NAMES = {"body": "text"}


@admin.register(Article)
class ArticleAdmin(
    OnlyAddMixin,
    AutocompleteAdminMixin,
    ColumnsMixin,
    EditorPageMixin,
    PhotoFieldsMixin,
    StaffModelAdmin,
):
    form = ArticleForm
    is_audited = False  # each save stands in the article's own history, with its whole text
    inlines = [BylineInline, AttachmentInline, RelatedInline]
    autocomplete_fields = ["source", "topics", "tags"]
    # Not the alternative text: where that is empty, the photo's own is meant.
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
    list_select_related = False  # ArticleChangeList says what a row needs
    search_fields = ["folded"]
    search_help_text = _("Words of the title, kicker or signature; accents may be left out.")
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each count would read every article
    sortable_by = ()
    ordering = ["-pk"]

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
        """A draft that was never published may go; what was ever published may not."""
        if obj is None or obj.pk is None or obj.editions.exists():
            return False
        return permissions.may_delete(request.user, obj)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Without the rows that are part of it: they say nothing to people."""
        _found, _counts, needed, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], {}, needed, protected

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return permissions.visible(request.user, super().get_queryset(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field=None):
        """While a form is being saved nobody else may save the same article."""
        found, saving = self.get_queryset(request), request.method == "POST"
        rows = found.select_for_update(of=("self",)) if saving else found.for_form()
        try:
            return rows.get(pk=Article._meta.pk.to_python(object_id))
        except (Article.DoesNotExist, ValidationError, ValueError, OverflowError):
            return None

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    # What one may only read is shown as a text, not as its mark-up

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
                    "fields": [READ_ONLY_NAMES.get(name, name) for name in options["fields"]],
                },
            )
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None):
        return list(READ_ONLY_NAMES.values()) if obj else []

    @admin.display(description=_("body"))
    def text(self, article: Article) -> SafeString:
        # Safe: `safe` has just judged it, as it does for readers.
        return format_html('<div class="read-only-body">{}</div>', mark_safe(safe(article.body)))

    # The list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"behind": engines_behind(request), **(extra_context or {})}
        )

    def get_actions(self, request: HttpRequest) -> dict:
        return bulk_admin.actions(request.user)

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        # A month leaves few rows: sooner read than compared with all that the words find.
        by_index = "thang" not in request.GET
        return (queryset.matching if by_index else queryset.holding)(search_term), False

    # What autocomplete fields offer (portal.staff_site)

    def offered(self, request: HttpRequest, words: str) -> QuerySet:
        return found(request.user, words)

    def offered_labels(
        self, request: HttpRequest, articles: list[Article], words: str
    ) -> dict[int, str]:
        return labels(request.user, articles, words)

    # The form

    def view_on_site(self, article: Article) -> str | None:
        stand = cached_status(article)
        if stand.running is None:
            return None
        path = article_path(stand.running.section_id, stand.running.slug, article.pk)
        return public_url(path)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            # Reading a form needs no transaction; on SQLite it would wait for every writer.
            return super().changeform_view(request, object_id, form_url, extra_context)
        if REOPEN in request.POST and SITTING in request.POST:
            article = get_article(request, object_id) if object_id else None
            typed = sittings_of_forms.reopened(request, article)
            if typed is None:
                messages.info(request, gettext("There is nothing unsaved of this form any more."))
                return HttpResponseRedirect(request.path)
            request.POST = typed
        try:
            with transaction.atomic():
                answer = self._posted_before(request, object_id)
                return answer or super().changeform_view(
                    request, object_id, form_url, extra_context
                )
        except IntegrityError:
            # The same form, sent twice at once: the other one was quicker.
            answer = self._posted_before(request, object_id)
            if answer is None:
                raise
            return answer

    def _posted_before(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """A form that was posted twice leads to the article that it made the first time.

        If it says something else now (sent, gone back to, written on, sent again) it is a save
        over that article, which shows both texts and keeps them.
        """
        key = request.POST.get("sent_key", "")
        if object_id is not None or not is_sent_key(key):
            return None
        made = Article.objects.filter(form_key=key, created_by=request.user).first()
        if made is None:
            return None
        here = reverse("admin:news_article_change", args=[made.pk])
        if permissions.may_edit(request.user, made):
            form = self.get_form(request, made, change=True)(request.POST, instance=made)
            formsets, _inlines = self._create_formsets(request, made, change=True)
            if form.says_more() or any(formset.differences() for formset in formsets):
                return super().changeform_view(request, str(made.pk), form_url=here)
        messages.info(request, gettext("This form had been sent before; here is its article."))
        return HttpResponseRedirect(here)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if obj:
            obj.standing = cached_status(obj)
        if form.conflict is not None:
            context["conflict_in_rows"] = _row_differences(context)
            context["conflict"] = [*form.conflict, *context["conflict_in_rows"]]
            context["merge"] = form.merge
            if form.merge:
                form.merge.taken += _merged_rows(context)
        context["steps"] = (
            pages.offered_steps(request.user, obj) if obj else pages.offered_new(request.user)
        )
        if obj:
            stand = obj.standing
            context["standing"] = stand
            context["public_badge"] = pages.public_badge(stand)
            # What was typed and not saved stands in it by now, which is not what is on the desk.
            context["changes_waiting"] = (
                stand.running is not None
                and not form.is_bound
                and desk_steps.has_changes(obj, stand.running)
            )
            context["live_path"] = self.view_on_site(obj)
            context["reads"] = readers.formatted_count(obj)
            context["receipt"] = receipts_admin.last_of(obj) if stand.last else None
            context["edition_count"] = obj.editions.count()
            context |= comments.panel(obj)
            context["returned"] = pages.last_return(obj)
            context["last_acts"] = obj.acts.select_related("by").defer("text", "times")[:6]
        context["show_save_and_add_another"] = False
        context["word"] = word_admin.panel_context()
        if add or permissions.may_edit(request.user, obj):
            sitting = sittings_of_forms.sitting_key(request)
            context["sitting"] = sitting
            context["unsaved"] = sittings_of_forms.unsaved(request.user, obj, but=sitting)
            context["put_aside"] = [each for each in context["unsaved"] if each.dropped]
            context["form_address"] = sittings_of_forms.form_url(obj)
        if "section" in form.fields:
            form["section"].help_text = no_section_hint(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Article, form, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            key = form.cleaned_data["sent_key"]
            # Another's: their form was taken over on a shared machine (accounts.form_recovery).
            # One's own is this form, sent twice at once: the database refuses it, see
            # `changeform_view`.
            taken = Article.objects.filter(form_key=key).exclude(created_by=request.user).exists()
            obj.form_key = key if key and not taken else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        desk_steps.saved(form.instance, by=request.user, created=not change)
        open_forms.end_with_save(request.user, request.POST.get(SITTING, ""), form.instance)
        for note in cleaning_messages(form.fields["body"].notes):
            messages.warning(request, note)

    def log_addition(self, request: HttpRequest, obj: Article, message: object) -> None:
        """The workflow's own log says it, with its words."""

    log_change = log_addition

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue=None):
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._after_save(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_save(request, obj)

    def _after_save(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Saved; then the step that was asked for with the same button, if any."""
        verb = request.POST.get("_step")
        if verb is None:
            messages.success(request, gettext("Saved. Readers see no change until you publish."))
        elif verb in pages.ON_FORM:
            answer = pages.run_from_form(request, article, Verb(verb))
            if answer is not None:
                return answer
        here = reverse("admin:news_article_change", args=[article.pk])
        return HttpResponseRedirect(here)

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None):
        return history.history(self, request, object_id)

    def get_urls(self) -> list[URLPattern]:
        return [*side_pages.urls(self), *super().get_urls()]


def _was_published(article: Article | None) -> bool:
    """Whether readers ever saw it: until then there is nothing to correct. Django asks for the
    fields several times."""
    if article is None or not article.last_number:
        return False
    article.standing = cached_status(article)
    return article.standing.last is not None


def _kinds(context: dict) -> list[tuple[str, ArticleFormSet]]:
    """Authors, attachments and related articles, by their names."""
    kinds = (each.formset for each in context["inline_admin_formsets"])
    return [(capfirst(kind.model._meta.verbose_name_plural), kind) for kind in kinds]


def _row_differences(context: dict) -> Differences:
    """Of a refused form: whose rows."""
    return [(label, rows) for label, kind in _kinds(context) if (rows := kind.differences())]


def _merged_rows(context: dict) -> Differences:
    """Of a refused form: the rows that only the other changed."""
    return [(label, kind.taken) for label, kind in _kinds(context) if kind.taken]
