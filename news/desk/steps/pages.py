"""Steps as staff see them: which are offered to whom, as buttons of the form or as links to a page
that asks something first (a reason, a time, what becomes of a scheduled edition).

Nobody takes a step on a text that they have not seen. Pages with steps carry a `SeenState`, in a
hidden field or in their links, and a step is refused if the article has changed since. A step of
the article's form needs none, because the form is saved first and refuses an older `seen_version`
(`ArticleForm`).
"""

import re
from dataclasses import dataclass
from typing import Any, Self
from zlib import crc32

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from staff.base_admin import reopened
from text.dates import datetime_with_zone

from ...editions.public_status import PublicStatus, cached_status, public_status
from ...enums import DeskState, PublicState, Verb
from ...models import Act, Article
from ...rights import permissions
from ...side_pages import ArticlePage, get_article
from . import STEPS, ScheduledAhead, Step, StepRefused, cancel, move, pass_on, publish, submit
from .approval import DeskMove
from .base import Situation


@dataclass(frozen=True)
class SeenState:
    """An article as somebody saw it."""

    version: int
    # The number of the latest edition; 0 if there is none.
    edition: int
    # A hash of what `Step.state_seen` gave; empty for steps without it.
    besides: str = ""

    @classmethod
    def of(cls, article: Article, step: Step | None = None) -> Self:
        state = step and step.state_seen
        besides = f"{crc32(repr(state(article)).encode()):08x}" if state else ""
        return cls(article.version, article.last_number, besides)

    @classmethod
    def read(cls, text: str) -> Self:
        """Reads what a page carried. A text that cannot be read counts as nothing seen."""
        found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})(?:\.([0-9a-f]{8}))?", text)
        return cls(int(found[1]), int(found[2]), found[3] or "") if found else cls(-1, -1)

    def __str__(self) -> str:
        return f"{self.version}.{self.edition}.{self.besides}".rstrip(".")


def changes_since(seen: str, article: Article, step: Step) -> SafeString | None:
    """A sentence about what changed since the person saw the state `seen`, with a link to it. None
    if nothing changed that matters for the step."""
    before, now = SeenState.read(seen), SeenState.of(article, step)
    sides = None
    if step.needs_text_seen and before.version != now.version:
        sentence = gettext(
            "Nothing was done yet: the article was edited after you opened it. Look at what "
            "changed, then press again if you still want to."
        )
        sides = _texts(article, now.version - before.version)
    elif step.needs_editions_seen and before.edition != now.edition:
        sentence = gettext(
            "Nothing was done yet: another edition of the article was made after you opened it. "
            "Look at what changed, then press again if you still want to."
        )
        if 0 < before.edition < now.edition:
            sides = before.edition, now.edition
    elif step.state_seen and before.besides != now.besides:
        sentence = step.state_changed
    else:
        return None
    here = reverse("admin:news_article_history", args=[article.pk])
    if sides:
        query = {"a": sides[0], "b": sides[1]}
        here = reverse("admin:news_article_compare", args=[article.pk], query=query)
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>', sentence, here, gettext("Show what changed")
    )


def _texts(article: Article, behind: int) -> tuple[str, str] | None:
    """The names, for `ComparePage`, of the save that was seen and of the desk copy. None if that
    save is not in the log. `behind` counts the saves since; each left its text in the log."""
    if behind < 1:
        return None
    save = article.acts.exclude(text="").values_list("pk", flat=True)[behind : behind + 1]
    return (f"save-{save[0]}", "desk") if save else None


@dataclass(frozen=True)
class OfferedStep:
    """A step that may be taken now. It has a `url` if a page asks something first."""

    verb: str
    label: str
    url: str | None = None
    # Whether its button stands out.
    chief: bool = False

    @classmethod
    def of(cls, step: Step, article: Article | None = None) -> "OfferedStep":
        """`article` is None for a new article."""
        url = None if step.is_on_form else _address(article, step)
        return cls(step.verb, step.button(article), url, chief=step is publish)


def offered_steps(user, article: Article) -> list[OfferedStep]:
    """The steps that this person may take with this article now."""
    now = Situation(article, user)
    return [
        OfferedStep.of(step, article)
        for step in STEPS.values()
        if step.fits(now)
        and step.allows(user, article)
        and (not step.is_on_form or permissions.may_edit(user, article))
    ]


def of_schedule(user, article: Article) -> list[OfferedStep]:
    """The steps that move or cancel its scheduled edition, for lists of articles."""
    if not article.public_status.ahead:
        return []
    return [OfferedStep.of(step, article) for step in (move, cancel) if step.allows(user, article)]


def _address(article: Article, step: Step) -> str:
    """The address of a step's page. It carries what the person has seen."""
    return reverse(
        "admin:news_article_step",
        args=[article.pk, step.verb],
        query={"seen": SeenState.of(article, step)},
    )


