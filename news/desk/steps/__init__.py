"""Steps: the only way in which an article's state changes. Each is one function, declared as a
step (`Step.declare`) with all that is to be known of it: to add one, declare it in one of these
modules, and give it a member of `Verb`, by which the log calls it.
"""

from .approval import approve, assign, override, pass_on, send_back, submit
from .base import STEPS, NeedsOtherApprover, ScheduledAhead, Step, StepRefused
from .forms import CANCEL, KEEP, REWORK
from .publishing import cancel, move, publish
from .saving import has_changes, note_photos, restore, save, saved
from .withdrawal import archive, bring_back, explain, set_expiry, unarchive, withdraw

__all__ = [
    "CANCEL",
    "KEEP",
    "REWORK",
    "STEPS",
    "NeedsOtherApprover",
    "ScheduledAhead",
    "Step",
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
    "restore",
    "save",
    "saved",
    "send_back",
    "set_expiry",
    "submit",
    "unarchive",
    "withdraw",
]
