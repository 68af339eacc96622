"""Actions on articles that were chosen in the list. A page asks first. Then each article is changed
in its own transaction and has its own result, so that one refusal does not stop the others.

With JavaScript, each article is a request of its own and the page shows progress. Without it, one
response has all results.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from sections.fields import NodeChoiceField
from staff.base_admin import reopened
from staff.fields import KeysOnlyMixin, is_key
from text.dates import datetime_with_zone

from ..editions.compose import composing_once
from ..editions.public_status import attach_statuses, public_status
from ..enums import DeskState
from ..models import Article, Tag
from ..rights import permissions
from ..side_pages import ArticlePage
from . import steps
from .form.choices import FoundSelectMultiple
from .steps.pages import SeenState, changes_since, public_badge

MAX_ARTICLES = 200


def publish(article: Article, by) -> str:
    """Publish an approved article, at the time in its form. Returns a message. Raises StepRefused
    if it is not approved (somebody has to open and read it first), or if readers see this text
    already."""
    if article.state != DeskState.APPROVED:
        raise steps.StepRefused(gettext("It is not approved: open it and read it first."))
    running = public_status(article).running
    if running and not steps.has_changes(article, running):
        raise steps.StepRefused(gettext("Readers see this text already."))
    edition = steps.publish(article, by=by, at=article.publish_at)
    if edition.live_from > edition.made_at:
        return gettext("Scheduled: readers will see it at %s.") % datetime_with_zone(
            edition.live_from
        )
    return gettext("Published.")


def refile(article: Article, by, *, republish: bool, **how) -> str:
    """Change section or tags. With `republish`, also publish the change, but only if the desk copy
    has no other changes, because perhaps nobody has approved those. Returns a message."""
    running = public_status(article).running
    changed = running and steps.has_changes(article, running)
    steps.save(article, by=by, **how)
    if not running:
        return gettext("Done.")
    if republish and not changed:
        steps.publish(article, by=by)
        return gettext("Done, and published.")
    if republish:
        return gettext("Done on the desk. It has other changes too: publish it from its form.")
    return gettext("Done on the desk; readers see it when it is published.")


def take(step: steps.Step, article: Article, by, **how) -> str:
    """Take the step with the form's answers. Returns its message."""
    step(article, by=by, **how)
    return str(step.message)


class RepublishForm(forms.Form):
    republish = forms.BooleanField(
        label=_("Readers see it at once"),
        required=False,
        help_text=_(
            "Publishes the articles that readers see already, if this is all that is new in them."
        ),
    )
    field_order = ["section", "tags", "without", "republish"]

    def limit_to(self, user) -> None:
        """Limit the form to what this person may do."""
        if not permissions.has_in_any_section(user, permissions.PUBLISH):
            self.fields["republish"].disabled = True


class MoveForm(RepublishForm):
    section = NodeChoiceField(articles_only=True, label=_("Into the section"))

    def limit_to(self, user) -> None:
        super().limit_to(user)
        self.fields["section"].limit_to(permissions.sections_for(user))


class TagsField(KeysOnlyMixin, forms.ModelMultipleChoiceField):
    """Completes tags while they are typed, as in an article's form."""

    def __init__(self, **kwargs) -> None:
        widget = FoundSelectMultiple(Article._meta.get_field("tags"), admin.site)
        super().__init__(Tag.objects.all(), required=False, widget=widget, **kwargs)


