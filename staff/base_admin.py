"""The bases of all staff forms and ModelAdmins: nothing that was typed is lost.

- Form fields tidy what is typed (`fields`).
- A form whose POST was refused (the session was over, or the person signed in again in another tab)
  comes back as it was typed: `accounts.form_recovery` sends it again with `REOPEN`, and then it is
  shown, not saved.
- A save over a newer save is refused, and both texts are shown (`conflicts`).
- A form that is sent twice, by a double click or a retry, adds one row. The admin's log keeps a
  digest of the form that added a row, so no other table is needed.
- Changes and deletions are recorded in the audit log.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, InlineAdminFormSet
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from audit import form_changes
from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges

from . import conflicts
from .drafts import REOPEN
from .fields import MomentField, MomentWidget, TidyCharField, is_key
from .rights import nobody, requires_right

OPENED_DIGEST_FIELD = "_seen"


def reopened(request: HttpRequest) -> bool:
    """Whether this POST only brings back what was typed; if so, a message says that nothing was
    done yet. For pages without a `StaffForm`; call it after the check of the right."""
    if REOPEN not in request.POST:
        return False
    messages.warning(
        request,
        gettext(
            "Nothing has been done yet: this is what you had typed. Look it over, then press again."
        ),
    )
    return True


class StaffForm(forms.ModelForm):
    """A form that refuses to save over a newer save. `conflict` then holds what differs; otherwise
    it is None."""

    # The form of an article sets it to False, because it compares versions.
    checks_newer_save = True
    # The models of the inlines whose rows are compared too.
    watched_inlines: list[type[models.Model]] = []
    conflict: conflicts.Differences | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_watched = self.checks_newer_save and self.instance.pk
        self.stored = conflicts.stored_digest(self, self.watched_inlines) if is_watched else ""
        older = self.data.get(OPENED_DIGEST_FIELD, self.stored) != self.stored
        # The inline formsets have this instance too, and read the attribute.
        self.instance.of_older_save = bool(self.stored) and older and REOPEN not in self.data

    @property
    def opened_digest(self) -> str:
        """The digest of what was stored when the form was opened. After a conflict, that of what is
        stored now, because the page shows it."""
        return self.stored if self.conflict else self.data.get(OPENED_DIGEST_FIELD, self.stored)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if REOPEN in self.data:
            raise ValidationError(
                _(
                    "This is what you had typed; it has not been saved yet. "
                    "Look it over and save it."
                ),
                code="reopened",
            )
        if self.instance.of_older_save:
            self.conflict = conflicts.differences(self)
            self.add_error(
                None,
                ValidationError(
                    _(
                        "Not saved: %(who)s saved this while you were writing. What you typed is "
                        "in the form below, what is stored is shown beside it. Saving again "
                        "replaces it."
                    ),
                    params={"who": conflicts.last_saved_by(self.instance)},
                    code="conflict",
                ),
            )
        return cleaned


class LabelledFormSet(BaseInlineFormSet):
    """Gives each control of a row a name for screen readers, “Thứ tự, tác giả 2”, because on screen
    only the columns have headings."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = {"row": self.model._meta.verbose_name, "number": (index or 0) + 1}
        # The empty row, from which the page's script makes new rows, has no number.
        words = (
            gettext("%(field)s, new %(row)s")
            if index is None
            else gettext("%(field)s, %(row)s %(number)d")
        )
        for name, field in form.fields.items():
            # Django may put the widget into another one, which adds the “+”.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                named = {"field": capfirst(str(field.label or name)), **row}
                widget.attrs.setdefault("aria-label", words % named)


class TidyFieldsMixin:
    """For ModelAdmins and inlines: their form fields tidy what is typed."""

    formfield_overrides = {
        models.CharField: {"form_class": TidyCharField},
        models.TextField: {"form_class": TidyCharField},
        # These have form fields of their own, with better messages.
        models.SlugField: {},
        models.EmailField: {},
        models.URLField: {"assume_scheme": "https"},
        models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
    }


class SafeListMixin:
    """For a ModelAdmin: the changelist accepts only the lookups of its filters, and only keys as
    chosen rows."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only lookups of `list_filter`: Django allows any lookup of any field, and
        `?title__regex=(` is an error of the database."""
        return any(
            lookup in {f"{each}__exact", f"{each}__isnull", f"{each}__id__exact"}
            if isinstance(each, str)
            else lookup == each.parameter_name
            for each in self.list_filter
        )

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet
    ) -> HttpResponse | None:
        """Remove values that are not keys: Django gives them to the database, which fails."""
        keys = [key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if is_key(key)]
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, keys)
        return super().response_action(request, queryset)


