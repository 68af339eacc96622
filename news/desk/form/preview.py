"""Previews: an article as readers would see it, from its form, from the desk copy, or from an
edition. Nothing is stored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from staff.base_admin import REOPEN

from ...editions.compose import RelatedRows, compose
from ...editions.document import Document
from ...models import Article, Attachment, Byline, Edition, RelatedArticle
from ...pages import preview
from ...side_pages import ArticlePage, get_editable
from .rows import RowFormSet

# An error that saving would report: where it is, and what it says. The preview shows the stored
# value there, or nothing.
Fault = tuple[str, str]


def read_form(
    model_admin, request: HttpRequest, article: Article | None
) -> tuple[Article, Document, list[Fault]]:
    """The article, its document and the errors of a posted form. An invalid field keeps its stored
    value. Nothing is stored. The caller has checked that this person may save the article."""
    data = request.POST.copy()
    data.pop(REOPEN, None)
    change, stored = article is not None, RelatedRows()
    if change:
        # Whether somebody else has saved meanwhile does not matter here.
        data["seen_version"] = str(article.version)
        article = Article.objects.for_form().get(pk=article.pk)
        stored = RelatedRows.of(article)
    request.POST = data
    form = model_admin.get_form(request, article, change=change)(data, instance=article)
    formsets, _inlines = model_admin._create_formsets(request, form.instance, change=change)
    for each in (form, *formsets):
        each.is_valid()
    content = compose(form.instance, _rows(form, formsets, stored))
    if not content.title:
        content = replace(content, title=gettext("(no title yet)"))
    return form.instance, content, [*_faults(form, formsets)]


def _rows(
    form: forms.ModelForm, formsets: Iterable[RowFormSet], stored: RelatedRows
) -> RelatedRows:
    taken = form.cleaned_data
    found = {name: list(taken[name]) for name in ("topics", "tags") if name in taken}
    if "extra_sections" in taken:
        found["extra_sections"] = [section.pk for section in taken["extra_sections"]]
    for formset in formsets:
        name, part = _PARTS[formset.model]
        rows = [row.instance for row in formset.kept_forms() if not row.errors]
        rows.sort(key=lambda row: (row.order, row.pk is None, row.pk))
        found[name] = [part(row) for row in rows]
    return replace(stored, **found)


_PARTS: dict[type[Model], tuple[str, Callable]] = {
    Byline: ("bylines", lambda row: row),
    Attachment: ("attachments", lambda row: row),
    RelatedArticle: ("related", lambda row: row.other_id),
}


def _faults(form: forms.ModelForm, formsets: Iterable[RowFormSet]) -> Iterator[Fault]:
    yield from _of_fields(form)
    for formset in formsets:
        kind = capfirst(formset.model._meta.verbose_name_plural)
        yield from ((kind, each) for each in formset.non_form_errors())
        for number, row in enumerate(formset.forms, 1):
            if not formset._should_delete_form(row):
                yield from _of_fields(row, f"{kind} {number}")


def _of_fields(form: forms.ModelForm, what: str = "") -> Iterator[Fault]:
    for name, sentences in form.errors.items():
        label = str(form.fields[name].label or "") if name in form.fields else ""
        where = " – ".join(filter(None, (what, label)))
        yield from ((where, sentence) for sentence in sentences)


# The frames: a name, for which the style sheet has a width, a label and a template. Nothing stands
# around a printed page, so the print version itself says that it is a preview.
PREVIEW_FRAMES = [
    ("desktop", _("Desktop"), "news/article.html"),
    ("phone", _("Phone"), "news/article.html"),
    ("paper", _("Print version"), "news/print.html"),
]


class PreviewPage(ArticlePage):
    """A POST previews the form, of a new article too. A GET previews the desk copy."""

    def find_article(self, object_id: str | None) -> Article | None:
        if self.request.method == "POST" or object_id is None:
            return get_editable(self.request, object_id)
        return super().find_article(object_id)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.article is None:
            return HttpResponseRedirect(self.back)
        return _frames(request, self.article, compose(self.article))

    def post(self, request: HttpRequest) -> HttpResponse:
        return _frames(request, *read_form(self.model_admin, request, self.article))


class PrintPreviewPage(ArticlePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        shown = preview.draft_page(self.article, compose(self.article))
        return _public(request, "news/print.html", preview.context(shown, preview=_mark()))


def of_edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The edition as its readers saw it."""
    mark = gettext("Edition %d, as it was published.") % edition.number
    shown = preview.edition_page(edition)
    return _public(request, "news/article.html", preview.context(shown, preview=mark))


def _public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return preview.no_store(render(request, template, context, using="public"))


def _frames(
    request: HttpRequest, article: Article, content: Document, faults: Sequence[Fault] = ()
) -> HttpResponse:
    """Each kind of page in a frame as wide as the device. The page is an attribute of its frame
    (`srcdoc`), so it is stored nowhere."""
    context = preview.context(preview.draft_page(article, content), framed=True)
    written = {
        template: render_to_string(template, {**context, "preview": mark}, request, using="public")
        for template, mark in (("news/article.html", ""), ("news/print.html", _mark()))
    }
    return preview.no_store(
        render(
            request,
            "news/preview.html",
            {
                "title": content.title,
                "mark": _mark(),
                "frames": [(slug, label, written[name]) for slug, label, name in PREVIEW_FRAMES],
                # A phone shows the phone's page first, without a script.
                "first": "phone" if "Mobi" in request.headers.get("User-Agent", "") else "desktop",
                "faults": faults,
            },
        )
    )


def _mark() -> str:
    return gettext("Preview – not published")
