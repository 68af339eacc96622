"""An article exactly as readers would see it, in each kind of page: what stands in the form, saved
or not; what is stored; and its editions. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...editions.compose import compose
from ...editions.document import Document
from ...models import Article, Edition
from ...pages import unpublished
from ...rights.article_access import get_article, get_editable
from ...sittings.admin import form_url
from .posted import FormProblem, typed


@dataclass(frozen=True)
class PreviewFrame:
    """A way in which readers see an article."""

    # The style sheet has its width.
    slug: str
    label: Promise
    template: str
    # Whether the page itself says what it is: on paper nothing stands around it.
    mark: bool = False


PREVIEW_FRAMES = [
    PreviewFrame("desktop", _("Desktop"), "news/article.html"),
    PreviewFrame("phone", _("Phone"), "news/article.html"),
    PreviewFrame("paper", _("Print version"), "news/print.html", mark=True),
]


def page(model_admin, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """POST: what stands in the form, of a new article too. GET: what is stored."""
    if request.method == "POST":
        return _of_form(model_admin, request, object_id)
    if object_id is None:
        return HttpResponseRedirect(form_url(None))
    article = get_article(request, object_id)
    return _frames(request, article, compose(article), _mark())


def _of_form(model_admin, request: HttpRequest, object_id: str | None) -> HttpResponse:
    found = typed(model_admin, request, get_editable(request, object_id))
    return _frames(request, found.article, found.content, _mark(), found.faults)


def print_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    article = get_article(request, object_id)
    shown = unpublished.draft_page(article, compose(article))
    return _public(request, "news/print.html", unpublished.context(shown, preview=_mark()))


def of_edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """As its readers saw it."""
    mark = gettext("Edition %d, as it was published.") % edition.number
    shown = unpublished.edition_page(edition)
    return _public(request, "news/article.html", unpublished.context(shown, preview=mark))


def _public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return unpublished.no_store(render(request, template, context, using="public"))


def _frames(
    request: HttpRequest,
    article: Article,
    content: Document,
    mark: str,
    faults: Sequence[FormProblem] = (),
) -> HttpResponse:
    """The page in each kind, in a frame that is as wide as what it is read on. It stands in the
    frame's own attribute, so it need be stored nowhere."""
    context = unpublished.context(unpublished.draft_page(article, content), framed=True)
    written: dict[tuple, str] = {}
    frames = []
    for kind in PREVIEW_FRAMES:
        key = kind.template, kind.mark
        if key not in written:
            more = {**context, "preview": mark if kind.mark else ""}
            written[key] = render_to_string(kind.template, more, request, using="public")
        frames.append((kind, written[key]))
    # Whoever looks at it on a phone sees a phone's page first, without a script.
    on_phone = "Mobi" in request.headers.get("User-Agent", "")
    response = render(
        request,
        "news/preview.html",
        {
            "title": content.title,
            "mark": mark,
            "frames": frames,
            "first": "phone" if on_phone else "desktop",
            "faults": faults,
        },
    )
    return unpublished.no_store(response)


def _mark() -> str:
    return gettext("Preview – not published")