def offered_new(user) -> list[OfferedStep]:
    """The step that is offered for a new article: the furthest one that this person may take in at
    least one section."""
    for step in (publish, pass_on):
        if permissions.has_in_any_section(user, step.right):
            return [OfferedStep.of(step)]
    return [OfferedStep.of(submit)]


def last_return(article: Article) -> Act | None:
    """The act by which a draft was returned, if it has not gone on since."""
    if article.state != DeskState.DRAFT:
        return None
    move_verbs = [verb for verb, step in STEPS.items() if isinstance(step, DeskMove)]
    last = (
        article.acts.filter(verb__in=[*move_verbs, Verb.PUBLISH, Verb.SCHEDULE])
        .select_related("by")
        .defer("text", "times")
        .first()
    )
    return last if last and last.verb == Verb.SEND_BACK else None


def public_badge(status: PublicStatus) -> SafeString:
    """The public state in words, with the next change."""
    words = str(status.state.label)
    if status.state == PublicState.SCHEDULED:
        words = f"{words}: {datetime_with_zone(status.ahead.live_from)}"
    elif status.ahead:
        words += "; " + gettext("update at %s") % datetime_with_zone(status.ahead.live_from)
    elif status.running and status.running.live_until:
        words += " " + gettext("until %s") % datetime_with_zone(status.running.live_until)
    return format_html('<span class="state public-{}">{}</span>', status.state.value, words)


def run_from_form(request: HttpRequest, article: Article, step: Step) -> HttpResponse | None:
    """Take a step whose button is on the form, and add messages about the result. Returns a
    redirect to the step's page if it has to ask something, otherwise None."""
    try:
        _take(request, article, step, {})
    except ScheduledAhead:
        messages.info(request, gettext("Your text is saved. One question before it is published:"))
        return HttpResponseRedirect(_address(article, step))
    except PermissionDenied:
        messages.error(request, gettext("Saved, but you may not do this with the article."))
    except StepRefused as refusal:
        messages.error(request, gettext("Saved, but: %s") % refusal)
    except ValidationError as error:
        problem = (
            gettext("Saved, but not published: %s")
            if step is publish
            else gettext("Saved, but not sent on: %s")
        )
        # Two fields may say the same.
        for sentence in dict.fromkeys(error.messages):
            messages.error(request, problem % sentence)
    return None


def _take(request: HttpRequest, article: Article, step: Step, cleaned: dict[str, Any]) -> None:
    """Take the step, and add a message about what was done."""
    answers = step.answers(article, cleaned)
    result = step(article, by=request.user, **answers)
    messages.success(request, step.done_message(article, result, answers))
    if warning := step.warning(result):
        messages.warning(request, warning)


class StepPage(ArticlePage):
    """The page of a step that asks something first."""

    template_name = "news/step.html"
    reopens = True
    step: Step

    def find_article(self, object_id: str | None) -> Article:
        self.step = STEPS.get(self.kwargs["verb"])
        if self.step is None or self.step.form is None:
            raise Http404
        article = super().find_article(object_id)
        article.public_status = public_status(article)
        self.step.require(self.request.user, article)
        return article

    def get(self, request: HttpRequest, verb: str) -> HttpResponse:
        seen = request.GET.get("seen")
        changes = None if seen is None else changes_since(seen, self.article, self.step)
        return self.show(self.step.form_for(self.article, request.user), changes)

    def post(self, request: HttpRequest, verb: str) -> HttpResponse:
        form = self.step.form_for(self.article, request.user, request.POST)
        changes, fits = None, True
        try:
            with transaction.atomic():
                self.article = get_article(request, str(self.article.pk), lock=True)
                changes = changes_since(request.POST.get("seen", ""), self.article, self.step)
                acts = not reopened(request) and form.is_valid() and not changes
                if acts and self.take(form):
                    return HttpResponseRedirect(self.back)
        except StepRefused as refusal:
            if not form.fields:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(self.back)
            # What was typed stays in the form.
            form.add_error(None, str(refusal))
            fits = self.step.fits(Situation(self.article, request.user))
        return self.show(form, changes, fits)

    def take(self, form: forms.Form) -> bool:
        """Take the step. Returns whether it was taken; if not, the form has the errors."""
        try:
            _take(self.request, self.article, self.step, form.cleaned_data)
        except ValidationError as error:
            for field, sentences in error.message_dict.items():
                form.add_error(field if field in form.fields else None, sentences)
            return False
        return True

    def show(
        self, form: forms.Form, changes: SafeString | str | None, fits: bool = True
    ) -> HttpResponse:
        return self.render(
            title=str(self.step.label),
            form=form,
            verb=self.step.verb,
            explanation=self.step.explanation,
            public_status=cached_status(self.article),
            changes=changes,
            fits=fits,
            seen=SeenState.of(self.article, self.step),
            media=self.model_admin.media + form.media,
        )