class TagForm(RepublishForm):
    tags = TagsField(label=_("Add the tags"))
    without = TagsField(label=_("Take away the tags"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not cleaned["tags"] and not cleaned["without"]:
            raise forms.ValidationError(_("Choose a tag."))
        return cleaned


@dataclass(frozen=True)
class BulkAction:
    """One of the list's actions."""

    title: str
    button: str
    explanation: str
    # Its right is needed, and it says what the person must have seen of each article.
    step: steps.Step
    # Changes a locked article and returns a message: `run(article, user, **answers)`.
    run: Callable[..., str]
    form: type[forms.Form] = forms.Form


BULK_ACTIONS = {
    "publish": BulkAction(
        _("Publish"), _("Publish these"),
        _("What is approved is published, or scheduled for the time in its form."),
        steps.publish, publish,
    ),
    "move": BulkAction(
        _("Move into another section"), _("Move these"),
        _("The desk copies are put into that section."),
        steps.save, refile, MoveForm,
    ),
    "tag": BulkAction(
        _("Change the tags"), _("Change the tags of these"),
        _("The desk copies get these tags, or lose them."),
        steps.save, refile, TagForm,
    ),
    "assign": BulkAction(
        _("Assign"), _("Assign these"),
        _("They stand first among what this person has to do, until they go on."),
        steps.assign, partial(take, steps.assign), steps.assign.form,
    ),
    "withdraw": BulkAction(
        _("Withdraw"), _("Withdraw these"),
        _(
            "Readers no longer see the articles from this moment on; scheduled editions are "
            "cancelled. Nothing is deleted, and each can be brought back."
        ),
        steps.withdraw, partial(take, steps.withdraw), steps.withdraw.form,
    ),
}  # fmt: skip


def actions(user) -> dict[str, tuple[Callable, str, str]]:
    """The actions of the list for which this person has the right in at least one section, as
    `ModelAdmin.get_actions` gives them."""
    return {
        name: (partial(_lead_to, name), name, act.title)
        for name, act in BULK_ACTIONS.items()
        if permissions.has_in_any_section(user, act.step.right)
    }


def _lead_to(name: str, model_admin, request: HttpRequest, chosen: QuerySet) -> HttpResponse:
    keys = list(chosen.order_by("-pk").values_list("pk", flat=True)[: MAX_ARTICLES + 1])
    if len(keys) > MAX_ARTICLES:
        messages.error(request, gettext("Choose at most %d articles at a time.") % MAX_ARTICLES)
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(
        reverse("admin:news_article_bulk", args=[name]) + f"?bai={','.join(map(str, keys))}"
    )


@dataclass
class BulkRow:
    article: Article
    # The `SeenState` that the page carries, as text.
    seen: str
    badge: SafeString
    done: bool = False
    # The result, or why nothing was done; empty before the first try.
    message: SafeString | str = ""


class BulkPage(ArticlePage):
    """The chosen articles and the action's form. A POST runs the action on all of them, or only on
    the article that `one` names."""

    template_name = "news/bulk.html"
    reopens = True

    def find_article(self, object_id: None) -> None:
        """Find the action and its articles. Returns None, as the page is about several articles."""
        self.act = BULK_ACTIONS.get(self.kwargs["act"])
        if self.act is None:
            raise Http404
        if not permissions.has_in_any_section(self.request.user, self.act.step.right):
            raise PermissionDenied
        self.rows = _rows(self.request, _keys(self.request), self.act.step)

    def trail(self) -> list[tuple[str, str]]:
        return super().trail()[:1]

    def get(self, request: HttpRequest, act: str) -> HttpResponse:
        is_sent = request.method == "POST"
        form = self.act.form(request.POST if is_sent else None)
        if isinstance(form, RepublishForm):
            form.limit_to(request.user)
        # The page's script sends one article at a time.
        only = request.POST.get("one")
        is_done = is_sent and not reopened(request) and form.is_valid()
        for row in self.rows if is_done else ():
            if only in (None, str(row.article.pk)):
                _do(row, self.act, request.user, form.cleaned_data)
        return self.render(
            title=self.act.title,
            back=reverse("admin:news_article_changelist"),
            act=self.act,
            name=self.kwargs["act"],
            rows=self.rows,
            form=form,
            is_done=is_done,
            left=sum(not row.done for row in self.rows),
            media=self.model_admin.media + form.media,
        )

    post = get


def _keys(request: HttpRequest) -> list[int]:
    sent = request.POST.getlist("bai") or request.GET.get("bai", "").split(",")
    keys = list(dict.fromkeys(int(key) for key in sent if is_key(key)))
    if not keys or len(keys) > MAX_ARTICLES:
        raise Http404
    return keys


def _rows(request: HttpRequest, keys: list[int], step: steps.Step) -> list[BulkRow]:
    """The articles that this person may see, in the order of the keys."""
    articles = permissions.visible(request.user, Article.objects.select_related("section"))
    found = articles.in_bulk(keys)
    articles = [found[key] for key in keys if key in found]
    attach_statuses(articles)
    is_sent = request.method == "POST"
    return [
        BulkRow(
            article,
            request.POST.get(f"seen-{article.pk}", "")
            if is_sent
            else str(SeenState.of(article, step)),
            public_badge(article.public_status),
        )
        for article in articles
    ]


# Messages for errors that have none for people.
_REFUSALS = {
    PermissionDenied: _("You may not do this with the article."),
    steps.ScheduledAhead: _("Another edition is scheduled: open it to say what becomes of it."),
    Article.DoesNotExist: _("It is not there any more."),
    OperationalError: _("The database did not answer in time; try once more."),
}


def _do(row: BulkRow, act: BulkAction, user, how: dict) -> None:
    """Run the action on one article, in one transaction. If the article changed after this person
    opened the page, nothing is done and the row says what changed."""
    try:
        with transaction.atomic(), composing_once():
            article = Article.objects.select_for_update().get(pk=row.article.pk)
            row.message = changes_since(row.seen, article, act.step)
            if row.message:
                row.seen = str(SeenState.of(article, act.step))
                return
            row.message = act.run(article, user, **how)
            row.article = Article.objects.select_related("section").get(pk=article.pk)
            row.badge = public_badge(public_status(row.article))
        row.done = True
    except (*_REFUSALS, steps.StepRefused, ValidationError) as error:
        words = getattr(error, "messages", [str(error)])
        row.message = _REFUSALS.get(type(error)) or " ".join(words)
