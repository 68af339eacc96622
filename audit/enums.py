from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What was done, as the log is filtered."""

    SIGN_IN = "sign-in", _("sign-in")
    REFUSED = "refused", _("sign-in that failed")
    SIGN_OUT = "sign-out", _("sign-out")
    STEP = "step", _("step of the desk")
    PUBLISH = "publish", _("publishing")
    WITHDRAW = "withdraw", _("withdrawal")
    OVERRIDE = "override", _("approval without a second pair of eyes")
    REDACT = "redact", _("redaction")
    RIGHTS = "rights", _("accounts and rights")
    EXPORT = "export", _("export")
    CHANGE = "change", _("addition or change")
    DELETE = "delete", _("deletion")
    SWEEP = "sweep", _("rows past their time")
    CLOCK = "clock", _("clock put back")
