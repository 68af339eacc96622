"""The base of the ModelAdmins of photos and of documents."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, gettext_lazy

from delivery.hosts import public_url
from staff.base_admin import REOPEN, StaffModelAdmin
from staff.changelist import CappedPaginator, MonthFilter

from . import usage
from .models import PUBLIC_URL_PREFIX
from .public_files.use import readable_files
from .takedown.admin import TakedownMixin

# In the form of a pop-up: the key of the same file that the library already has.
USE_EXISTING_FIELD = "_use"


class LibraryAdmin(TakedownMixin, StaffModelAdmin):
    """For files that staff send. An upload is processed outside a transaction, a search ignores
    accents, a file in use is not deleted, and one may be taken down."""

    change_form_template = "media/file_form.html"

    add_form: type[forms.Form]
    add_template: str
    paginator = CappedPaginator
    show_full_result_count = False
    # Facets would count all rows for each choice of a filter.
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ("uploaded_by",)
    list_filter = (MonthFilter.over("uploaded_at", gettext_lazy("month of upload")),)
    sortable_by = ()
    # This only switches the search on, also for autocomplete fields; `get_search_results` does it.
    search_fields = ("folded",)

    def public_name(self, file: models.Model) -> str:
        """The name of the file that readers see."""
        raise NotImplementedError

    def ingest(self, request: HttpRequest, data: dict[str, Any]) -> tuple[models.Model, bool]:
        """Store the file and its texts; returns the object, and whether the library already had
        it. Raises ValidationError."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """People may change their own files; files of others need a further right
        (docs/roles.md)."""
        is_own = obj is None or obj.uploaded_by_id == request.user.pk
        return super().has_change_permission(request, obj) and (
            is_own or self.has_change_any_permission(request)
        )

    def has_change_any_permission(self, request: HttpRequest) -> bool:
        """Django also calls this for an action with `permissions=["change_any"]`."""
        return request.user.has_perm(f"{self.opts.app_label}.change_any_{self.opts.model_name}")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("folded")

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return queryset.holding(search_term), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Replaces Django's view, which would hold a transaction while the file is decoded; on
        SQLite nobody else could write in that time."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR, ""))
        if to_field and not self.to_field_allowed(request, to_field):
            raise DisallowedModelAdminToField(f"The field {to_field} cannot be referenced.")
        if IS_POPUP_VAR in request.POST and USE_EXISTING_FIELD in request.POST:
            return self.response_add(request, self._wanted(request))
        existing = None
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.add_form(*sent)
        if form.is_valid() and REOPEN not in request.POST:
            try:
                taken, is_duplicate = self.ingest(request, dict(form.cleaned_data))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if not is_duplicate:
                    self.log_addition(request, taken, [{"added": {}}])
                    return self.response_add(request, taken)
                form.add_error("file", self._duplicate_message(request, taken))
                existing = taken if self.has_view_permission(request, taken) else None
        return self._add_page(request, {"form": form, "to_field": to_field, "existing": existing})

    def _add_page(self, request: HttpRequest, page: dict[str, Any]) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add %s") % self.opts.verbose_name,
            "opts": self.opts,
            "media": self.media + page["form"].media,
            "is_popup": _in_popup(request),
            **self.add_context(request),
            **page,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.add_template, context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Refuse `_saveasnew`: Django obeys it even where the button is not shown, and the copy
        would have no file."""
        if "_saveasnew" in request.POST:
            raise PermissionDenied
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _wanted(self, request: HttpRequest) -> models.Model:
        """The object that the library already has, which a person chose in a pop-up instead of the
        upload."""
        found = self.get_object(request, request.POST[USE_EXISTING_FIELD])
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        return found

    def _duplicate_message(self, request: HttpRequest, taken: models.Model) -> SafeString:
        # From a pop-up the link opens another tab: the pop-up has a button that chooses the file.
        # `mark_safe` gets a constant.
        return format_html(
            '{} <a href="{}"{}>{}</a>',
            _("The portal has this file already:"),
            reverse(f"admin:media_{self.opts.model_name}_change", args=[taken.pk]),
            mark_safe(' target="_blank" rel="noopener"' if _in_popup(request) else ""),
            str(taken),
        )

    @admin.display(description=gettext_lazy("for readers"))
    def publicity(self, file: models.Model) -> SafeString:
        """The public address of the file, and whether readers may see it now."""
        address = PUBLIC_URL_PREFIX + self.public_name(file)
        if file.takedown:
            return format_html("{}<br>{}", address, self.takedown_state(file))
        if readable_files([file.ref]):
            return format_html('<a href="{}">{}</a>', public_url(address), address)
        return format_html("{}<br>{}", address, _("Not public: nothing that readers see names it."))

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, file: models.Model) -> str:
        """Links to the places that use the file."""
        found = usage.usage_of([file.pk], self.opts.model_name).get(file.pk, [])
        if not found:
            return _("Nowhere yet")
        links = format_html_join(
            "", '<li><a href="{1}">{0}</a></li>', found[: usage.MAX_PLACES_SHOWN]
        )
        more = len(found) - usage.MAX_PLACES_SHOWN
        if more > 0:
            links += format_html("<li>{}</li>", _("and %(count)s more") % {"count": more})
        return format_html('<ul class="places">{}</ul>', links)

    def get_deleted_objects(self, objs: Sequence[models.Model], request: HttpRequest) -> tuple:
        """Protect files in use: Django's page then names the places, and deletes nothing. Protect
        what was taken down too: the row keeps the same file from being taken in again."""
        found = usage.usage_of([each.pk for each in objs], self.opts.model_name)
        protected = [
            format_html('{}: <a href="{}">{}</a>', str(each), url, label)
            for each in objs
            for label, url in found.get(each.pk, [])[: usage.MAX_PLACES_SHOWN]
        ]
        protected += [
            format_html("{}: {}", str(each), _("taken down, and not to be sent again"))
            for each in objs
            if each.takedown
        ]
        if not protected:
            return super().get_deleted_objects(objs, request)
        return [], {}, set(), protected

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """Like `delete_view`, for the action that deletes several files."""
        try:
            return super().changelist_view(request, extra_context)
        except ProtectedError:
            messages.error(request, _("Some have come into use meanwhile; none was deleted."))
            return HttpResponseRedirect(request.get_full_path())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Keep the file, with a message, if it came into use after Django's question."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            messages.error(request, _("It has come into use meanwhile and was not deleted."))
            return self.response_post_save_change(request, None)


def _in_popup(request: HttpRequest) -> bool:
    return IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET
