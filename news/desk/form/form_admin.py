"""How an article's form is opened and saved: once, even if it is sent twice, together with the step
whose button was pressed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from editor.fields import cleaning_messages
from sections.fields import no_section_hint
from staff.base_admin import REOPEN
from staff.drafts import SITTING

from ... import side_pages
from ...editions.compose import composing_once
from ...models import Article
from ...rights import permissions
from ...sittings import admin as sittings_admin, open_forms
from .. import steps
from ..steps import pages
from .form import is_sent_key
from .panels import panels


class ArticleFormMixin:
    """For the articles' ModelAdmin."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """While a form is being saved nobody else may save the same article."""
        found, saving = self.get_queryset(request), request.method == "POST"
        rows = found.select_for_update(of=("self",)) if saving else found.for_form()
        try:
            return rows.get(pk=Article._meta.pk.to_python(object_id))
        except (Article.DoesNotExist, ValidationError, ValueError, OverflowError):
            return None

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
        """The answer to a form that made an article before: a redirect to it.

        If the form holds other text now (sent, gone back to, changed, sent again) it is a save over
        that article, which shows both texts.
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
            # Another person's article has the key if their form was taken over on a shared machine
            # (accounts.form_recovery). One's own has it if the form was sent twice at the same
            # time; the database refuses that, see `changeform_view`.
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
