"""Which words of an article's past are taken away for good: found, chosen, said why."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.keys import is_key
from media.staff import TidyCharField
from text.body import paragraphs
from text.fold import fold

from .. import permissions, workflow
from ..composing import compose
from ..document import HOLE, Document
from ..enums import Verb
from ..models import Article
from .access import get_article

FIND = "_find"
CHOICES = ("edition", "save", "comment")


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
class Text:
    """An edition, a save or a comment that holds words."""

    key: str
    title: str
    at: datetime
    who: str
    open: bool = True
    """Whether it may be redacted: neither what readers see or are to see nor the desk copy."""
    found: bool = False


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    article = get_article(model_admin, request, object_id)
    permissions.require(request.user, Verb.REDACT, article)
    history = reverse("admin:news_article_history", args=[article.pk])
    posted = request.method == "POST"
    finding = posted and FIND in request.POST
    form = RedactionForm(request.POST if posted else None)
    words = request.POST.get("words", "") if posted else ""
    if posted and form.is_valid() and not finding:
        try:
            _redact(request, article, form.cleaned_data["reason"])
        except workflow.NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Redacted: those words are gone for good."))
            return HttpResponseRedirect(history)
    if finding:
        form = RedactionForm(initial={"words": words, "reason": request.POST.get("reason", "")})
    editions, saves = _texts(article, words if finding else "")
    chosen = {name: [] if finding else request.POST.getlist(name) for name in CHOICES}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": gettext("Redact"),
        "article": article,
        "original": article,
        "opts": Article._meta,
        "form": form,
        "editions": editions,
        "saves": saves,
        "comments": _comments(article, words if finding else ""),
        "chosen": chosen,
        "finding": finding,
        "on_desk": finding and _holds(compose(article), words),
        "back": history,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "news/redact.html", context)


def _redact(request: HttpRequest, article: Article, reason: str) -> None:
    chosen = {
        name: [int(key) for key in request.POST.getlist(name) if is_key(key)] for name in CHOICES
    }
    with transaction.atomic():
        workflow.redact(
            article,
            by=request.user,
            editions=chosen["edition"],
            saves=chosen["save"],
            comments=chosen["comment"],
            reason=reason,
        )


def _texts(article: Article, words: str) -> tuple[list[Text], list[Text]]:
    now = timezone.now()
    editions = [
        Text(
            str(edition.number),
            edition.title,
            edition.live_from,
            str(edition.published_by or ""),
            open=edition.live_until is not None and edition.live_until <= now,
            found=bool(words) and _holds(edition.content, words),
        )
        for edition in article.editions.filter(redacted_at=None)
        .select_related("published_by")
        .order_by("-number")
        .iterator(chunk_size=50)
    ]
    saves = []
    kept = article.acts.exclude(text="").select_related("by")
    for place, act in enumerate(kept.iterator(chunk_size=50)):
        document = Document.from_json(act.text)
        if document.title == HOLE:
            continue
        found = bool(words) and _holds(document, words)
        saves.append(Text(str(act.pk), document.title, act.at, act.who, place > 0, found))
    return editions, saves


def _comments(article: Article, words: str) -> list[Text]:
    rows = article.comments.exclude(text=HOLE).select_related("by", "link")
    rows = rows.defer("link__document").order_by("-pk")
    return [
        Text(str(row.pk), row.text, row.at, row.who, found=_said(f"{row.text} {row.name}", words))
        for row in rows.iterator(chunk_size=50)
    ]


def _said(text: str, words: str) -> bool:
    wanted = fold(words)
    return bool(wanted) and wanted in fold(text)


def _holds(document: Document, words: str) -> bool:
    lead = document.lead_photo or {}
    texts = [
        document.title, document.kicker, document.lead, *paragraphs(document.body),
        document.signature, document.description, document.source_url, document.body,
        *(lead.get(name, "") for name in ("alt", "caption", "credit")),
        *(each["alt"] for each in document.photos.values()),
        *(each["name"] for each in (*document.authors, *document.tags, *document.topics)),
        *(each["title"] for each in document.attachments),
    ]  # fmt: skip
    return _said(" ".join(texts), words)
