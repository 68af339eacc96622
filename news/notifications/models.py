"""Notifications, how each person wants to get them, and mail addresses that do not work."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..desk.log import Act
from ..desk.models import Article
from ..enums import NotificationKind


class NotificationQuerySet(models.QuerySet):
    def unread(self) -> "NotificationQuerySet":
        """The unread notifications that are shown in the admin."""
        return self.filter(read_at=None, in_admin=True)

    def mark_read(self) -> int:
        """Mark the unread ones as read now. Returns how many there were."""
        return self.unread().order_by().update(read_at=timezone.now())

    def to_mail(self, by: datetime) -> "NotificationQuerySet":
        """The notifications that have to be mailed by that moment."""
        return self.filter(mail_after__lte=by)


class Notification(models.Model):
    """One person is told of one thing that happened to an article. The row has no words:
    `news.notifications.inbox` makes them when it is shown, from what the person may still see."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=NotificationKind)
    # The act that it tells of. If an assignment is overdue: the act that assigned it, if any.
    act = models.ForeignKey(Act, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    # Whether it is shown in the admin; otherwise it is only mailed.
    in_admin = models.BooleanField(default=True)
    # When it was read, or when nothing was left to do about it.
    read_at = models.DateTimeField(null=True)
    # When the next attempt to mail it is due; NULL if it is not mailed, or not any more.
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
    """How a person wants to be told of one kind of notification. Without a row the defaults of
    `news.notifications.choices` count."""

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
    """A person's address that a mail server refused. No mail is sent to it for a while
    (`mail.REFUSED_FOR`), or until the account has another address."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="bad_address"
    )
    address = models.CharField(max_length=254)
    # The server's answer.
    said = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person}: {self.address}"
