"""Verbs: the only way an article's state changes.

Each checks who asks, changes and logs in one transaction, and raises

- `PermissionDenied` when that person may not,
- `NotNow` when the article's state does not allow it (someone else was quicker),
- `ValidationError`, by field, when the text is not fit to be published.
"""

from .publishing import (
    CANCEL,
    KEEP,
    REWORK,
    archive,
    bring_back,
    cancel,
    explain,
    has_changes,
    move,
    publish,
    set_expiry,
    unarchive,
    withdraw,
)
from .restoration import restore, restore_save
from .step import NeedsOtherApprover, ScheduledAhead, StepRefused, note_photos
from .text import approve, assign, override, pass_on, refile, saved, send_back, submit

__all__ = [
    "CANCEL",
    "KEEP",
    "REWORK",
    "NeedsOtherApprover",
    "ScheduledAhead",
    "StepRefused",
    "approve",
    "archive",
    "assign",
    "bring_back",
    "cancel",
    "explain",
    "has_changes",
    "move",
    "note_photos",
    "override",
    "pass_on",
    "publish",
    "refile",
    "restore",
    "restore_save",
    "saved",
    "send_back",
    "set_expiry",
    "submit",
    "unarchive",
    "withdraw",
]
