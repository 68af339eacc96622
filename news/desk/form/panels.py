"""The panels around an article's form: steps, public status, receipt, comments, log, unsaved
words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.text import capfirst

from delivery.hosts import public_url
from staff.conflicts import Differences
from text.diff import DiffRow

from ...addresses import article_path
from ...counting import readers
from ...editions.public_status import cached_status
from ...models import Article
from ...receipts import admin as receipts_admin
from ...review_links import comments
from ...rights import permissions
from ...side_pages import form_url
from ...sittings import admin as sittings_admin, open_forms
from ...word import admin as word_admin
from .. import steps
from ..steps import pages
from .rows import ArticleFormSet


def panels(request: HttpRequest, article: Article | None, context: dict[str, Any]) -> dict:
    """The template's context for a stored article or a new one (None). `context` is Django's own,
    with the form."""
    form, user = context["adminform"].form, request.user
    found = {"word": word_admin.panel_context(), "show_save_and_add_another": False}
    if form.conflict is not None:
        found |= _conflict(form, context)
    if article is None:
        found["steps"] = pages.offered_new(user)
    else:
        found |= _of_stored(user, article, form)
    if article is None or permissions.may_edit(user, article):
        found |= _sittings(request, article)
    return found


def _of_stored(user, article: Article, form: forms.ModelForm) -> dict[str, Any]:
    article.standing = stand = cached_status(article)
    return {
        "steps": pages.offered_steps(user, article),
        "standing": stand,
        "public_badge": pages.public_badge(stand),
        # Not of a bound form: its fields are in `article` already, though they are not saved.
        "changes_waiting": stand.running is not None
        and not form.is_bound
        and steps.has_changes(article, stand.running),
        "live_path": live_url(article),
        "reads": readers.formatted_count(article),
        "receipt": receipts_admin.last_of(article) if stand.last else None,
        "edition_count": article.editions.count(),
        "returned": pages.last_return(article),
        "last_acts": article.acts.select_related("by").defer("text", "times")[:6],
        **comments.panel(article),
    }


def live_url(article: Article) -> str | None:
    """The address at which readers see it; None where they do not."""
    edition = cached_status(article).running
    return edition and public_url(article_path(edition.section_id, edition.slug, article.pk))


def _sittings(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    sitting = sittings_admin.sitting_key(request)
    unsaved = open_forms.unsaved(request.user, article, but=sitting)
    return {
        "sitting": sitting,
        "unsaved": unsaved,
        "put_aside": [each for each in unsaved if each.dropped_at],
        "form_address": form_url(article),
    }


def _conflict(form: forms.ModelForm, context: dict[str, Any]) -> dict[str, Any]:
    """The differences, for a form that was refused because somebody else saved."""
    kinds = [each.formset for each in context["inline_admin_formsets"]]
    in_rows = _by_kind(kinds, ArticleFormSet.differences)
    if form.merge:
        form.merge.taken += _by_kind(kinds, lambda kind: kind.taken)
    return {
        "conflict_in_rows": in_rows,
        "conflict": [*form.conflict, *in_rows],
        "merge": form.merge,
    }


def _by_kind(
    kinds: list[ArticleFormSet], rows: Callable[[ArticleFormSet], list[DiffRow]]
) -> Differences:
    """What `rows` gives of authors, attachments and related articles, each by its name."""
    named = [(capfirst(kind.model._meta.verbose_name_plural), rows(kind)) for kind in kinds]
    return [(label, found) for label, found in named if found]
