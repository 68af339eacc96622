"""Notifications that wait to be mailed, and a worker that mails them."""

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
    """By a new worker: 1, or 0 for nobody."""
    return mail.MailSender()(now)
