from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How urgent a notice is; the most urgent first."""

    URGENT = "urgent", _("Urgent")
    WARNING = "warning", _("Warning")
    INFO = "info", _("Information")
