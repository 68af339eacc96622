from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import mail, session_marks  # noqa: F401
        from accounts.sessions import ends  # noqa: F401
