"""Actions on articles that were chosen in the list: a page asks, then they are done one by one.
With a script each is a request of its own and progress is shown; without it one answer has all
results."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from sections.fields import NodeChoiceField
from staff.base_admin import reopened
from staff.fields import KeysOnlyMixin, is_key

from ..editions.public_status import attach_statuses, public_status
from ..models import Article, Tag
from ..rights import permissions
from ..side_pages import ArticlePage
from . import bulk, steps
from .form.choices import FoundSelectMultiple
from .steps import Step
from .steps.forms import AssignForm, WithdrawForm
from .steps.pages import SeenState, changes_since, public_badge

# The parameter by which the script names the article of a request.
ONE_PARAMETER = "one"


class _RepublishForm(forms.Form):
    republish = forms.BooleanField(
        label=_("Readers see it at once"),
        required=False,
        help_text=_(
            "Publishes the articles that readers see already, if this is all that is new in them."
        ),
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not permissions.has_in_any_section(user, permissions.PUBLISH):
            self.fields["republish"].disabled = True
        self.order_fields(["section", "tags", "without", "republish"])


class MoveForm(_RepublishForm):
    section = NodeChoiceField(articles_only=True, label=_("Into the section"))

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["section"].limit_to(permissions.sections_for(user))


class TagsField(KeysOnlyMixin, forms.ModelMultipleChoiceField):
    """Completes tags while they are typed, as in an article's form."""

    def __init__(self, **kwargs) -> None:
        widget = FoundSelectMultiple(Article._meta.get_field("tags"), admin.site)
        super().__init__(Tag.objects.all(), required=False, widget=widget, **kwargs)


class TagForm(_RepublishForm):
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
    # Gives the right that is needed, and what its person must have seen of each article.
    step: Step
    run: Callable
    form: type[forms.Form] = forms.Form
    explanation: str = ""
    wants_user: bool = False

    def may_be_taken_by(self, user) -> bool:
        """Whether this person has the right in at least one section."""
        return permissions.has_in_any_section(user, self.step.right)

    def make_form(self, user, *args) -> forms.Form:
        return self.form(*args, user=user) if self.wants_user else self.form(*args)


BULK_ACTIONS = {
    "publish": BulkAction(
        _("Publish"), _("Publish these"), steps.publish, bulk.publish,
        explanation=_("What is approved is published, or scheduled for the time in its form."),
    ),
    "move": BulkAction(
        _("Move into another section"), _("Move these"), steps.save, bulk.refile, MoveForm,
        explanation=_("The desk copies are put into that section."), wants_user=True,
    ),
    "tag": BulkAction(
        _("Change the tags"), _("Change the tags of these"), steps.save, bulk.refile, TagForm,
        explanation=_("The desk copies get these tags, or lose them."), wants_user=True,
    ),
    "assign": BulkAction(
        _("Assign"), _("Assign these"), steps.assign, bulk.plainly(steps.assign), AssignForm,
        explanation=_("They stand first among what this person has to do, until they go on."),
    ),
    "withdraw": BulkAction(
        _("Withdraw"), _("Withdraw these"), steps.withdraw, bulk.plainly(steps.withdraw),
        WithdrawForm,
        explanation=_(
            "Readers no longer see the articles from this moment on; scheduled editions are "
            "cancelled. Nothing is deleted, and each can be brought back."
        ),
    ),
}  # fmt: skip


def actions(user) -> dict[str, tuple[Callable, str, str]]:
    """The actions of the list for this person, as `ModelAdmin.get_actions` gives them."""
    return {
        name: (_leading_to(name), name, act.title)
        for name, act in BULK_ACTIONS.items()
        if act.may_be_taken_by(user)
    }


def _leading_to(name: str) -> Callable:
    def lead(model_admin, request: HttpRequest, chosen: QuerySet) -> HttpResponse:
        keys = list(chosen.order_by("-pk").values_list("pk", flat=True)[: bulk.MAX_ARTICLES + 1])
        if len(keys) > bulk.MAX_ARTICLES:
            messages.error(
                request, gettext("Choose at most %d articles at a time.") % bulk.MAX_ARTICLES
            )
            return HttpResponseRedirect(request.get_full_path())
        page = reverse("admin:news_article_bulk", args=[name])
        return HttpResponseRedirect(f"{page}?bai={','.join(map(str, keys))}")

    return lead


@dataclass
class BulkRow:
    article: Article
    seen: str
    badge: SafeString
    result: bulk.Result | None = None
    # What changed since its person opened the page, and has to be looked at first.
    news: SafeString | None = None


class BulkPage(ArticlePage):
    """The chosen articles and the action's form. A POST does it, with all or with the named one."""

    template_name = "news/bulk.html"
    reopens = True

    def find_article(self, object_id: None) -> None:
        """None, as it is about several."""
        self.act = BULK_ACTIONS.get(self.kwargs["act"])
        if self.act is None:
            raise Http404
        if not self.act.may_be_taken_by(self.request.user):
            raise PermissionDenied
        self.rows = _rows(self.request, _keys(self.request), self.act.step)

    def trail(self) -> list[tuple[str, str]]:
        return super().trail()[:1]

    def get(self, request: HttpRequest, act: str) -> HttpResponse:
        return self.show(self.act.make_form(request.user))

    def post(self, request: HttpRequest, act: str) -> HttpResponse:
        form, only = self.act.make_form(request.user, request.POST), request.POST.get(ONE_PARAMETER)
        is_done = not reopened(request) and form.is_valid()
        for row in self.rows if is_done else ():
            if only in (None, str(row.article.pk)):
                _do(row, self.act, request, form.cleaned_data)
        return self.show(form, is_done)

    def show(self, form: forms.Form, is_done: bool = False) -> HttpResponse:
        return self.render(
            title=self.act.title,
            back=reverse("admin:news_article_changelist"),
            act=self.act,
            name=self.kwargs["act"],
            rows=self.rows,
            form=form,
            is_done=is_done,
            left=sum(not (row.result and row.result.done) for row in self.rows),
            media=self.model_admin.media + form.media,
        )


def _keys(request: HttpRequest) -> list[int]:
    sent = request.POST.getlist("bai") or request.GET.get("bai", "").split(",")
    keys = list(dict.fromkeys(int(key) for key in sent if is_key(key)))
    if not keys or len(keys) > bulk.MAX_ARTICLES:
        raise Http404
    return keys


def _rows(request: HttpRequest, keys: list[int], step: Step) -> list[BulkRow]:
    """The articles that this person may see, in the order of the keys."""
    articles = permissions.visible(request.user, Article.objects.select_related("section"))
    found = articles.in_bulk(keys)
    articles = [found[key] for key in keys if key in found]
    attach_statuses(articles)
    rows = []
    for article in articles:
        seen = str(SeenState.of(article, step))
        if request.method == "POST":
            seen = request.POST.get(f"seen-{article.pk}", "")
        rows.append(BulkRow(article, seen, public_badge(article.standing)))
    return rows


def _do(row: BulkRow, act: BulkAction, request: HttpRequest, how: dict) -> None:
    def once_seen(article: Article, by, **how) -> str:
        locked = Article.objects.select_for_update().get(pk=article.pk)
        row.news = changes_since(row.seen, locked, act.step)
        if row.news:
            row.seen = str(SeenState.of(locked, act.step))
            return ""
        said = act.run(locked, by, **how)
        row.article = Article.objects.select_related("section").get(pk=locked.pk)
        row.badge = public_badge(public_status(row.article))
        return said

    result = bulk.run_one(once_seen, row.article, request.user, **how)
    row.result = bulk.Result(False, row.news) if row.news else result
