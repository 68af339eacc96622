"""Gives staff single rights."""

from django.contrib.auth.models import Permission


def may(user, *names: str):
    """Give a user these permissions of the app `media`. Returns the user."""
    for name in names:
        user.user_permissions.add(
            Permission.objects.get(codename=name, content_type__app_label="media")
        )
    return user
