"""The doctor's page in the admin, for administrators."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staff.rights import requires_right

from .findings import State, examine


def is_administrator(request: HttpRequest) -> bool:
    """The right of the page: its lines name hosts, folders and versions."""
    return request.user.is_active and request.user.is_superuser


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page below /admin/."""

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        """Examine everything now; it takes as long as the slowest server that is asked."""
        # Imported late: few processes examine.
        from .examinations import EXAMINATIONS

        subjects = list(examine(EXAMINATIONS))
        states = [each.state for _subject, found in subjects for each in found]
        context = {
            **site.each_context(request),
            "title": _("State of the portal"),
            "subjects": subjects,
            "bad": states.count(State.BAD),
            "advice": states.count(State.ADVICE),
        }
        return TemplateResponse(request, "admin/doctor.html", context)

    view = requires_right(is_administrator, page)
    return [path("doctor/", site.admin_view(view), name="doctor")]
