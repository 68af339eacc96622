"""What the portal stores about signing in, besides Django's accounts and the apps of django-otp."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInAttempt(models.Model):
    """A failed attempt, or the last successful sign-in of an account at an address,
    as `accounts.throttling` counts them."""

    # A keyed digest, which reveals neither the account nor the address.
    key = models.CharField(max_length=64)
    failed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["key", "failed", "at"], name="sign_in_key"),
            models.Index(fields=["failed", "at"], name="sign_in_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at}"


class RecoveryCode(models.Model):
    """A code that replaces the app's code once. It is deleted when it is used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The code itself is known to its owner alone.
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest[:8]}"


class Credentials(models.Model):
    """What an account still has to do about its credentials. No row means nothing."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    # The password was set by somebody else.
    must_change_password = models.BooleanField(default=False)
    # The first sign-in since a second factor is demanded of the account; NULL if it has one, or if
    # none is demanded.
    factor_due_since = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}"


class FactorDemand(models.Model):
    """The people of this group have to have a second factor (`accounts.second_factor.demands`)."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.group_id}"


class FactorReset(models.Model):
    """An administrator asks that the second factor of an account be removed; another one may
    confirm it (`accounts.second_factor.reset_requests`)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at}"


class StaffSession(AbstractBaseSession):
    """A session, with what its owner is told of it. The columns repeat what stands in its data
    (`accounts.sessions.store`), so that the sessions of a person can be found."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.GenericIPAddressField(_("from where"), null=True)
    device = models.CharField(_("device"), max_length=80)
    began_at = models.DateTimeField(_("signed in"), null=True)
    seen_at = models.DateTimeField(_("last used"))

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()


class MailKind(models.TextChoices):
    """What a mail about an account tells, or asks."""

    PASSWORD = "password", _("Your password was changed")
    EMAIL = "email", _("The e-mail address of your account was changed")
    FACTOR = "factor", _("Your second factor was set up or replaced")
    NO_FACTOR = "nofactor", _("Your second factor was removed")
    CODES = "codes", _("New recovery codes were made for your account")
    USED_CODE = "used", _("A recovery code of your account was used")
    RESET = "reset", _("Choose a new password")


class AccountMail(models.Model):
    """A mail about an account that the worker sends or has sent (`accounts.mail`). It has no words
    and no token: both are made when it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=MailKind)
    # A changed address is told to the old one too.
    address = models.CharField(max_length=254)
    at = models.DateTimeField()
    # When the next attempt to send it is due; NULL once it was sent, or given up.
    send_after = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=models.Q(send_after__isnull=False),
                name="account_mail_to_send",
            ),
            models.Index(fields=["at"], name="account_mail_age"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
