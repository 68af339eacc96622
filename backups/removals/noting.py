"""Notes withdrawals, redactions and takedowns, first in the database and then in the signed list.

What is noted is one of

- `{"withdrawn": article}`;
- `{"redacted": article, "editions": […], "saves": […], "notes": […], "comments": […]}`: the numbers
  of editions and the keys of rows;
- `{"taken_down": kind, "key": …, "digest": …, "words": true}`: a photo or a document.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from delivery.worker_status import WorkerTask, count_and_oldest
from media.models import MODELS, Takedown
from media.takedown.take_down import Follower
from media.usage import FileRef

from ..models import Removal
from ..store.repository import REMOVALS, Repository
from .signed_list import ListedRemoval, SignedList, UntrustedList


def list_beside(repository: Repository) -> SignedList:
    """The list that lies beside these backups. Raises UntrustedList if there is no key for it."""
    return SignedList(repository.folder / REMOVALS / "list", removals_key())


def begun_list_beside(repository: Repository) -> SignedList:
    """The same, for who writes into it. It is made while there are no backups; later a list that is
    not there is lost."""
    found = list_beside(repository)
    if not repository.backups():
        found.create()
    return found


def removals_key() -> str:
    """The key that signs the list. Whoever restores needs the same one, so it is kept apart from
    the backups. Raises UntrustedList if it is not set."""
    if not settings.REMOVALS_KEY:
        raise UntrustedList("REMOVALS_KEY is not set")
    return settings.REMOVALS_KEY


def note_withdrawal(sender, *, article, **kwargs) -> None:
    """Receives `news.desk.steps.withdrawal.withdrawn`."""
    _note({"withdrawn": article.pk})


def note_redaction(sender, *, article, editions, saves, notes, comments, **kwargs) -> None:
    """Receives `news.redaction.redact.redacted`."""
    _note({
        "redacted": article.pk,
        "editions": editions,
        "saves": saves,
        "notes": notes,
        "comments": comments,
    })  # fmt: skip


def note_takedown(file: FileRef) -> None:
    """Called in the transaction of a takedown."""
    kind, key = file
    row = MODELS[kind].objects.get(pk=key)
    is_all = row.takedown == Takedown.WORDS
    _note({"taken_down": kind, "key": key, "digest": row.digest, "words": is_all})


FOLLOWER = Follower(taken_down=note_takedown)


def list_waiting() -> int:
    """Write what waits into the list beside the backups, if there are backups. Returns how much was
    written. Raises UntrustedList if the list is lost or was changed."""
    if settings.BACKUP_DIR is None:
        return 0
    waiting = list(Removal.objects.filter(listed_at=None))
    if waiting:
        begun_list_beside(Repository(settings.BACKUP_DIR)).append(map(listed, waiting))
        keys = [each.pk for each in waiting]
        Removal.objects.filter(pk__in=keys).update(listed_at=timezone.now())
    return len(waiting)


def list_all(found: SignedList) -> str:
    """Bring a list up to date. Returns the key of its last removal, empty without one. Raises
    UntrustedList."""
    found.append(map(listed, Removal.objects.all()))
    return next((each.id for each in reversed(found.read())), "")


def listed(removal: Removal) -> ListedRemoval:
    """The line of a removal in the list."""
    return ListedRemoval(str(removal.pk), removal.at, removal.what)


def missing(found: Iterable[ListedRemoval]) -> int:
    """How many removals that were listed once the list does not have any more."""
    known = {each.id for each in found}
    keys = Removal.objects.exclude(listed_at=None).values_list("pk", flat=True)
    return sum(str(key) not in known for key in keys)


def _note(what: dict[str, Any]) -> None:
    Removal.objects.create(at=timezone.now(), what=what)
    # If it fails, the worker does it.
    transaction.on_commit(list_waiting, robust=True)


TASK = WorkerTask(
    "removals",
    lambda count: (
        ngettext(
            "%d removal is not in the list beside the backups.",
            "%d removals are not in the list beside the backups.",
            count,
        )
        % count
    ),
    lambda: (
        count_and_oldest(Removal.objects.filter(listed_at=None).order_by(), "at")
        if settings.BACKUP_DIR
        else (0, None)
    ),
    timedelta(minutes=5),
)
