"""Opens an article's form, with the panels around it, and saves it. A form that is sent twice makes
one article. The step whose button was pressed is taken after the save, in the same transaction."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext

from delivery.hosts import public_url
from editor.fields import cleaning_messages
from sections.fields import no_section_hint
from staff.base_admin import REOPEN
from staff.conflicts import Differences
from staff.drafts import SITTING
from staff.fields import is_key
from text.diff import DiffRow

from ... import side_pages
from ...addresses import article_path
from ...counting import readers
from ...editions.compose import composing_once
from ...editions.public_status import cached_status
from ...models import Article
from ...receipts import words as receipt_words
from ...review_links import comments
from ...rights import permissions
from ...sittings import admin as sittings_admin, open_forms
from ...word import admin as word_admin
from .. import steps
from ..steps import pages
from .form import is_sent_key
from .rows import ArticleFormSet


class ArticleFormMixin:
    """The part of `ArticleAdmin` that shows and saves the form."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """A POST locks the article's row, so that nobody else saves it at the same time."""
        found, saving = self.get_queryset(request), request.method == "POST"
        rows = found.select_for_update(of=("self",)) if saving else found.for_form()
        return rows.filter(pk=object_id).first() if is_key(object_id) else None

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Shows the form, or saves it and takes the step in one transaction."""
        if request.method != "POST":
            # Showing a form needs no transaction; on SQLite it would wait for writers.
            return super().changeform_view(request, object_id, form_url, extra_context)
        if REOPEN in request.POST and SITTING in request.POST:
            article = side_pages.get_article(request, object_id) if object_id else None
            typed = sittings_admin.reopened(request, article)
            if typed is None:
                messages.info(request, gettext("There is nothing unsaved of this form any more."))
                return HttpResponseRedirect(request.path)
            request.POST = typed
        try:
            with transaction.atomic(), composing_once():
                answer = self._posted_before(request, object_id)
                return answer or super().changeform_view(
                    request, object_id, form_url, extra_context
                )
        except IntegrityError:
            # The same form was sent twice at the same time, and the other one came first.
            answer = self._posted_before(request, object_id)
            if answer is None:
                raise
            return answer

    def _posted_before(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The response to a form that has made an article before: a redirect to it. None if the
        form has made none.

        If the form has other text now (somebody went back in the browser, changed the text and sent
        it again), it is handled as a save over that article, which shows both texts.
        """
        key = request.POST.get("sent_key", "")
        if object_id is not None or not is_sent_key(key):
            return None
        made = Article.objects.filter(form_key=key, created_by=request.user).first()
        if made is None:
            return None
        here = side_pages.form_url(made)
        if permissions.may_edit(request.user, made):
            form = self.get_form(request, made, change=True)(request.POST, instance=made)
            formsets, _inlines = self._create_formsets(request, made, change=True)
            if form.says_more() or any(formset.differences() for formset in formsets):
                return super().changeform_view(request, str(made.pk), form_url=here)
        messages.info(request, gettext("This form had been sent before; here is its article."))
        return HttpResponseRedirect(here)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        form = context["adminform"].form
        context |= panels(request, obj, context)
        if "section" in form.fields:
            form["section"].help_text = no_section_hint(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Article, form, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            key = form.cleaned_data["sent_key"]
            # Another person's article has this key if they sent the form first and this person
            # signed in to recover it on the same computer (accounts.form_recovery). An article of
            # this person has it if the form was sent twice at the same time: the database refuses
            # that, and `changeform_view` handles the error.
            taken = Article.objects.filter(form_key=key).exclude(created_by=request.user).exists()
            obj.form_key = key if key and not taken else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        steps.saved(form.instance, by=request.user, created=not change)
        open_forms.end_with_save(request.user, request.POST.get(SITTING, ""), form.instance)
        for note in cleaning_messages(form.fields["body"].notes):
            messages.warning(request, note)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After saving, take the step whose button was pressed, if any."""
        verb, answer = request.POST.get("_step"), None
        step = steps.STEPS.get(verb)
        if verb is None:
            messages.success(request, steps.save.message)
        elif step and step.is_on_form:
            answer = pages.run_from_form(request, obj, step)
        return answer or HttpResponseRedirect(side_pages.form_url(obj))


def panels(request: HttpRequest, article: Article | None, context: dict[str, Any]) -> dict:
    """The template's context for a stored article or a new one (None). `context` is Django's own,
    with the form."""
    form, user = context["adminform"].form, request.user
    found = {"word": word_admin.panel_context(), "show_save_and_add_another": False}
    if form.conflict is not None:
        found |= _conflict(form, context)
    if article is None:
        found["steps"] = pages.offered_new(user)
    else:
        found |= _of_stored(user, article, form)
    if article is None or permissions.may_edit(user, article):
        found |= _sittings(request, article)
    return found


def _of_stored(user, article: Article, form: forms.ModelForm) -> dict[str, Any]:
    article.public_status = status = cached_status(article)
    return {
        "steps": pages.offered_steps(user, article),
        "public_status": status,
        "public_badge": pages.public_badge(status),
        # Not for a bound form: its values are in `article` already, but they are not saved.
        "changes_waiting": status.running is not None
        and not form.is_bound
        and steps.has_changes(article, status.running),
        "live_path": live_url(article),
        "reads": readers.formatted_count(article),
        "receipt": receipt_words.last_of(article) if status.last else None,
        "edition_count": article.editions.count(),
        "returned": pages.last_return(article),
        "last_acts": article.acts.select_related("by").defer("text", "times")[:6],
        **comments.panel(article),
    }


def live_url(article: Article) -> str | None:
    """The address at which readers see it; None where they do not."""
    edition = cached_status(article).running
    return edition and public_url(article_path(edition.section_id, edition.slug, article.pk))


def _sittings(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    sitting = sittings_admin.sitting_key(request)
    unsaved = open_forms.unsaved_forms(request.user, article, except_key=sitting)
    return {
        "sitting": sitting,
        "unsaved": unsaved,
        "put_aside": [each for each in unsaved if each.dropped_at],
        "form_address": side_pages.form_url(article),
    }


def _conflict(form: forms.ModelForm, context: dict[str, Any]) -> dict[str, Any]:
    """The differences, for a form that was refused because somebody else saved."""
    kinds = [each.formset for each in context["inline_admin_formsets"]]
    in_rows = _by_kind(kinds, ArticleFormSet.differences)
    if form.merge:
        form.merge.taken += _by_kind(kinds, lambda kind: kind.taken)
    return {
        "conflict_in_rows": in_rows,
        "conflict": [*form.conflict, *in_rows],
        "merge": form.merge,
    }


def _by_kind(
    kinds: list[ArticleFormSet], rows: Callable[[ArticleFormSet], list[DiffRow]]
) -> Differences:
    """Calls `rows` with each formset. Returns what is not empty, each beside the formset's name."""
    return [
        (capfirst(kind.model._meta.verbose_name_plural), found)
        for kind in kinds
        if (found := rows(kind))
    ]
