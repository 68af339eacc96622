"""Gave rights, which `accounts.roles` gives now; its place in the order is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("redirects", "0001_initial"), ("news", "0002_groups")]

    operations = []
