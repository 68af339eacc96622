from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from editor import config


class PortalConfig(AppConfig):
    name = "portal"


class StaffAdminConfig(AdminConfig):
    default_site = "portal.staff_site.StaffSite"


class PrunedStaticFilesConfig(StaticFilesConfig):
    """Leaves out files of packages that browsers never request, five of six of them. Otherwise each
    serving process would hold an entry for each file, in three codings and under two names."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(
            f"{folder}/{name}"
            for folder in ("ckeditor/*/lang", "admin/*/i18n")
            # All but `en` and `vi`.
            for name in ("[!ev]*", "e[!n]*", "en-*")
        ),
        # Django's forms ask for those with `.min`, unless DEBUG is on.
        *(f"admin/js/vendor/{name}.js" for name in ("*/jquery", "*/select2.full", "*/xregexp")),
        "ckeditor/galleriffic/*",
        "ckeditor/file-icons/*",
        "ckeditor/ckeditor/CHANGES.md",
        "ckeditor/ckeditor/skins/moono/*",
        # For Internet Explorer.
        "ckeditor/ckeditor/skins/*_ie*.css",
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in config.UNSERVED_PLUGINS),
    ]