class InlineLabelMixin:
    """Writes “Thêm một tác giả” with a small noun; Django gives it a capital in the sentence."""

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[InlineAdminFormSet]:
        found = super().get_inline_formsets(*args, **kwargs)
        for each in found:
            data = json.loads(each.inline_formset_data())
            data["options"]["addText"] = gettext("Add another %(verbose_name)s") % {
                "verbose_name": each.opts.verbose_name
            }
            each.inline_formset_data = json.dumps(data)
        return found


class UnlinkedFieldsMixin:
    """Form fields with the widget `unlinked` get no links to add, change or view the chosen row."""

    unlinked: type[forms.Widget] = forms.Widget

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        wrapped = getattr(field and field.widget, "widget", None)
        if isinstance(wrapped, self.unlinked):
            field.widget = wrapped
        return field


class RecoverableFormMixin:
    """For a ModelAdmin whose forms are `StaffForm`s: `accounts.form_recovery` brings them back, and
    no save replaces a newer save unseen."""

    reopens = True

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.watched_inlines = [
            each.model
            for each in self.inlines
            if not each.fields or {*each.fields} - {*each.readonly_fields}
        ]
        return form

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """The row, locked while its form is being saved."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            found.refresh_from_db(
                from_queryset=type(found)._default_manager.select_for_update(of=("self",))
            )
        return found

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if form.checks_newer_save and form.conflict is not None:
            for each in context["inline_admin_formsets"]:
                if each.formset.model in form.watched_inlines:
                    label = capfirst(each.opts.verbose_name_plural)
                    form.conflict += conflicts.row_differences(each.formset, label)
        context.setdefault("conflict", form.conflict)
        return super().render_change_form(request, context, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Refuse a POST whose object is gone or hidden: after PermissionDenied
        `StaffSite.admin_view` shows what was typed, which Django's redirect would lose."""
        if request.method == "POST" and request.resolver_match.url_name.endswith("_change"):
            raise PermissionDenied
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)


class StaffModelAdmin(
    RecoverableFormMixin, InlineLabelMixin, SafeListMixin, TidyFieldsMixin, admin.ModelAdmin
):
    """The base of the portal's ModelAdmins."""

    form = StaffForm
    # Whether changes go into the audit log; False for a model that has a log of its own.
    is_audited = True

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """The same form sent twice adds one row, and both get the same answer."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with gathered_purges():
            before = already_added(request, self.model) if object_id is None else None
            made = self.get_object(request, before) if before else None
            if made is not None:
                return self.response_add(request, made)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if self.is_audited:
            form_changes.record_form(form, formsets, added=not change)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        with transaction.atomic():
            record(Kind.DELETE, obj)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Delete one by one, so that each row is recorded and purges its own pages."""
        with gathered_purges():
            for each in queryset:
                self.delete_model(request, each)

    def construct_change_message(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, add: bool = False
    ) -> list[dict[str, Any]]:
        """Django's message; for an added row also the digest of its form, for `already_added`."""
        message = super().construct_change_message(request, form, formsets, add)
        if add and message:
            message[0]["sent"] = _digest(request.POST)
        return message


# After this time, the same form adds another row.
DUPLICATE_WINDOW = timedelta(minutes=1)


def already_added(request: HttpRequest, model: type[Model]) -> str | None:
    """The key of the row that this person has just added with the same form; None if there is none.

    Call it in the transaction that would add the row. It locks the person's account, so the second
    of two simultaneous requests waits.
    """
    now = timezone.now()
    rows = LogEntry.objects.filter(
        user=get_user_model().objects.select_for_update(no_key=True).get(pk=request.user.pk),
        content_type=ContentType.objects.get_for_model(model),
        action_flag=ADDITION,
        action_time__range=(now - DUPLICATE_WINDOW, now + DUPLICATE_WINDOW),
        change_message__contains=_digest(request.POST),
    )
    return rows.values_list("object_id", flat=True).first()


def _digest(data: QueryDict) -> str:
    sent = [(name, data.getlist(name)) for name in sorted(data) if name != "csrfmiddlewaretoken"]
    return blake2b(repr(sent).encode(), digest_size=12).hexdigest()


class SinglePageAdmin(admin.ModelAdmin):
    """For a model with one page and no list. `get_urls` of a subclass makes its pages with `view`:
    `changelist`, which redirects, and `change`."""

    reopens = True

    @staticmethod
    def may_open(user) -> bool:
        raise NotImplementedError

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may_open(request.user)

    has_change_permission = has_module_permission = has_view_permission
    has_add_permission = has_delete_permission = nobody

    def view(self, page: Callable[..., HttpResponse], name: str, route: str) -> URLPattern:
        asking = requires_right(self.has_view_permission, page)
        # `accounts.form_recovery.can_reopen` reads it.
        asking.model_admin = self
        name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(asking), name=name)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change")
        )

    def log_entries(self, limit: int, **of: str) -> list[LogEntry]:
        """The latest entries of the admin's log for this model, the newest first."""
        return list(conflicts.log_entries(self.model, **of)[:limit])
