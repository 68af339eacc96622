"""Gave rights, which `accounts.roles` gives now; its place in the order is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
        ("media", "0001_initial"),
        ("sections", "0001_initial"),
        ("agency", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = []
