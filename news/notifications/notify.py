"""Writes the notifications of an act, in the transaction of the act, with a few statements for any
number of people. docs/roles.md has the table of who is notified of what."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from database.queries import delete_some
from sections.tree import tree

from ..editions.document import Document
from ..enums import DeskState, NotificationKind, Verb
from ..models import Act, Article, Notification
from ..rights.permissions import APPROVE, EDIT, people_with
from .choices import default, mail_is_set_up

# How many people one act notifies.
MAX_RECIPIENTS = 500
# A notification is mailed so much later: others may join the mail, or the person may read it in the
# admin before.
MAIL_DELAY = timedelta(minutes=1)
# Notifications that were read, and those that were not, are deleted after these times.
READ_KEPT = timedelta(days=90)
UNREAD_KEPT = timedelta(days=365)

# Kinds that ask somebody to do something.
ASKING = (NotificationKind.ASSIGNED, NotificationKind.WAITING, NotificationKind.OVERDUE)
_WAITS_FOR = {DeskState.EDITING: EDIT, DeskState.APPROVAL: APPROVE}
_WRITING = (Verb.CREATE, Verb.SAVE, Verb.RESTORE)


def settle(act: Act, kinds: Collection[NotificationKind]) -> None:
    """Mark the article's unread notifications of those kinds as read, because the act has done what
    they ask for."""
    if kinds:
        Notification.objects.filter(article=act.article, kind__in=kinds, read_at=None).update(
            read_at=act.at, mail_after=None
        )


def notify_writers(act: Act, kind: NotificationKind) -> None:
    """Notify everybody who began the article, wrote in it, or has or just had it assigned."""
    article = act.article
    own = {article.created_by_id, article.assigned_before, article.assignee_id} - {None}
    wrote = Act.objects.filter(article=article, verb__in=_WRITING).order_by().values("by")
    _write(kind, act, get_user_model().objects.filter(Q(pk__in=own) | Q(pk__in=wrote)))


def notify_queue(act: Act) -> None:
    """Notify everybody in whose to-do queue the article is now."""
    members = _queue_members(act.article.state, act.article.section_id)
    _write(NotificationKind.WAITING, act, members)


def notify_assignee(act: Act) -> None:
    """Notify the former and the new assignee. If there is no new one, notify everybody in whose
    to-do queue the article is again."""
    article, people = act.article, get_user_model().objects
    had, has = article.assigned_before, article.assignee_id
    if had not in (None, has, act.by_id):
        _write(NotificationKind.CHANGED, act, people.filter(pk=had))
    if has not in (None, act.by_id):
        _write(NotificationKind.ASSIGNED, act, people.filter(pk=has))
    elif has is None and article.state in _WAITS_FOR:
        members = _queue_members(article.state, article.section_id)
        _write(NotificationKind.WAITING, act, members.exclude(pk=had))


def notify_of_save(act: Act) -> None:
    """If the text has changed, notify the assignee and, if it is a draft, the person who began it.
    If the article waits and has moved into another section, notify the people in whose to-do queue
    it is new."""
    article = act.article
    author = article.created_by_id if article.state == DeskState.DRAFT else None
    hands = {article.assignee_id, author} - {None, act.by_id}
    waits = article.state in _WAITS_FOR and article.assignee_id is None
    if not hands and not waits:
        return
    texts = article.acts.exclude(pk=act.pk).exclude(text="").values_list("text", flat=True)
    before = texts.order_by("-pk").first()
    if hands and before != act.text:
        _changed(act, hands)
    if waits and before and (left := Document.from_json(before).section) != article.section_id:
        knew = _queue_members(article.state, left).values("pk")
        came = _queue_members(article.state, article.section_id).exclude(pk__in=knew)
        _write(NotificationKind.WAITING, act, came)


def _changed(act: Act, hands: set[int]) -> None:
    """Notify these people of a change of the text. It replaces their unread notification of an
    earlier change."""
    kind = NotificationKind.CHANGED
    unread = Notification.objects.filter(
        article=act.article, person__in=hands, kind=kind, act__verb=Verb.SAVE, read_at=None
    )
    mailed = list(unread.filter(mailed_at__isnull=False).values_list("person", flat=True))
    unread.delete()
    _write(kind, act, get_user_model().objects.filter(pk__in=hands))
    # The replaced notification was mailed, so this one is not.
    if mailed:
        Notification.objects.filter(act=act, kind=kind, person__in=mailed).update(
            mail_after=None, mailed_at=act.at
        )


def _queue_members(state: str, section: int | None) -> QuerySet:
    """The accounts in whose to-do queue such an article is; the reverse of `queues._to_do`."""
    node = tree().by_id.get(section)
    sections = [each.pk for each in node.trail] if node else []
    return get_user_model().objects.filter(people_with(_WAITS_FOR[state], sections=sections))


def _write(kind: NotificationKind, act: Act, people: QuerySet) -> None:
    _note(kind, act.article, act, act.at, people.exclude(pk=act.by_id))


def _note(
    kind: NotificationKind, article: Article, act: Act | None, at: datetime, people: QuerySet
) -> None:
    """Write a notification for each of those people who is active staff, in the ways they chose."""
    chosen = FilteredRelation("notification_choices", condition=Q(notification_choices__kind=kind))
    told = people.filter(is_active=True, is_staff=True).annotate(chosen=chosen).order_by("pk")
    usual, leaves, rows = default(kind), mail_is_set_up(), []
    for person, address, in_admin, by_mail in told.values_list(
        "pk", "email", "chosen__in_admin", "chosen__by_mail"
    )[:MAX_RECIPIENTS]:
        if in_admin is None:
            in_admin, by_mail = usual.in_admin, usual.by_mail
        # A mail would not reach this person, so the notification is shown in the admin.
        if by_mail and not (address and leaves):
            in_admin, by_mail = True, bool(address)
        if in_admin or by_mail:
            rows.append(
                Notification(
                    person_id=person,
                    article=article,
                    kind=kind,
                    act=act,
                    at=at,
                    in_admin=in_admin,
                    mail_after=at + MAIL_DELAY if by_mail else None,
                )
            )
    Notification.objects.bulk_create(rows)


def notify_overdue(now: datetime | None = None, limit: int = 100) -> int:
    """Notify the assignee and the person who assigned it, once, of each overdue assignment. Returns
    how many assignments there were, `limit` at most."""
    now = now or timezone.now()
    late = Article.objects.filter(due_at__lte=now, assignee__isnull=False, overdue_at=None)
    keys = list(late.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    for key in keys:
        with transaction.atomic():
            # Meanwhile the article may have gone on, or another worker may have notified them.
            article = late.select_for_update(of=("self",)).filter(pk=key).first()
            if article is not None:
                Article.objects.filter(pk=key).update(overdue_at=now)
                given = article.acts.filter(verb=Verb.ASSIGN).defer("text", "times").first()
                people = get_user_model().objects.filter(
                    pk__in={article.assignee_id, given.by_id if given else None} - {None}
                )
                _note(NotificationKind.OVERDUE, article, given, now, people)
    return len(keys)


def sweep(now: datetime | None = None, limit: int = 1000) -> int:
    """Delete old notifications, `limit` at most. Returns how many."""
    now = now or timezone.now()
    return delete_some(
        Notification.objects.filter(Q(read_at__lt=now - READ_KEPT) | Q(at__lt=now - UNREAD_KEPT)),
        limit,
    )
