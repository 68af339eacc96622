"""The history of an article: its log, and its editions and saves shown, compared and restored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from staff.conflicts import Differences
from staff.fields import is_key
from text.dates import datetime_with_zone
from text.diff import DiffRow, DiffSpan, compare

from ..editions.compose import MEMBERS, compose
from ..editions.document import Document, as_json
from ..models import Act, Article
from ..receipts import words as receipt_words
from ..rights import permissions
from ..side_pages import ArticlePage, get_article
from . import steps
from .form import preview
from .form.choices import link_titles
from .steps.pages import SeenState, changes_since

MAX_LOG_ROWS = 200


class HistoryPage(ArticlePage):
    """All editions, and the log."""

    template_name = "news/history.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        article, user = self.article, request.user
        editions = list(
            article.editions.select_related("published_by").defer("document").order_by("-number")
        )
        receipt_words.attach_receipts(editions)
        return self.render(
            title=gettext("History: %s") % article.title,
            editions=editions,
            acts=article.acts.select_related("by", "edition")
            .defer("text", "times", "edition__document")
            .annotate(kept=Length("text"))[:MAX_LOG_ROWS],
            may_restore=steps.restore.allows(user, article),
            may_redact=permissions.has_right(user, permissions.REDACT, article),
            seen=SeenState.of(article),
        )


class EditionPage(ArticlePage):
    """An edition as its readers saw it."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return preview.of_edition(request, get_object_or_404(self.article.editions, number=number))


class RestorePage(ArticlePage):
    """Makes the words of an edition (by `number`), or of an earlier save (by its `act`), the desk
    copy again, unless the desk copy changed after this person opened the page."""

    def post(self, request: HttpRequest, number: int = 0, act: int = 0) -> HttpResponse:
        steps.restore.require(request.user, self.article)
        with transaction.atomic():
            article = get_article(request, str(self.article.pk), lock=True)
            changes = changes_since(request.POST.get("seen", ""), article, steps.restore)
            if not changes:
                source = (
                    saved_text(article, str(act))
                    if act
                    else get_object_or_404(article.editions, number=number)
                )
                steps.restore(article, source, by=request.user)
        if changes:
            messages.error(request, changes)
            return HttpResponseRedirect(reverse("admin:news_article_history", args=[article.pk]))
        messages.success(
            request,
            gettext("The text saved at %s is the desk copy again.") % datetime_with_zone(source.at)
            if act
            else gettext(
                "Edition %d is the desk copy again. Readers see no change until you publish."
            )
            % number,
        )
        return HttpResponseRedirect(self.back)


# Two texts side by side


@dataclass(frozen=True)
class ComparedText:
    """One of the two texts: an edition, a save or the desk copy."""

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
        return self.render(
            **chosen,
            title=gettext("Compare: %s") % article.title,
            before=before.label,
            after=after.label,
            fields=fields,
            unchanged=[label for label, rows in fields if not rows],
            timeless=[each.label for each in (before, after) if not each.times],
            choices=[
                *(
                    (str(number), gettext("Edition %d") % number)
                    for number in article.editions.order_by("number").values_list(
                        "number", flat=True
                    )
                ),
                ("desk", gettext("Desk copy")),
                *saves.items(),
            ],
            save=chosen["a"].removeprefix("save-") if chosen["a"] in saves else None,
            may_restore=steps.restore.allows(request.user, article),
            seen=SeenState.of(article),
        )


def _side(article: Article, name: str) -> ComparedText:
    """The text of that name; 404 where there is none."""
    if name == "desk":
        return ComparedText(
            gettext("Desk copy"), compose(article), _shown_times(article, article.times)
        )
    if name.startswith("save-"):
        act = saved_text(article, name.removeprefix("save-"))
        return ComparedText(
            gettext("Saved at %s") % datetime_with_zone(act.at),
            act.content,
            _shown_times(article, act.known_times),
        )
    if not name.isdecimal() or len(name) > 9:
        raise Http404
    edition = get_object_or_404(article.editions, number=name)
    return ComparedText(
        gettext("Edition %d") % edition.number,
        edition.content,
        {"released_at": edition.released_at, "expire_at": edition.live_until},
    )


def _shown_times(
    article: Article, times: Mapping[str, datetime | None]
) -> dict[str, datetime | None]:
    """The times that were typed. An empty `released_at` means that of the edition that readers saw
    last."""
    if not times:
        return {}
    released_at = (
        article.editions.begun(timezone.now()).values_list("released_at", flat=True).first()
    )
    return {**times, "released_at": times["released_at"] or released_at}


def saved_text(article: Article, key: str) -> Act:
    """An act of this article that kept its text; 404 where there is none."""
    if not is_key(key):
        raise Http404
    return get_object_or_404(article.acts.exclude(text=""), pk=key)


def _differences_in_time(before: ComparedText, after: ComparedText) -> Differences:
    """Compare the times that both texts have; returns what `differences` returns."""
    return [
        (str(label), _date_rows(before.times[name], after.times[name]))
        for name, label in TIMES.items()
        if name in before.times and name in after.times
        if before.times[name] or after.times[name]
    ]


def _date_rows(old: datetime | None, new: datetime | None) -> list[DiffRow]:
    """Both dates in one row, marked as a whole."""
    if old == new:
        return []
    removed, added = (
        (DiffSpan(kind, datetime_with_zone(date)),) if date else ()
        for kind, date in (("removed", old), ("added", new))
    )
    return [DiffRow("changed", removed, added)]


def differences(before: Document, after: Document, user) -> Differences:
    """Compare all fields that one of the two has, as words and not as mark-up. A field that is the
    same in both has no rows. Related articles are named by the titles that this person may know."""
    fields = []
    related = Article.objects.filter(pk__in={*before.related, *after.related})
    titles = link_titles(user, list(related.defer("body")))
    for name, label in LABELS.items():
        old, new = (_lines(each, name, titles) for each in (before, after))
        if old or new:
            fields.append((str(label), compare(old, new) if old != new else []))
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
