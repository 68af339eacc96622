from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.second_factor import reset_requests


class Command(BaseCommand):
    help = (
        "Removes the second factor of an account, for people who are locked out and have no two "
        "administrators who could do it in the admin. The audit log keeps it, with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="why; for the audit log")

    def handle(self, *, username: str, reason: str, **_options) -> None:
        reason = " ".join(reason.split())
        if not reason:
            raise CommandError("--reason is empty")
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username!r}")
        if not reset_requests.from_console(user, reason):
            raise CommandError(f"{username} has no second factor")
        self.stdout.write(f"{username} signs in with the password alone now.")
