"""Steps: the only way in which an article's state changes. Each step is one function, and
`Step.declare` says everything else about it. To add a step, declare it in one of these modules and
add its name in the log to `Verb`.
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
