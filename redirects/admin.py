"""The admin of missed addresses: what readers requested, and where staff redirect them."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from staff.base_admin import StaffForm, StaffModelAdmin
from staff.changelist import ChoiceFilter
from staff.rights import nobody

from . import missed_addresses
from .models import MissedAddress


class MissedAddressForm(StaffForm):
    class Meta:
        widgets = {"target": forms.TextInput(attrs={"size": 90})}

    def clean_target(self) -> str:
        typed = self.cleaned_data["target"]
        return missed_addresses.final_target(self.instance.path, typed) if typed else ""


HasTargetFilter = ChoiceFilter.of(
    "dan",
    _("leads on"),
    lambda: [("0", _("not yet")), ("1", _("to a page"))],
    lambda rows, choice, user: rows.filter(target="") if choice == "0" else rows.exclude(target=""),
)


@admin.register(MissedAddress)
class MissedAddressAdmin(StaffModelAdmin):
    form = MissedAddressForm
    list_display = ["path", "count", "last_seen", "linked_from", "target"]
    list_filter = [HasTargetFilter]
    search_fields = ["path"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    sortable_by = ()
    actions = None
    fields = ["path", "count", "first_seen", "last_seen", "linked_from", "target"]
    readonly_fields = ["path", "count", "first_seen", "last_seen", "linked_from"]

    has_add_permission = has_delete_permission = nobody

    def save_model(
        self, request: HttpRequest, obj: MissedAddress, form: forms.ModelForm, change: bool
    ) -> None:
        missed_addresses.set_target(obj)
        if obj.target and obj.target != form.data["target"].strip():
            messages.info(
                request,
                gettext("Readers are led to %(address)s, to which that address leads itself.")
                % {"address": obj.target},
            )
