"""Publishers may approve their own text where a second pair of eyes is needed, saying why."""

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUP, RIGHT = "Thư ký xuất bản", "override_second_eyes"


def give(apps, schema_editor) -> None:
    # Permissions are made after all migrations; this one is needed now.
    create_permissions(real_apps.get_app_config("news"), apps=real_apps, verbosity=0)
    right = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="news", codename=RIGHT
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.add(right)


def take(apps, schema_editor) -> None:
    right = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="news", codename=RIGHT
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(*right)


class Migration(migrations.Migration):
    dependencies = [("news", "0009_beats")]

    operations = [migrations.RunPython(give, take)]
