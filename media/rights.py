"""Who may see and take down photos and documents. Changing and deleting them the admin asks for
itself (`media.library_admin`)."""

from typing import Any


def may_see(user: Any, kind: str) -> bool:
    """Whether this person may see all files of this kind, public or not."""
    return any(user.has_perm(f"media.{verb}_{kind}") for verb in ("view", "change"))


def may_take_down(user: Any, kind: str) -> bool:
    """Whether this person may take files of this kind down."""
    return user.has_perm(f"media.take_down_{kind}")
