"""A person's notifications in words, only about articles that they may see now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from text.dates import datetime_with_zone

from ..enums import NotificationKind, Verb
from ..models import Notification
from ..rights import permissions
from ..rights.people import full_name

# The header shows no higher number.
MAX_UNREAD_SHOWN = 99

_SENTENCES = {
    (NotificationKind.ASSIGNED, Verb.ASSIGN): gettext_lazy("%(who)s assigned an article to you"),
    (NotificationKind.CHANGED, Verb.ASSIGN): gettext_lazy("%(who)s took an assignment from you"),
    (NotificationKind.CHANGED, Verb.SAVE): gettext_lazy("%(who)s changed the text"),
    (NotificationKind.CHANGED, Verb.RESTORE): gettext_lazy("%(who)s put an earlier text back"),
    (NotificationKind.WAITING, Verb.SUBMIT): gettext_lazy("%(who)s sent an article to the editors"),
    (NotificationKind.WAITING, Verb.PASS_ON): gettext_lazy("%(who)s sent an article for approval"),
    (NotificationKind.WAITING, Verb.ASSIGN): gettext_lazy(
        "%(who)s gave an article back: it waits for everyone"
    ),
    (NotificationKind.WAITING, Verb.SAVE): gettext_lazy(
        "%(who)s moved an article into your section, where it waits"
    ),
    (NotificationKind.RETURNED, Verb.SEND_BACK): gettext_lazy("%(who)s returned the article"),
    (NotificationKind.APPROVED, Verb.APPROVE): gettext_lazy("%(who)s approved the article"),
    (NotificationKind.APPROVED, Verb.OVERRIDE): gettext_lazy(
        "%(who)s approved the article without a second pair of eyes"
    ),
    (NotificationKind.PUBLISHED, Verb.PUBLISH): gettext_lazy("%(who)s published the article"),
    (NotificationKind.PUBLISHED, Verb.SCHEDULE): gettext_lazy("%(who)s scheduled the article"),
    (NotificationKind.PUBLISHED, Verb.MOVE): gettext_lazy("%(who)s moved the scheduled time"),
    (NotificationKind.PUBLISHED, Verb.BRING_BACK): gettext_lazy("%(who)s brought the article back"),
    (NotificationKind.WITHDRAWN, Verb.WITHDRAW): gettext_lazy("%(who)s withdrew the article"),
    (NotificationKind.WITHDRAWN, Verb.CANCEL): gettext_lazy(
        "%(who)s cancelled the scheduled publication"
    ),
}
_REASONED = (Verb.SEND_BACK, Verb.OVERRIDE, Verb.WITHDRAW)


@dataclass(frozen=True)
class Message:
    """One notification in words."""

    key: int
    said: str
    title: str
    # Lines with the reason, a time or a note.
    details: list[str]
    at: datetime
    # The article's form.
    url: str
    read: bool


def visible_notifications(person) -> QuerySet[Notification]:
    """This person's notifications, in the admin or by mail, about articles that they may see
    now."""
    if not person.is_active or not permissions.works_on_articles(person):
        return Notification.objects.none()
    return Notification.objects.filter(permissions.visible_q(person, "article__"), person=person)


def in_admin(person) -> QuerySet[Notification]:
    """The notifications that this person sees in the admin, newest first."""
    return visible_notifications(person).filter(in_admin=True).order_by("-pk")


def with_related(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """Load the related rows that `message_of` needs, without the long texts of articles."""
    return rows.select_related("article__assignee", "act__by", "act__edition").defer(
        *("article__body", "article__lead", "article__folded", "act__text"),
        *("act__edition__document", "act__edition__lead"),
    )


def unread(person) -> str:
    """The number of unread notifications for the header: `99+` if there are more than 99, empty for
    none; one query."""
    count = visible_notifications(person).unread().values("pk")[: MAX_UNREAD_SHOWN + 1].count()
    return f"{MAX_UNREAD_SHOWN}+" if count > MAX_UNREAD_SHOWN else str(count or "")


def message_of(notification: Notification) -> Message:
    """A notification in words. It has to come from `visible_notifications` and `with_related`."""
    article = notification.article
    return Message(
        notification.pk,
        _said(notification),
        article.title or _("(no title yet)"),
        _details(notification),
        notification.at,
        reverse("admin:news_article_change", args=[article.pk]),
        notification.read_at is not None,
    )


def _said(notification: Notification) -> str:
    act, article = notification.act, notification.article
    if notification.kind == NotificationKind.OVERDUE:
        if not _is_overdue(notification) or not article.assignee:
            return _("An assignment was overdue")
        if article.assignee_id == notification.person_id:
            return _("What you were assigned is overdue")
        return _("What you assigned to %s is overdue") % full_name(article.assignee)
    return _SENTENCES[notification.kind, act.verb] % {
        "who": full_name(act.by) if act.by else _("The portal")
    }


def _is_overdue(notification: Notification) -> bool:
    """Whether the assignment of which it tells is still overdue: not done, not assigned to somebody
    else, and without a new time."""
    return notification.article.overdue_at == notification.at


def _details(notification: Notification) -> list[str]:
    act, article = notification.act, notification.article
    if notification.kind == NotificationKind.OVERDUE:
        still = article.due_at and _is_overdue(notification)
        return [_("It was due at %s") % datetime_with_zone(article.due_at)] if still else []
    lines = []
    if act.verb in (Verb.SCHEDULE, Verb.MOVE) and act.edition:
        lines.append(_("Readers will see it at %s") % datetime_with_zone(act.edition.live_from))
    if act.verb == Verb.ASSIGN:
        if act.note.strip("–. "):
            lines.append(_("Assigned to: %s") % act.note)
    elif act.note:
        lines.append((_("Reason: %s") if act.verb in _REASONED else _("Note: %s")) % act.note)
    return lines
