"""Writes the notifications of an act in the act's own transaction, in at most three statements for
any number of people. docs/roles.md has the table of who is notified of what."""

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

# People who are notified of one act.
MAX_RECIPIENTS = 500
# A mail waits so long for more notifications, or until it is read in the admin.
MAIL_DELAY = timedelta(minutes=1)
READ_KEPT = timedelta(days=90)
UNREAD_KEPT = timedelta(days=365)

# Kinds that ask somebody to do something.
ASKING = (NotificationKind.ASSIGNED, NotificationKind.WAITING, NotificationKind.OVERDUE)
_WAITS_FOR = {DeskState.EDITING: EDIT, DeskState.APPROVAL: APPROVE}
_WRITING = (Verb.CREATE, Verb.SAVE, Verb.RESTORE)


def settle(act: Act, kinds: Collection[NotificationKind]) -> None:
    """Mark unread notifications of those kinds as read: what they ask for is done."""
    if kinds:
        Notification.objects.filter(article=act.article, kind__in=kinds, read_at=None).update(
            read_at=act.at, mail_after=None
        )


def notify_writers(act: Act, kind: NotificationKind) -> None:
    """Notify whoever began the article, wrote in it, or had it assigned until now."""
    article = act.article
    own = {article.created_by_id, article.assigned_before, article.assignee_id} - {None}
    wrote = Act.objects.filter(article=article, verb__in=_WRITING).order_by().values("by")
    _write(kind, act, get_user_model().objects.filter(Q(pk__in=own) | Q(pk__in=wrote)))


def notify_queue(act: Act) -> None:
    """Notify everybody in whose queue the article is now."""
    members = _queue_members(act.article.state, act.article.section_id)
    _write(NotificationKind.WAITING, act, members)


def notify_assignee(act: Act) -> None:
    """Notify the new assignee and the former one; where there is no new one, whoever has the
    article in their queue again."""
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
    """Notify assignee and, of a draft, whoever began it, if the text changed. If the article waits
    and was moved into another section, notify those who have it in their queue because of that."""
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
    """One unread notification of changes for each person and article: the newer replaces it."""
    kind = NotificationKind.CHANGED
    unread = Notification.objects.filter(
        article=act.article, person__in=hands, kind=kind, act__verb=Verb.SAVE, read_at=None
    )
    mailed = list(unread.filter(mailed_at__isnull=False).values_list("person", flat=True))
    unread.delete()
    _write(kind, act, get_user_model().objects.filter(pk__in=hands))
    if mailed:  # the replaced one was mailed, so this one is not
        Notification.objects.filter(act=act, kind=kind, person__in=mailed).update(
            mail_after=None, mailed_at=act.at
        )


def _queue_members(state: str, section: int | None) -> QuerySet:
    """The accounts in whose to-do queue such an article is: the twin of `queues._to_do`."""
    node = tree().by_id.get(section)
    sections = [each.pk for each in node.trail] if node else []
    return get_user_model().objects.filter(people_with(_WAITS_FOR[state], sections=sections))


def _write(kind: NotificationKind, act: Act, people: QuerySet) -> None:
    _note(kind, act.article, act, act.at, people.exclude(pk=act.by_id))


def _note(
    kind: NotificationKind, article: Article, act: Act | None, at: datetime, people: QuerySet
) -> None:
    """One row for each of those people who is active staff, by the ways that they chose."""
    chosen = FilteredRelation("notification_choices", condition=Q(notification_choices__kind=kind))
    told = people.filter(is_active=True, is_staff=True).annotate(chosen=chosen).order_by("pk")
    usual, leaves, rows = default(kind), mail_is_set_up(), []
    for person, address, in_admin, by_mail in told.values_list(
        "pk", "email", "chosen__in_admin", "chosen__by_mail"
    )[:MAX_RECIPIENTS]:
        if in_admin is None:
            in_admin, by_mail = usual.in_admin, usual.by_mail
        if by_mail and not (address and leaves):  # a mail would not reach them
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
    """Notify assignee and assigner of each overdue assignment, once; gives how many there were."""
    now = now or timezone.now()
    late = Article.objects.filter(due_at__lte=now, assignee__isnull=False, overdue_at=None)
    keys = list(late.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    for key in keys:
        with transaction.atomic():
            # Meanwhile it may have been sent on, or another worker may have done it.
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
    """Delete old notifications, read and unread ones; gives how many."""
    now = now or timezone.now()
    return delete_some(
        Notification.objects.filter(Q(read_at__lt=now - READ_KEPT) | Q(at__lt=now - UNREAD_KEPT)),
        limit,
    )
