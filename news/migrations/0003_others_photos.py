"""Gave rights, which `accounts.roles` gives now; its place in the order is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0002_groups"), ("media", "0002_others")]

    operations = []
