"""What the portal stores about signing in, besides Django's accounts and the apps of django-otp."""

from django.conf import settings
from django.db import models


class SignInAttempt(models.Model):
    """A failed attempt, or the last successful sign-in of an account at an address. The brake
    (`accounts.brake`) counts them."""

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
