"""Previews: an article as readers would see it, from its form, from the desk copy, or from an
edition. Nothing is stored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from staff.base_admin import REOPEN

from ...editions.compose import RelatedRows, compose
from ...editions.document import Document
from ...models import Article, Attachment, Byline, Edition, RelatedArticle
from ...pages import unpublished
from ...side_pages import ArticlePage, get_editable
from .rows import RowFormSet


@dataclass(frozen=True)
class FormProblem:
    """An error that saving would report. The preview shows the stored value there, or none."""

    where: str
    what: str


@dataclass(frozen=True)
class PostedArticle:
    # Not stored; with what was typed, as far as it is valid.
    article: Article
    content: Document
    faults: list[FormProblem]


def typed(model_admin, request: HttpRequest, article: Article | None) -> PostedArticle:
    """What a posted form holds; its person may save it."""
    data = request.POST.copy()
    data.pop(REOPEN, None)
    if article is not None:
        # Whether somebody else has saved meanwhile does not matter here.
        data["seen_version"] = str(article.version)
        article = Article.objects.for_form().get(pk=article.pk)
    request.POST = data
    change = article is not None
    stored = RelatedRows.of(article) if change else RelatedRows()
    form = model_admin.get_form(request, article, change=change)(data, instance=article)
    formsets, _inlines = model_admin._create_formsets(request, form.instance, change=change)
    form.is_valid()
    for formset in formsets:
        formset.is_valid()
    rows = _rows(form, formsets, stored)
    content = compose(form.instance, rows)
    if not content.title:
        content = replace(content, title=gettext("(no title yet)"))
    return PostedArticle(form.instance, content, [*_faults(form, formsets)])


def _rows(
    form: forms.ModelForm, formsets: Iterable[RowFormSet], stored: RelatedRows
) -> RelatedRows:
    taken = form.cleaned_data
    found = {name: list(taken[name]) for name in ("topics", "tags") if name in taken}
    if "extra_sections" in taken:
        found["extra_sections"] = [section.pk for section in taken["extra_sections"]]
    for formset in formsets:
        name, part = _PARTS[formset.model]
        found[name] = [part(row) for row in _kept(formset)]
    return replace(stored, **found)


_PARTS: dict[type[Model], tuple[str, Callable]] = {
    Byline: ("bylines", lambda row: row),
    Attachment: ("attachments", lambda row: row),
    RelatedArticle: ("related", lambda row: row.other_id),
}


def _kept(formset: RowFormSet) -> list[Model]:
    """The valid rows, in order."""
    rows = [form.instance for form in formset.kept() if not form.errors]
    return sorted(rows, key=lambda row: (row.order, row.pk is None, row.pk))


def _faults(form: forms.ModelForm, formsets: Iterable[RowFormSet]) -> Iterator[FormProblem]:
    yield from _of_fields(form)
    for formset in formsets:
        kind = capfirst(formset.model._meta.verbose_name_plural)
        yield from (FormProblem(kind, each) for each in formset.non_form_errors())
        for number, row in enumerate(formset.forms, 1):
            if not formset._should_delete_form(row):
                yield from _of_fields(row, f"{kind} {number}")


def _of_fields(form: forms.ModelForm, what: str = "") -> Iterator[FormProblem]:
    for name, sentences in form.errors.items():
        label = str(form.fields[name].label or "") if name in form.fields else ""
        where = " – ".join(part for part in (what, label) if part)
        yield from (FormProblem(where, sentence) for sentence in sentences)


@dataclass(frozen=True)
class PreviewFrame:
    """A kind of page in which readers see an article."""

    # The style sheet has the width for it.
    slug: str
    label: Promise
    template: str
    # Whether the page itself is marked as a preview, because on paper nothing stands around it.
    mark: bool = False


PREVIEW_FRAMES = [
    PreviewFrame("desktop", _("Desktop"), "news/article.html"),
    PreviewFrame("phone", _("Phone"), "news/article.html"),
    PreviewFrame("paper", _("Print version"), "news/print.html", mark=True),
]


class PreviewPage(ArticlePage):
    """POST: from the form, of a new article too. GET: from the desk copy."""

    def find_article(self, object_id: str | None) -> Article | None:
        if self.request.method == "POST" or object_id is None:
            return get_editable(self.request, object_id)
        return super().find_article(object_id)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.article is None:
            return HttpResponseRedirect(self.back)
        return _frames(request, self.article, compose(self.article), _mark())

    def post(self, request: HttpRequest) -> HttpResponse:
        found = typed(self.model_admin, request, self.article)
        return _frames(request, found.article, found.content, _mark(), found.faults)


class PrintPreviewPage(ArticlePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        shown = unpublished.draft_page(self.article, compose(self.article))
        return _public(request, "news/print.html", unpublished.context(shown, preview=_mark()))


def of_edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The edition as its readers saw it."""
    mark = gettext("Edition %d, as it was published.") % edition.number
    shown = unpublished.edition_page(edition)
    return _public(request, "news/article.html", unpublished.context(shown, preview=mark))


def _public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return unpublished.no_store(render(request, template, context, using="public"))


def _frames(
    request: HttpRequest,
    article: Article,
    content: Document,
    mark: str,
    faults: Sequence[FormProblem] = (),
) -> HttpResponse:
    """Each kind of page in a frame as wide as the device. The page is an attribute of its frame
    (`srcdoc`), so it is stored nowhere."""
    context = unpublished.context(unpublished.draft_page(article, content), framed=True)
    written: dict[tuple, str] = {}
    frames = []
    for kind in PREVIEW_FRAMES:
        key = kind.template, kind.mark
        if key not in written:
            more = {**context, "preview": mark if kind.mark else ""}
            written[key] = render_to_string(kind.template, more, request, using="public")
        frames.append((kind, written[key]))
    # A phone shows the phone's page first, without a script.
    on_phone = "Mobi" in request.headers.get("User-Agent", "")
    response = render(
        request,
        "news/preview.html",
        {
            "title": content.title,
            "mark": mark,
            "frames": frames,
            "first": "phone" if on_phone else "desktop",
            "faults": faults,
        },
    )
    return unpublished.no_store(response)


def _mark() -> str:
    return gettext("Preview – not published")
