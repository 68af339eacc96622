"""The admin of a model whose rows are worked on as a whole: no list and no plain form of them."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from staff.rights import requires_right


class SinglePageAdmin(admin.ModelAdmin):
    """`get_urls` names its pages by `view`: the first `changelist`, which leads to `change`."""

    reopens = True

    @staticmethod
    def may_open(user) -> bool:
        raise NotImplementedError

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may_open(request.user)

    has_change_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_open(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def view(self, page: Callable[..., HttpResponse], name: str, route: str) -> URLPattern:
        asking = requires_right(self.has_view_permission, page)
        asking.model_admin = self  # portal.kept asks it
        named = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(asking), name=named)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change")
        )

    def acts(self, limit: int, **of: str) -> list[LogEntry]:
        """What was done here, the latest first."""
        kind = ContentType.objects.get_for_model(self.model)
        rows = LogEntry.objects.filter(content_type=kind, **of).select_related("user")
        return list(rows.order_by("-action_time", "-pk")[:limit])
