"""The staff's admin site."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class StaffSite(AdminSite):
    site_header = site_title = _("Newsroom")
    index_title = _("The desk")
    enable_nav_sidebar = False
