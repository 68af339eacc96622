"""Which words of an article's past are taken away for good: found, chosen, said why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.base_admin import reopened
from staff.fields import TidyCharField, is_key
from text.body.read import paragraphs
from text.fold import fold

from ..desk import steps
from ..editions.compose import compose
from ..editions.document import REDACTED, Document
from ..enums import Verb
from ..models import Article
from ..rights import permissions
from ..rights.article_access import get_article, side_page
from . import redact

FIND_BUTTON = "_find"
PART_NAMES = "edition", "save", "note", "comment"


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
    """An edition, a save, a note or a comment that holds words."""

    key: str
    title: str
    at: datetime
    who: str
    # Whether it may be redacted: neither what readers see or are to see nor the desk copy.
    open: bool
    found: bool
    ticked: bool


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    article = get_article(request, object_id)
    permissions.require(request.user, Verb.REDACT, article)
    history = reverse("admin:news_article_history", args=[article.pk])
    posted = request.method == "POST"
    finding = posted and FIND_BUTTON in request.POST
    form = RedactionForm(request.POST if posted else None)
    words = request.POST.get("words", "") if finding else ""
    if posted and not reopened(request) and not finding and form.is_valid():
        try:
            _redact(request, article, form.cleaned_data["reason"])
        except steps.StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Redacted: those words are gone for good."))
            return HttpResponseRedirect(history)
    if finding:
        form = RedactionForm(initial={"words": words, "reason": request.POST.get("reason", "")})
    chosen = {name: set() if finding else set(request.POST.getlist(name)) for name in PART_NAMES}
    editions, saves, notes = _texts(article, words, chosen)
    context = {
        "title": gettext("Redact"),
        "form": form,
        "editions": editions,
        "saves": saves,
        "notes": notes,
        "comments": _comments(article, words, chosen["comment"]),
        "on_desk": finding
        and _contains(compose(article), fold(words), article.correction, article.public_reason),
        "back": history,
    }
    return side_page(model_admin, request, article, "news/redact.html", context)


def _redact(request: HttpRequest, article: Article, reason: str) -> None:
    chosen = {
        name: [int(key) for key in request.POST.getlist(name) if is_key(key)] for name in PART_NAMES
    }
    with transaction.atomic():
        redact.redact(
            article,
            by=request.user,
            editions=chosen["edition"],
            saves=chosen["save"],
            notes=chosen["note"],
            comments=chosen["comment"],
            reason=reason,
        )


def _texts(
    article: Article, words: str, chosen: dict[str, set[str]]
) -> tuple[list[RedactableText], ...]:
    """The editions, saves and notes that hold words still; `chosen` are ticked, by kind."""
    now = timezone.now()
    wanted = fold(words)
    editions = []
    rows = article.editions.filter(redacted_at=None).select_related("published_by")
    for edition in rows.order_by("-number").iterator(chunk_size=50):
        key, who = str(edition.number), edition.publisher
        over = edition.is_over(now)
        found = _contains(edition.content, wanted, edition.note, edition.correction)
        ticked = found or key in chosen["edition"]
        editions.append(
            RedactableText(key, edition.title, edition.live_from, who, over, found, ticked)
        )
    saves = []
    kept = article.acts.exclude(text="").select_related("by")
    for place, act in enumerate(kept.iterator(chunk_size=50)):
        document = Document.from_json(act.text)
        if document.title == REDACTED:
            continue
        key, found = str(act.pk), _contains(document, wanted)
        ticked = found or key in chosen["save"]
        saves.append(RedactableText(key, document.title, act.at, act.who, place > 0, found, ticked))
    notes = []
    for act in redact.redactable_notes(article).select_related("by"):
        key, found = str(act.pk), bool(wanted) and wanted in fold(act.note)
        ticked = found or key in chosen["note"]
        notes.append(RedactableText(key, act.note, act.at, act.who, True, found, ticked))
    return editions, saves, notes


def _comments(article: Article, words: str, chosen: set[str]) -> list[RedactableText]:
    rows = article.comments.exclude(text=REDACTED).select_related("by", "link")
    rows = rows.defer("link__document").order_by("-pk")
    wanted, texts = fold(words), []
    for row in rows.iterator(chunk_size=50):
        told = f"{row.text} {row.name} {row.link.recipient if row.link else ''}"
        key, found = str(row.pk), bool(wanted) and wanted in fold(told)
        texts.append(
            RedactableText(key, row.text, row.at, row.who, True, found, found or key in chosen)
        )
    return texts


def _contains(document: Document, wanted: str, *more: str) -> bool:
    """Whether they stand in it, or in what was said `more`; folded words."""
    return bool(wanted) and wanted in fold(" ".join([*more, *_readings(document.texts())]))


def _readings(texts: Iterable[str]) -> Iterator[str]:
    """Each as it stands there; mark-up without its tags, an address part or a file's name without
    its hyphens."""
    for text in texts:
        yield text
        if "<" in text:
            yield from paragraphs(text)
        if "-" in text and " " not in text:
            yield text.replace("-", " ")
