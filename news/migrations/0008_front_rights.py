"""Gave rights, which `accounts.roles` gives now; its place in the order is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0007_front"), ("agency", "0003_notices")]

    operations = []
