"""The levels of checks that an administrator has set, and the addresses of other sites to which
articles link."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import CheckKind, Level


class CheckLevel(models.Model):
    """A kind of check whose level is not its default."""

    # Without `choices`, because then each new kind would need a migration.
    kind = models.CharField(max_length=20, primary_key=True)
    level = models.CharField(max_length=6, choices=Level)

    class Meta:
        verbose_name = _("check before publishing")
        verbose_name_plural = _("checks before publishing")
        default_permissions = ()
        permissions = [("set_check_levels", _("Can set which checks block publishing"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="check_level_known"
            ),
        ]

    def __str__(self) -> str:
        return str(dict(CheckKind.choices).get(self.kind, self.kind))


class ExternalLinkQuerySet(models.QuerySet):
    def due(self, at: datetime) -> models.QuerySet:
        """The addresses that have to be checked by that moment, due longest first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")

    def dead(self) -> models.QuerySet:
        """The addresses that have failed at least twice, a day or more apart."""
        return self.filter(checked_at__gte=models.F("failing_since") + ExternalLink.DEAD_AFTER)


class ExternalLink(models.Model):
    """An address of another site to which an article links. The worker checks it
    (`external_links`)."""

    # An address is dead if a check this long after its first failure fails too.
    DEAD_AFTER = timedelta(days=1)

    # Normalised: ASCII, without fragment.
    url = models.CharField(max_length=1000, unique=True)
    host = models.CharField(max_length=255)
    # The HTTP status of the last answer; 0 when there was none.
    status = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    # The first failure after the last success; NULL if the last check was a success.
    failing_since = models.DateTimeField(null=True)
    # When it is to be checked next.
    due_at = models.DateTimeField()
    # When an article with this link was last found; a day behind at most.
    seen_at = models.DateTimeField()

    objects = ExternalLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at", "id"], name="external_link_due"),
            models.Index(fields=["seen_at"], name="external_link_seen"),
        ]

    def __str__(self) -> str:
        return self.url
