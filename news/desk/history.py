"""The history of an article: its log, and its editions and saves shown and restored."""

from django.contrib import messages
from django.db import transaction
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from text.dates import datetime_with_zone

from ..models import Act, Article, Edition
from ..receipts import admin as receipts_admin
from ..rights import permissions
from ..side_pages import ArticlePage, get_article
from . import steps
from .compare import saved_text
from .form import preview
from .steps.seen import SeenState, changes_since

MAX_LOG_ROWS = 200


class HistoryPage(ArticlePage):
    """All editions, and the log."""

    template_name = "news/history.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        article, user = self.article, request.user
        editions = list(
            article.editions.select_related("published_by").defer("document").order_by("-number")
        )
        receipts_admin.attach_receipts(editions)
        acts = article.acts.select_related("by", "edition")
        acts = acts.defer("text", "times", "edition__document")
        return self.render(
            title=gettext("History: %s") % article.title,
            editions=editions,
            acts=acts.annotate(kept=Length("text"))[:MAX_LOG_ROWS],
            may_restore=steps.restore.allows(user, article),
            may_redact=permissions.has_right(user, permissions.REDACT, article),
            seen=SeenState.of(article),
        )


class EditionPage(ArticlePage):
    """An edition as its readers saw it."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return preview.of_edition(request, get_object_or_404(self.article.editions, number=number))


class RestorePage(ArticlePage):
    """Makes an edition's words the desk copy again, unless the desk copy changed since its person
    opened the page."""

    def post(self, request: HttpRequest, **which: int) -> HttpResponse:
        steps.restore.require(request.user, self.article)
        with transaction.atomic():
            article = get_article(request, str(self.article.pk), lock=True)
            news = changes_since(request.POST.get("seen", ""), article, steps.restore)
            if not news:
                source = self.find_source(article, **which)
                steps.restore(article, source, by=request.user)
        if news:
            messages.error(request, news)
            return HttpResponseRedirect(reverse("admin:news_article_history", args=[article.pk]))
        messages.success(request, self.done_message(source))
        return HttpResponseRedirect(self.back)

    def find_source(self, article: Article, number: int) -> Edition | Act:
        return get_object_or_404(article.editions, number=number)

    def done_message(self, source: Edition | Act) -> str:
        return (
            gettext("Edition %d is the desk copy again. Readers see no change until you publish.")
            % source.number
        )


class RestoreSavePage(RestorePage):
    """The same with the words of an earlier save."""

    def find_source(self, article: Article, act: int) -> Edition | Act:
        return saved_text(article, str(act))

    def done_message(self, source: Edition | Act) -> str:
        at = datetime_with_zone(source.at)
        return gettext("The text saved at %s is the desk copy again.") % at
