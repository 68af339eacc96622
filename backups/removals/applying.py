"""Removes again what a restored backup brought back."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from media.models import MODELS, Takedown
from media.takedown.take_down import take_down_unasked
from news.desk.steps import StepRefused, withdraw
from news.models import Act, Article, Comment
from news.redaction.again import redact_again

from ..models import Removal
from .signed_list import ListedRemoval


def apply_removals(removals: Iterable[ListedRemoval], say: Callable[[str], None]) -> int:
    """Do each removal that this database does not know. Returns how many these were. Call it before
    anybody works in the restored portal: rows that are made later may get the keys that the list
    names."""
    known = {str(key) for key in Removal.objects.values_list("pk", flat=True)}
    new = [each for each in removals if each.id not in known]
    # To do them writes acts too, whose keys the list may name for others.
    last_act = Act.objects.aggregate(last=Max("pk"))["last"] or 0
    last_comment = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    for each in new:
        with transaction.atomic():
            if "withdrawn" in each.what:
                _withdraw(each.what["withdrawn"], say)
            elif "redacted" in each.what:
                _redact(each.what, last_act, last_comment, say)
            else:
                _take_down(each.what)
            # What this made itself is noted under the key that the list has.
            Removal.objects.filter(listed_at=None).exclude(pk__in=known).delete()
            Removal.objects.create(pk=each.id, at=each.at, what=each.what, listed_at=timezone.now())
    return len(new)


def _withdraw(key: int, say: Callable[[str], None]) -> None:
    article = Article.objects.filter(pk=key).first()
    if article is None:
        return
    # If nobody sees it, there is nothing to withdraw.
    with suppress(StepRefused):
        withdraw.take_unasked(article, reason=_("Withdrawn before; a backup brought it back."))
        say(f"Article {key} is withdrawn, as it was after the backup")


def _redact(what: dict, last_act: int, last_comment: int, say: Callable[[str], None]) -> None:
    article = what["redacted"]
    if redact_again(
        article,
        editions=what["editions"],
        saves=[key for key in what["saves"] if key <= last_act],
        notes=[key for key in what["notes"] if key <= last_act],
        comments=[key for key in what["comments"] if key <= last_comment],
    ):
        say(f"Article {article} is withdrawn: in the backup readers saw what was redacted later")


def _take_down(what: dict) -> None:
    kind, key = what["taken_down"], what["key"]
    row = MODELS[kind].objects.filter(pk=key, digest=what["digest"]).first()
    if row and row.takedown != Takedown.WORDS:
        take_down_unasked(
            (kind, key),
            reason=_("Taken down before; a backup brought it back."),
            words=what["words"],
        )
