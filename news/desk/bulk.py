"""Actions on many articles: each article in its own transaction and with its own result, so that a
refusal stops none of the others."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from text.dates import datetime_with_zone

from ..editions.compose import composing_once
from ..editions.public_status import public_status
from ..enums import DeskState
from ..models import Article
from . import steps

MAX_ARTICLES = 200


@dataclass(frozen=True)
class Result:
    """Whether it was done with one article, and what is said of it."""

    done: bool
    message: str


def run_one(act, article: Article, by, **how) -> Result:
    """Do `act` with one article, completely or not at all."""
    try:
        with transaction.atomic(), composing_once():
            return Result(True, act(article, by, **how))
    except PermissionDenied:
        return Result(False, _("You may not do this with the article."))
    except steps.ScheduledAhead:
        return Result(False, _("Another edition is scheduled: open it to say what becomes of it."))
    except steps.StepRefused as refusal:
        return Result(False, str(refusal))
    except Article.DoesNotExist:
        return Result(False, _("It is not there any more."))
    except ValidationError as error:
        return Result(False, " ".join(error.messages))
    except OperationalError:
        return Result(False, _("The database did not answer in time; try once more."))


def publish(article: Article, by) -> str:
    """Publish it if it is approved, at the time in its form. An article that is not approved has to
    be opened and read first."""
    if article.state != DeskState.APPROVED:
        raise steps.StepRefused(_("It is not approved: open it and read it first."))
    stand = public_status(article)
    if stand.running and not steps.has_changes(article, stand.running):
        raise steps.StepRefused(_("Readers see this text already."))
    edition = steps.publish(article, by=by, at=article.publish_at)
    if edition.live_from > edition.made_at:
        return _("Scheduled: readers will see it at %s.") % datetime_with_zone(edition.live_from)
    return _("Published.")


def plainly(step: steps.Step) -> Callable[..., str]:
    """An action that takes this step and gives its message."""

    def take(article: Article, by, **how) -> str:
        step(article, by=by, **how)
        return str(step.message)

    return take


def refile(article: Article, by, *, republish: bool, **how) -> str:
    """Change section or tags, and publish that if `republish` and if the desk copy has no other
    changes: these may not have been approved."""
    running = public_status(article).running
    changed = running and steps.has_changes(article, running)
    steps.save(article, by=by, **how)
    if not running:
        return _("Done.")
    if republish and not changed:
        steps.publish(article, by=by)
        return _("Done, and published.")
    if republish:
        return _("Done on the desk. It has other changes too: publish it from its form.")
    return _("Done on the desk; readers see it when it is published.")
