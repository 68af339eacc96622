"""What stands in an article's form, as it would be if it were saved; and what keeps it from being
saved. It asks the form itself, and writes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext

from staff.base_admin import REOPEN

from ...editions.compose import RelatedRows, compose
from ...editions.document import Document
from ...models import Article, Attachment, Byline, RelatedArticle
from .rows import RowFormSet


@dataclass(frozen=True)
class FormProblem:
    """What saving would refuse; the preview shows what is stored there, or nothing."""

    where: str
    what: str


@dataclass(frozen=True)
class PostedArticle:
    # Not stored: with what was typed, as far as it can be taken.
    article: Article
    content: Document
    faults: list[FormProblem]


def typed(model_admin, request: HttpRequest, article: Article | None) -> PostedArticle:
    """Of a form that was posted by somebody who may save it."""
    data = request.POST.copy()
    data.pop(REOPEN, None)
    if article is not None:
        # Whether somebody has saved meanwhile is a matter of saving.
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
    """The rows that can be taken, in their order."""
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
