from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import receivers  # noqa: F401


class StaffAdminConfig(AdminConfig):
    default_site = "portal.staff.StaffSite"
