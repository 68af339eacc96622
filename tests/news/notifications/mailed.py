"""Makes notifications that wait to be mailed, and mails them as the worker does."""

from datetime import datetime, timedelta

from django.utils import timezone

from news.desk import steps
from news.enums import DeskState
from news.notifications import mail
from tests.factories import make_article


def returned(writer, chief, title: str = "Cầu mới qua sông Trầm", reason: str = "Thiếu số liệu"):
    article = make_article(title, created_by=writer, state=DeskState.EDITING)
    steps.send_back(article, by=chief, reason=reason)
    return article


def soon():
    """When a mail that was written just now is due."""
    return timezone.now() + timedelta(minutes=2)


def send_next(now: datetime | None = None) -> int:
    """Send the next mail with a new sender. Returns 1, or 0 if there is none."""
    return mail.MailSender()(now)
