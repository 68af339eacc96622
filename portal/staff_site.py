"""The admin site of staff: Django's, with a dashboard, throttling and the recovery of forms."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts import form_recovery, session_marks
from accounts.pages import sign_in, urls as account_pages
from accounts.pages.password import change_password
from delivery.hosts import public_url
from staff.autocomplete import Autocomplete
from staff.rights import allow_any_staff, allow_everybody

APP_ORDER = {
    label: place
    for place, label in enumerate(
        ["news", "media", "sections", "redirects", "agency", "auth", "audit"]
    )
}

# The names of Django's own views of the site; the view without a name answers 404 for all other
# paths. `admin_view` admits any staff; each ModelAdmin decides what is shown of its model.
VIEWS_FOR_ANY_STAFF = {
    *("index", "app_list", "autocomplete", "view_on_site", "jsi18n"),
    *("logout", "password_change", "password_change_done", None),
}


class StaffSite(AdminSite):
    site_header = site_title = _("Newsroom")
    index_title = _("Dashboard")
    enable_nav_sidebar = False
    index_template = "admin/dashboard.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from media import views as files
        from news.notifications import admin as notifications_admin
        from server.doctor import page as doctor_page

        own = super().get_urls()
        for each in own:
            if isinstance(each, URLPattern) and each.name in VIEWS_FOR_ANY_STAFF:
                each.callback.right = allow_any_staff
        file = path("tep/<path:name>", self.admin_view(files.staff_file, cacheable=True))
        return [
            *account_pages.urls(self),
            *notifications_admin.urls(self),
            *doctor_page.urls(self),
            file,
            *own,
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds the number of unread notifications, which is counted only if the page shows it, and
        until when the person may do without a second factor."""
        from news.notifications import inbox

        return {
            **super().each_context(request),
            "unread_notifications": SimpleLazyObject(lambda: inbox.unread(request.user)),
            "site_url": public_url("/"),
            "factor_due_at": session_marks.factor_due_at(request),
        }

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The dashboard: what waits for this person, then all apps."""
        # Imported late: the site is made before the apps are loaded.
        from agency.current import current_agency
        from news.desk import dashboard
        from news.notifications.admin import mail_trouble

        return super().index(
            request,
            {
                "behind": dashboard.engines_behind(request),
                "mail_trouble": mail_trouble(request),
                "late": dashboard.overdue_work(request),
                "measuring_held_back": current_agency()["measuring_held_back"]
                and request.user.has_perm("agency.change_agency"),
                "first_steps": dashboard.missing_steps(request),
                "queues": dashboard.queues(request),
                "latest": dashboard.latest(request),
                **(extra_context or {}),
            },
        )

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The apps in the order of `APP_ORDER`. Lazy, because Django calls this for every page, and
        few pages show the list."""
        made = super().get_app_list
        return SimpleLazyObject(
            lambda: sorted(
                made(request, app_label),
                key=lambda app: APP_ORDER.get(app["app_label"], len(APP_ORDER)),
            )
        )

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Django's wrapper. In addition, a form that is sent without a session is recovered, and a
        refused form (403, 404) shows the texts that were typed."""
        inner = super().admin_view(view, cacheable)

        def recovered_view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if "%00" in request.META.get("QUERY_STRING", ""):
                # PostgreSQL fails on a NUL in a query.
                raise BadRequest
            if (
                request.method == "POST"
                and not self.has_permission(request)
                and form_recovery.can_reopen(request.path)
            ):
                return form_recovery.ask_to_sign_in(request, self.each_context(request))
            try:
                return inner(request, *args, **kwargs)
            except (PermissionDenied, Http404) as refusal:
                words = form_recovery.typed_texts(request)
                if not words:
                    raise
                return form_recovery.show_typed_texts(
                    request,
                    self.each_context(request),
                    words,
                    403 if isinstance(refusal, PermissionDenied) else 404,
                )

        # Attributes that Django and `form_recovery` read from a view.
        recovered_view.__dict__.update(inner.__dict__)
        return recovered_view

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return change_password(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Autocomplete.as_view(admin_site=self)(request)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return sign_in.password(request)

    login.right = allow_everybody
