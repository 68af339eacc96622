"""The admin of the agency and of notices."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from media.photo_chooser import PhotoFieldsMixin
from staff.base_admin import LabelledFormSet, StaffForm, StaffModelAdmin, TidyFieldsMixin
from staff.rights import nobody
from text.dates import datetime_with_zone, relative_times

from . import measuring_script
from .current import current_agency
from .models import Agency, Notice, SocialLink

MEASURING_FIELDS = ("measuring_script", "measuring_integrity")


class AgencyForm(StaffForm):
    class Meta:
        widgets = {name: forms.TextInput(attrs={"size": 90}) for name in MEASURING_FIELDS}

    def clean_measuring_script(self) -> str:
        typed = self.cleaned_data["measuring_script"]
        return measuring_script.normalized_script_url(typed) if typed else ""

    def clean_measuring_integrity(self) -> str:
        typed = self.cleaned_data["measuring_integrity"]
        if typed and self.cleaned_data.get("measuring_script") == "":
            raise ValidationError(gettext("There is no script of which this could be the hash."))
        return typed


class SocialLinkInline(TidyFieldsMixin, admin.TabularInline):
    model = SocialLink
    formset = LabelledFormSet
    extra = 1


@admin.register(Agency)
class AgencyAdmin(PhotoFieldsMixin, StaffModelAdmin):
    """The agency has one row only, so the address of the list redirects to its form."""

    form = AgencyForm
    inlines = [SocialLinkInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "logo"]}),
        (
            _("In the footer"),
            {
                "fields": [
                    "governing_body",
                    "responsible_editor",
                    "address",
                    "phone",
                    "email",
                    "licence",
                ]
            },
        ),
        (_("Fanpage"), {"fields": ["fanpage_name", "fanpage_url"]}),
        (_("In texts and for search engines"), {"fields": ["source_name", "indexed"]}),
        (_("Measuring visits"), {"fields": MEASURING_FIELDS}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """Only administrators choose the measuring script, because with a script of their own other
        people could take over any account."""
        return () if request.user.is_superuser else MEASURING_FIELDS

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return (
            redirect("admin:agency_agency_change", 1)
            if Agency.objects.exists()
            else redirect("admin:agency_agency_add")
        )

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs) -> HttpResponse:
        context["measuring_held_back"] = current_agency()["measuring_held_back"]
        return super().render_change_form(request, context, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Agency.objects.exists()

    has_delete_permission = nobody


@admin.register(Notice)
class NoticeAdmin(StaffModelAdmin):
    list_display = ["text", "level", "visibility"]
    list_filter = ["level"]
    list_per_page = 50
    fieldsets = [
        (None, {"fields": ["level", "text"]}),
        (_("When"), {"fields": ["starts_at", "expires_at"]}),
        (_("Link"), {"fields": ["link", "link_text"]}),
    ]

    @admin.display(description=_("for readers"))
    def visibility(self, notice: Notice) -> str:
        now = timezone.now()
        start, end = notice.starts_at, notice.expires_at
        if end and end <= now:
            return gettext("over")
        begun = gettext("on every page")
        if start and start > now:
            begun = gettext("from %s") % datetime_with_zone(start)
        return f"{begun} {gettext('until %s') % datetime_with_zone(end)}" if end else begun

    def save_model(self, request: HttpRequest, obj: Notice, form: StaffForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for first, last in relative_times(obj.text):
            messages.warning(
                request,
                gettext("The notice says “%s” without a date: write it beside the words, “2/12”.")
                % obj.text[first:last],
            )
