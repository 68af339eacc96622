"""Publishers arrange the fronts; editors and publishers write the notices."""

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

NOTICES = ["add_notice", "change_notice", "delete_notice", "view_notice"]
GROUPS = {
    "Biên tập viên": NOTICES,
    "Thư ký xuất bản": ["arrange_front", *NOTICES],
}


def give(apps, schema_editor) -> None:
    # Permissions are made after all migrations; these are needed now.
    for label in ("news", "agency"):
        create_permissions(real_apps.get_app_config(label), apps=real_apps, verbosity=0)
    for group, rights in held(apps):
        group.permissions.add(*rights)


def take(apps, schema_editor) -> None:
    for group, rights in held(apps):
        group.permissions.remove(*rights)


def held(apps) -> list[tuple]:
    """Each of those groups that the site still has, with its rights."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label__in=["news", "agency"]
    )
    return [(group, rights.filter(codename__in=GROUPS[group.name])) for group in groups]


class Migration(migrations.Migration):
    dependencies = [("news", "0007_front"), ("agency", "0003_notices")]

    operations = [migrations.RunPython(give, take)]
