"""Two texts of an article side by side, each an edition, a save or the desk copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from staff.fields import is_key
from text.dates import datetime_with_zone
from text.diff import DiffRow, DiffSpan, compare as compare_texts

from ..editions.compose import MEMBERS, compose
from ..editions.document import Document, as_json
from ..models import Act, Article
from ..side_pages import ArticlePage
from .form.choices import link_titles
from .steps.restoration import restore
from .steps.seen import SeenState


@dataclass(frozen=True)
class FieldDiff:
    """One field of two documents, side by side."""

    label: str
    rows: list[DiffRow]
    changed: bool


@dataclass(frozen=True)
class ComparedText:
    """One of the two texts."""

    label: str
    document: Document
    # By name; empty for old saves, which did not keep them. Missing times are not compared.
    times: Mapping[str, datetime | None]


class ComparePage(ArticlePage):
    """Compares the two texts that the address names as `a` and `b`: a number is an edition, `save-`
    and a key is a save, `desk` is the desk copy."""

    template_name = "news/compare.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        article = self.article
        chosen = {name: request.GET.get(name, "") for name in ("a", "b")}
        before, after = (_side(article, each) for each in chosen.values())
        fields = _differences_in_time(before, after)
        fields += differences(before.document, after.document, request.user)
        saves = {
            each: side.label
            for each, side in zip(chosen.values(), (before, after), strict=True)
            if each.startswith("save-")
        }
        numbers = article.editions.order_by("number").values_list("number", flat=True)
        return self.render(
            **chosen,
            title=gettext("Compare: %s") % article.title,
            before=before.label,
            after=after.label,
            fields=fields,
            unchanged=[field.label for field in fields if not field.changed],
            timeless=[each.label for each in (before, after) if not each.times],
            choices=[
                *((str(number), gettext("Edition %d") % number) for number in numbers),
                ("desk", gettext("Desk copy")),
                *saves.items(),
            ],
            save=chosen["a"].removeprefix("save-") if chosen["a"] in saves else None,
            may_restore=restore.allows(request.user, article),
            seen=SeenState.of(article),
        )


def _side(article: Article, name: str) -> ComparedText:
    """The text of that name; 404 where there is none."""
    if name == "desk":
        return ComparedText(gettext("Desk copy"), compose(article), _typed(article, article.times))
    if name.startswith("save-"):
        act = saved_text(article, name.removeprefix("save-"))
        label = gettext("Saved at %s") % datetime_with_zone(act.at)
        return ComparedText(label, act.content, _typed(article, act.known_times))
    if not name.isdecimal() or len(name) > 9:
        raise Http404
    edition = get_object_or_404(article.editions, number=name)
    times = {"released_at": edition.released_at, "expire_at": edition.live_until}
    return ComparedText(gettext("Edition %d") % edition.number, edition.content, times)


def _typed(article: Article, times: Mapping[str, datetime | None]) -> dict[str, datetime | None]:
    """The times as typed. An empty `released_at` means that of the first edition."""
    if not times:
        return {}
    first = article.editions.begun(timezone.now()).values_list("released_at", flat=True).first()
    return {**times, "released_at": times["released_at"] or first}


def saved_text(article: Article, key: str) -> Act:
    """An act of this article that kept its text; 404 where there is none."""
    if not is_key(key):
        raise Http404
    return get_object_or_404(article.acts.exclude(text=""), pk=key)


def _differences_in_time(before: ComparedText, after: ComparedText) -> list[FieldDiff]:
    fields = []
    for name, label in TIMES.items():
        if name in before.times and name in after.times:
            old, new = before.times[name], after.times[name]
            if old or new:
                fields.append(FieldDiff(str(label), [_date_row(old, new)], old != new))
    return fields


def _date_row(old: datetime | None, new: datetime | None) -> DiffRow:
    """Both dates in one row, marked as a whole."""
    same = old == new
    return DiffRow(
        "same" if same else "changed",
        (DiffSpan("same" if same else "removed", datetime_with_zone(old)),) if old else (),
        (DiffSpan("same" if same else "added", datetime_with_zone(new)),) if new else (),
    )


def differences(before: Document, after: Document, user) -> list[FieldDiff]:
    """All fields that either has, as words and not as mark-up; related articles by the titles that
    this person may know."""
    fields = []
    related = Article.objects.filter(pk__in={*before.related, *after.related})
    titles = link_titles(user, list(related.defer("body")))
    for name, label in LABELS.items():
        old, new = (_lines(each, name, titles) for each in (before, after))
        if old or new:
            fields.append(FieldDiff(str(label), compare_texts(old, new), old != new))
    return fields


def _lines(document: Document, name: str, titles: dict[int, str]) -> list[str]:
    value = getattr(document, name)
    if name == "related":
        return [titles[key] for key in value if titles.get(key)]
    if name == "unknown":
        return [f"{key}: {as_json(value[key])}" for key in sorted(value)]
    read = MEMBERS[name].lines
    return read(value) if read else []


TIMES = {
    "released_at": _("shown as published at"),
    "publish_at": _("publish at"),
    "expire_at": _("readers see it until"),
}
LABELS = {name: member.label for name, member in MEMBERS.items()} | {
    "unknown": _("from a newer version of the portal"),
}
