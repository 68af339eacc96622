"""Notifications that wait to be mailed."""

from datetime import timedelta

from django.utils import timezone

from news import workflow
from news.enums import DeskState
from tests.factories import make_article


def returned(writer, chief, title: str = "Cầu mới qua sông Trầm", reason: str = "Thiếu số liệu"):
    article = make_article(title, created_by=writer, state=DeskState.EDITING)
    workflow.send_back(article, by=chief, reason=reason)
    return article


def soon():
    """When a mail that was written just now is due."""
    return timezone.now() + timedelta(minutes=2)
