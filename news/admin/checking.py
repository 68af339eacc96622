"""What an article should be looked over for, beside its form: read when somebody looks at it, as
reading a long text closely takes longer than showing its form."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import checks
from ..models import Article
from .access import get_article

if TYPE_CHECKING:
    from text.proof import Finding


@dataclass(frozen=True)
class Found:
    """One thing to be looked at, as the list shows it."""

    sentence: str
    words: str
    around: tuple[str, str] = ("", "")
    """What stands before and behind the words."""


MOST = 100
AROUND = 40
"""Characters."""


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The whole list, which the form's script puts beside the form."""
    article = get_article(model_admin, request, object_id)
    structure = [Found(each.sentence, each.words) for each in checks.remarks(article)]
    words = proofed(article)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Check before publishing"),
        "article": article,
        "opts": Article._meta,
        "structure": structure,
        "words": words[:MOST],
        "more": max(0, len(words) - MOST),
        "back": reverse("admin:news_article_change", args=[article.pk]),
    }
    return TemplateResponse(request, "news/checks.html", context)


def proofed(article: Article) -> list[Found]:
    # Late: the lists of words take memory, which a process that serves none but readers spares.
    from media.proof_notes import sentence
    from text.proof import check

    title, paragraphs = checks.texts(article)
    year = timezone.localtime(article.released_at or timezone.now()).year
    found = []
    for each in check(title, paragraphs, year):
        text = title if each.paragraph is None else paragraphs[each.paragraph]
        found.append(Found(sentence(each), each.words, _around(text, each)))
    return found


def _around(text: str, finding: "Finding") -> tuple[str, str]:
    start, end = max(0, finding.start - AROUND), finding.end + AROUND
    before, behind = text[start : finding.start], text[finding.end : end]
    return ("…" if start else "") + before, behind + ("…" if end < len(text) else "")
