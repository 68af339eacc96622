from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..desk.log import Act
from ..desk.models import Article
from ..enums import NotificationKind


class NotificationQuerySet(models.QuerySet):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None, in_admin=True)

    def read(self) -> int:
        """From now on; how many were not."""
        return self.unread().order_by().update(read_at=timezone.now())

    def to_mail(self, by: datetime) -> "NotificationQuerySet":
        """Those that are to be mailed by that moment."""
        return self.filter(mail_after__lte=by)


class Notification(models.Model):
    """A person is told of something: kept without words, which are made when they are read, of what
    that person may still see."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=NotificationKind)
    # What was done; when an assignment is overdue, what made it one.
    act = models.ForeignKey(Act, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    # Whether it is shown there, or only mailed.
    in_admin = models.BooleanField(default=True)
    # When it was read, or there was nothing to be done about it any more.
    read_at = models.DateTimeField(null=True)
    # When it is to be mailed, or tried again. NULL: not by mail, or no more.
    mail_after = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_of_whom"),
            models.Index(
                fields=["person"],
                condition=models.Q(read_at__isnull=True, in_admin=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["mail_after"],
                condition=models.Q(mail_after__isnull=False),
                name="notification_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} · {self.article}"


class NotificationChoice(models.Model):
    """How a person wants to be told of one kind; what they never chose goes by
    `news.notifications.choices`."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField(max_length=9, choices=NotificationKind)
    in_admin = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notification_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"


class BadAddress(models.Model):
    """A person's address that a mail server refused: set aside for a while, or until the account
    has another one."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="bad_address"
    )
    address = models.CharField(max_length=254)
    # By the server.
    said = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person}: {self.address}"
