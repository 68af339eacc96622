"""The table of the audit log."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from database.folded_search import FoldedIndex, FoldedQuerySet
from text.dates import datetime_with_zone

from .constraints import ENTRY_IS_IMMUTABLE


class Kind(TextChoices):
    """What was done; the log is filtered by it."""

    SIGN_IN = "sign-in", _("sign-in")
    REFUSED = "refused", _("sign-in that failed")
    SIGN_OUT = "sign-out", _("sign-out")
    STEP = "step", _("step of the desk")
    PUBLISH = "publish", _("publishing")
    WITHDRAW = "withdraw", _("withdrawal")
    TAKE_DOWN = "take-down", _("takedown of a file")
    OVERRIDE = "override", _("approval without a second pair of eyes")
    REDACT = "redact", _("redaction")
    RIGHTS = "rights", _("accounts and rights")
    EXPORT = "export", _("export")
    CHANGE = "change", _("addition or change")
    DELETE = "delete", _("deletion")
    SWEEP = "sweep", _("rows past their time")
    CLOCK = "clock", _("clock put back")


class Entry(models.Model):
    """One thing that was done. Only `recording.record` writes entries; the database refuses to
    change one, or to delete it too early.

    An entry names the row that it is about in the words of that moment, and by model and key. There
    is no foreign key, because that row may be deleted.
    """

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("account"),
    )
    # The account's name at that moment; empty if nobody was signed in.
    who = models.CharField(_("who"), max_length=500)
    # The IP address; NULL for what the portal did by itself, in its worker or a command.
    address = models.GenericIPAddressField(_("from where"), null=True)
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    about_model = models.CharField(max_length=60)
    about_key = models.BigIntegerField(null=True)
    about = models.CharField(_("what it is about"), max_length=500)
    detail = models.TextField(_("details"))
    folded = models.TextField(editable=False)

    objects = FoldedQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("entries of the audit log")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [ENTRY_IS_IMMUTABLE]
        indexes = [
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["kind", "-id"], name="entry_kind"),
            models.Index(fields=["by", "-id"], name="entry_by"),
            models.Index(fields=["about_model", "about_key", "-id"], name="entry_about"),
            FoldedIndex(fields=["folded"], name="entry_folded"),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())} · {datetime_with_zone(self.at)}"

    @property
    def whose(self) -> str:
        """The name of the person who did it, or words for nobody or the portal."""
        if self.who:
            return self.who
        return gettext("nobody signed in") if self.kind == Kind.REFUSED else gettext("the portal")

    @property
    def about_kind(self) -> str:
        """The kind of row that it is about, for people; empty without a row."""
        if not self.about_model:
            return ""
        try:
            return str(apps.get_model(self.about_model)._meta.verbose_name)
        except LookupError:
            # A model of an older release.
            return self.about_model
