"""The page on which staff find, choose and redact past words of an article, with a reason."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.rights import may_take_down
from media.usage import DOCUMENT, PHOTO
from staff.base_admin import reopened
from staff.fields import TidyCharField, is_key
from text.body.read import paragraphs
from text.fold import fold

from ..desk.steps import StepRefused
from ..editions.compose import compose
from ..editions.document import REDACTED, Document
from ..models import Article
from ..rights import permissions
from ..side_pages import ArticlePage
from .redact import files_of_past_editions, redact, redactable_notes

FIND_BUTTON = "_find"


class RedactionForm(forms.Form):
    words = TidyCharField(
        label=_("Words to look for"),
        max_length=200,
        required=False,
        help_text=_("A name, say; accents and capitals aside. Ticks what holds them, below."),
    )
    reason = TidyCharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("The judgment or the law, without the words that are to go: the log keeps it."),
    )


@dataclass
class RedactableText:
    """An edition, a saved text, a note or a comment, as the form lists it."""

    # The edition's number, or the row's key.
    key: int
    title: str
    at: datetime
    who: str
    # Whether it holds the words that were looked for.
    found: bool
    ticked: bool
    # Whether it can be chosen: not what readers see or will see, and not the desk copy.
    selectable: bool = True


def may_redact(request: HttpRequest) -> bool:
    """Whether this person may redact in at least one section."""
    return permissions.has_in_any_section(request.user, redact.right)


class RedactionPage(ArticlePage):
    right = staticmethod(may_redact)
    title = redact.label
    template_name = "news/redact.html"
    reauthenticate = True
    reopens = True

    def find_article(self, object_id: str | None) -> Article:
        article = super().find_article(object_id)
        redact.require(self.request.user, article)
        return article

    @property
    def back(self) -> str:
        return reverse("admin:news_article_history", args=[self.article.pk])

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(RedactionForm(), self.chosen())

    def post(self, request: HttpRequest) -> HttpResponse:
        is_reopened = reopened(request)
        if FIND_BUTTON in request.POST:
            typed = {name: request.POST.get(name, "") for name in RedactionForm.base_fields}
            form = RedactionForm(initial=typed)
            return self.show(form, dict.fromkeys(PARTS, ()), typed["words"])
        form, chosen = RedactionForm(request.POST), self.chosen()
        if not is_reopened and form.is_valid() and self.redacts(form, chosen):
            return HttpResponseRedirect(self.back)
        return self.show(form, chosen)

    def chosen(self) -> dict[str, list[int]]:
        """What was ticked, by the names in PARTS: numbers of editions, keys of the other rows."""
        return {
            name: [int(key) for key in self.request.POST.getlist(name) if is_key(key)]
            for name in PARTS
        }

    def redacts(self, form: RedactionForm, chosen: dict[str, list[int]]) -> bool:
        """Redact what was chosen. Returns whether it was done; if not, the form says why."""
        try:
            redact(
                self.article,
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                **{f"{name}s": keys for name, keys in chosen.items()},
            )
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(self.request, redact.message)
        return True

    def show(
        self, form: RedactionForm, chosen: Mapping[str, Collection[int]], words: str = ""
    ) -> HttpResponse:
        article, wanted = self.article, fold(words)
        return self.render(
            form=form,
            **{
                f"{name}s": list(find(article, wanted, chosen[name]))
                for name, find in PARTS.items()
                if name not in (PHOTO, DOCUMENT) or may_take_down(self.request.user, name)
            },
            on_desk=wanted
            and _contains(compose(article), wanted, article.correction, article.public_reason),
        )


def _editions(article: Article, wanted: str, chosen: Collection[int]) -> Iterator[RedactableText]:
    """The editions that are not redacted yet. They are ticked if they hold the `wanted` words,
    which are folded, or if they were `chosen` before. `_saves`, `_notes` and `_comments` do the
    same."""
    now = timezone.now()
    rows = article.editions.filter(redacted_at=None).select_related("published_by")
    for row in rows.order_by("-number").iterator(chunk_size=50):
        found = _contains(row.content, wanted, row.note, row.correction)
        yield RedactableText(
            row.number, row.title, row.live_from, row.publisher, found,
            ticked=found or row.number in chosen, selectable=row.is_over(now),
        )  # fmt: skip


def _saves(article: Article, wanted: str, chosen: Collection[int]) -> Iterator[RedactableText]:
    rows = article.acts.exclude(text="").select_related("by")
    for place, row in enumerate(rows.iterator(chunk_size=50)):
        if (document := row.content).title != REDACTED:
            found = _contains(document, wanted)
            yield RedactableText(
                row.pk, document.title, row.at, row.who, found,
                ticked=found or row.pk in chosen, selectable=place > 0,
            )  # fmt: skip


def _notes(article: Article, wanted: str, chosen: Collection[int]) -> Iterator[RedactableText]:
    for row in redactable_notes(article).select_related("by"):
        found = bool(wanted) and wanted in fold(row.note)
        yield RedactableText(row.pk, row.note, row.at, row.who, found, found or row.pk in chosen)


def _comments(article: Article, wanted: str, chosen: Collection[int]) -> Iterator[RedactableText]:
    rows = article.comments.exclude(text=REDACTED).select_related("by", "link")
    for row in rows.defer("link__document").order_by("-pk").iterator(chunk_size=50):
        told = f"{row.text} {row.name} {row.link.recipient if row.link else ''}"
        found = bool(wanted) and wanted in fold(told)
        yield RedactableText(row.pk, row.text, row.at, row.who, found, found or row.pk in chosen)


def _files(
    kind: str, article: Article, wanted: str, chosen: Collection[int]
) -> Iterator[RedactableText]:
    """The photos, or documents, of editions that readers neither see nor are to see. They are
    ticked only if they were `chosen` before: other articles may show them."""
    for row in files_of_past_editions(article, kind).select_related("uploaded_by"):
        found = bool(wanted) and wanted in row.folded
        yield RedactableText(
            row.pk, str(row), row.uploaded_at, row.uploaded_by or "", found, row.pk in chosen
        )


# The parts of an article that can be redacted, by the names of the form's checkboxes.
PARTS = {
    "edition": _editions,
    "save": _saves,
    "note": _notes,
    "comment": _comments,
    PHOTO: partial(_files, PHOTO),
    DOCUMENT: partial(_files, DOCUMENT),
}


def _contains(document: Document, wanted: str, *more: str) -> bool:
    """Whether the document or one of the other texts contains these folded words."""
    return bool(wanted) and wanted in fold(" ".join([*more, *_readings(document.texts())]))


def _readings(texts: Iterable[str]) -> Iterator[str]:
    """Each text. If it is mark-up, also its paragraphs without tags; if it is a slug or a file
    name, also with spaces in place of hyphens."""
    for text in texts:
        yield text
        if "<" in text:
            yield from paragraphs(text)
        if "-" in text and " " not in text:
            yield text.replace("-", " ")
