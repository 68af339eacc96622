from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from media.staff import StaffAdminMixin, StaffModelAdmin
from media.widgets import PhotoFieldsMixin

from .models import Agency, SocialLink


class SocialLinkInline(StaffAdminMixin, admin.TabularInline):
    model = SocialLink
    extra = 1


@admin.register(Agency)
class AgencyAdmin(PhotoFieldsMixin, StaffModelAdmin):
    """One row: its list is its form."""

    inlines = [SocialLinkInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "logo", "notice"]}),
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
    ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        if Agency.objects.exists():
            return HttpResponseRedirect(reverse("admin:agency_agency_change", args=[1]))
        return HttpResponseRedirect(reverse("admin:agency_agency_add"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Agency.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.save()  # the links are written: say so to the pages that show them
