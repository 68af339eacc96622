"""The admin of a model whose rows are edited together on one page, without a list and a form."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from .rights import nobody, requires_right


class SinglePageAdmin(admin.ModelAdmin):
    """`get_urls` declares the pages by `view`: a `changelist`, which redirects to `change`."""

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
        # For `accounts.form_recovery.can_reopen`.
        asking.model_admin = self
        named = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(asking), name=named)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change")
        )

    def acts(self, limit: int, **of: str) -> list[LogEntry]:
        """What the admin's log says was done here, the latest first."""
        kind = ContentType.objects.get_for_model(self.model)
        rows = LogEntry.objects.filter(content_type=kind, **of).select_related("user")
        return list(rows.order_by("-action_time", "-pk")[:limit])
