"""What was published before: the history of an article, its editions compared and restored."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.db.models.functions import Length
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.keys import is_key
from sections.tree import tree
from text.body import paragraphs
from text.compare import Row
from text.compare import compare as compare_texts
from text.dates import zoned

from .. import permissions, workflow
from ..composing import compose
from ..document import Document
from ..enums import Genre, Role, Verb
from ..models import Act, Article, Edition
from . import preview, receipts
from .access import get_article, post_only, side_page
from .choosing import known_titles
from .seen import Seen, news_since

ACTS = 200


def history(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every edition, and who did what."""
    article = get_article(request, object_id)
    editions = list(
        article.editions.select_related("published_by").defer("document").order_by("-number")
    )
    receipts.add_to(editions)
    acts = (
        article.acts.select_related("by", "edition")
        .defer("text", "edition__document")
        .annotate(kept=Length("text"))[:ACTS]
    )
    context = {
        "title": gettext("History: %s") % article.title,
        "editions": editions,
        "acts": acts,
        "may_restore": permissions.may(request.user, Verb.RESTORE, article),
        "may_redact": permissions.may(request.user, Verb.REDACT, article),
        "seen": Seen.of(article),
    }
    return side_page(model_admin, request, article, "news/history.html", context)


@dataclass(frozen=True)
class Field:
    """One field of two documents, side by side."""

    label: str
    rows: list[Row]
    changed: bool


def compare(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Two editions, or an edition and the desk copy (`desk`), field by field."""
    article = get_article(request, object_id)
    before, after = (_text(article, request.GET.get(name, "")) for name in ("a", "b"))
    fields = differences(before[1], after[1], request.user)
    save = request.GET["a"] if request.GET["a"].startswith("save-") else None
    context = {
        "title": gettext("Compare: %s") % article.title,
        "before": before[0],
        "after": after[0],
        "fields": fields,
        "unchanged": [field.label for field in fields if not field.changed],
        "choices": [
            *((str(number), gettext("Edition %d") % number) for number in _numbers(article)),
            ("desk", gettext("Desk copy")),
            *([(save, before[0])] if save else []),
        ],
        "save": save.removeprefix("save-") if save else None,
        "may_restore": permissions.may(request.user, Verb.RESTORE, article),
        "seen": Seen.of(article),
        "a": request.GET.get("a", ""),
        "b": request.GET.get("b", ""),
    }
    return side_page(model_admin, request, article, "news/compare.html", context)


def _numbers(article: Article) -> list[int]:
    return list(article.editions.order_by("number").values_list("number", flat=True))


def _text(article: Article, name: str) -> tuple[str, Document]:
    if name == "desk":
        return gettext("Desk copy"), compose(article)
    if name.startswith("save-"):
        act = _save(article, name.removeprefix("save-"))
        return gettext("Saved at %s") % zoned(act.at), Document.from_json(act.text)
    if not name.isdecimal() or len(name) > 9:
        raise Http404
    edition = get_object_or_404(article.editions, number=name)
    return gettext("Edition %d") % edition.number, edition.content


def _save(article: Article, key: str) -> Act:
    """A save of the desk copy that kept its text; 404 where there is none."""
    if not is_key(key):
        raise Http404
    return get_object_or_404(article.acts.exclude(text=""), pk=key)


def differences(before: Document, after: Document, user) -> list[Field]:
    """Every field that either has, as people read it: words and captions, not mark-up; of related
    articles what this person may know."""
    fields = []
    related = Article.objects.filter(pk__in={*before.related, *after.related})
    titles = known_titles(user, list(related.defer("body")))
    for label, read in READERS:
        old, new = (
            _related(each, titles) if read is None else read(each) for each in (before, after)
        )
        if old or new:
            fields.append(Field(str(label), compare_texts(old, new), old != new))
    return fields


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _lead_photo(document: Document) -> list[str]:
    lead = document.lead_photo
    if not lead:
        return []
    words = [f"#{lead['photo']}", lead["alt"], *_lines(lead["caption"]), lead["credit"]]
    return [word for word in words if word]


def _authors(document: Document) -> list[str]:
    return [f"{each['name']} ({Role(each['role']).label})" for each in document.authors]


def _names(name: str):
    return lambda document: [each.get("name") or each["title"] for each in getattr(document, name)]


def _section_titles(keys: list[int]) -> list[str]:
    nodes = tree().by_id
    ways = (nodes[key].trail for key in keys if key in nodes)
    return [" › ".join(node.title for node in way) for way in ways]


def _related(document: Document, titles: dict[int, str]) -> list[str]:
    return [titles[key] for key in document.related if titles.get(key)]


READERS = [
    (_("kicker"), lambda document: _lines(document.kicker)),
    (_("title"), lambda document: _lines(document.title)),
    (_("lead"), lambda document: _lines(document.lead)),
    (_("lead photo"), _lead_photo),
    (_("body"), lambda document: paragraphs(document.body)),
    (_("signature"), lambda document: _lines(document.signature)),
    (_("section"), lambda document: _section_titles([document.section])),
    (_("also listed in"), lambda document: _section_titles(document.extra_sections)),
    (_("genre"), lambda document: [str(Genre(document.genre).label)]),
    (_("authors"), _authors),
    (_("source"), lambda document: [document.source["name"]] if document.source else []),
    (_("topics"), _names("topics")),
    (_("tags"), _names("tags")),
    (_("address of the original"), lambda document: _lines(document.source_url)),
    (_("attachments"), _names("attachments")),
    (_("related articles"), None),  # depends on who asks
    (_("address part"), lambda document: _lines(document.slug)),
    (_("description for search engines"), lambda document: _lines(document.description)),
]


def show(model_admin, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
    """An edition as its readers saw it."""
    article = get_article(request, object_id)
    edition = get_object_or_404(article.editions, number=number)
    return preview.of_edition(request, edition)


@post_only
def restore(model_admin, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
    """Make an edition's words the desk copy again."""

    def put(article: Article) -> str:
        edition: Edition = get_object_or_404(article.editions, number=number)
        workflow.restore(article, edition, by=request.user)
        words = gettext(
            "Edition %d is the desk copy again. Readers see no change until you publish."
        )
        return words % number

    return _restored(request, object_id, put)


@post_only
def restore_save(model_admin, request: HttpRequest, object_id: str, act: int) -> HttpResponse:
    """Make the words of an earlier save the desk copy again."""

    def put(article: Article) -> str:
        save = _save(article, str(act))
        workflow.restore_save(article, save, by=request.user)
        return gettext("The text saved at %s is the desk copy again.") % zoned(save.at)

    return _restored(request, object_id, put)


def _restored(request: HttpRequest, object_id: str, put: Callable[[Article], str]) -> HttpResponse:
    """Only in place of the desk copy that was there when the button was on the screen."""
    with transaction.atomic():
        article = get_article(request, object_id, lock=True)
        permissions.require(request.user, Verb.RESTORE, article)
        news = news_since(request.POST.get("seen", ""), article, Verb.RESTORE)
        said = None if news else put(article)
    if news:
        messages.error(request, news)
        return HttpResponseRedirect(reverse("admin:news_article_history", args=[article.pk]))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
