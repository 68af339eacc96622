"""The attempts to sign in, which the brake (`accounts.brake`) counts."""

from django.db import models


class SignInAttempt(models.Model):
    """A failed attempt, or the last successful sign-in of an account at an address."""

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
