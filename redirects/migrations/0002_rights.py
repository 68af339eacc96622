"""Editors and publishers see where readers found nothing, and lead them on."""

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ["Biên tập viên", "Thư ký xuất bản"]
RIGHTS = ["view_missedaddress", "change_missedaddress"]


def give(apps, schema_editor) -> None:
    # Permissions are made after all migrations; these are needed now.
    create_permissions(real_apps.get_app_config("redirects"), apps=real_apps, verbosity=0)
    for group, rights in held(apps):
        group.permissions.add(*rights)


def take(apps, schema_editor) -> None:
    for group, rights in held(apps):
        group.permissions.remove(*rights)


def held(apps) -> list[tuple]:
    """Each of those groups that the site still has, with its rights."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="redirects", codename__in=RIGHTS
    )
    return [(group, list(rights)) for group in groups]


class Migration(migrations.Migration):
    dependencies = [("redirects", "0001_initial"), ("news", "0002_groups")]

    operations = [migrations.RunPython(give, take)]
