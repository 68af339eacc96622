"""What was published before: the history of an article, its editions shown and restored."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from text.dates import datetime_with_zone

from ..enums import Verb
from ..models import Article, Edition
from ..receipts import admin as receipts_admin
from ..rights import permissions
from ..rights.article_access import get_article, post_only, side_page
from . import steps
from .compare import saved_text
from .form import preview
from .steps.seen import SeenState, changes_since

MAX_LOG_ROWS = 200


def history(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every edition, and who did what."""
    article = get_article(request, object_id)
    editions = list(
        article.editions.select_related("published_by").defer("document").order_by("-number")
    )
    receipts_admin.attach_receipts(editions)
    acts = (
        article.acts.select_related("by", "edition")
        .defer("text", "times", "edition__document")
        .annotate(kept=Length("text"))[:MAX_LOG_ROWS]
    )
    context = {
        "title": gettext("History: %s") % article.title,
        "editions": editions,
        "acts": acts,
        "may_restore": permissions.may(request.user, Verb.RESTORE, article),
        "may_redact": permissions.may(request.user, Verb.REDACT, article),
        "seen": SeenState.of(article),
    }
    return side_page(model_admin, request, article, "news/history.html", context)


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
        steps.restore(article, edition, by=request.user)
        words = gettext(
            "Edition %d is the desk copy again. Readers see no change until you publish."
        )
        return words % number

    return _restored(request, object_id, put)


@post_only
def restore_save(model_admin, request: HttpRequest, object_id: str, act: int) -> HttpResponse:
    """Make the words of an earlier save the desk copy again."""

    def put(article: Article) -> str:
        save = saved_text(article, str(act))
        steps.restore_save(article, save, by=request.user)
        return gettext("The text saved at %s is the desk copy again.") % datetime_with_zone(save.at)

    return _restored(request, object_id, put)


def _restored(request: HttpRequest, object_id: str, put: Callable[[Article], str]) -> HttpResponse:
    """Only in place of the desk copy that was there when the button was on the screen."""
    with transaction.atomic():
        article = get_article(request, object_id, lock=True)
        permissions.require(request.user, Verb.RESTORE, article)
        news = changes_since(request.POST.get("seen", ""), article, Verb.RESTORE)
        said = None if news else put(article)
    if news:
        messages.error(request, news)
        return HttpResponseRedirect(reverse("admin:news_article_history", args=[article.pk]))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
