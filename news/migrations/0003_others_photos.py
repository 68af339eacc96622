"""Photos and documents: everyone changes the words of their own, editors those of others too."""

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

OTHERS = ["change_any_photo", "change_any_document"]
GROUPS = {
    "Phóng viên, cộng tác viên": ["change_document"],
    "Biên tập viên": OTHERS,
    "Thư ký xuất bản": OTHERS,
}


def give(apps, schema_editor) -> None:
    # Permissions are made after all migrations; these are needed now.
    create_permissions(real_apps.get_app_config("media"), apps=real_apps, verbosity=0)
    for group, rights in held(apps):
        group.permissions.add(*rights)


def take(apps, schema_editor) -> None:
    for group, rights in held(apps):
        group.permissions.remove(*rights)


def held(apps) -> list[tuple]:
    """Each of those groups that the site still has, with its rights."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="media")
    return [(group, rights.filter(codename__in=GROUPS[group.name])) for group in groups]


class Migration(migrations.Migration):
    dependencies = [("news", "0002_groups"), ("media", "0002_others")]

    operations = [migrations.RunPython(give, take)]
