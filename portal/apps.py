from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "portal"


class StaffAdminConfig(AdminConfig):
    default_site = "portal.staff_site.StaffSite"
