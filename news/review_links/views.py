"""`/xem-duyet/<token>/`: one version of an article, for a reviewer without an account.

The token is the only credential. There is no session and no cookie, so another site gains nothing
by making a reviewer's browser send a request. A GET changes nothing, as mail programs open links
by themselves.
"""

from contextlib import suppress
from typing import Any

from django import forms
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from delivery.hosts import is_same_origin
from media.models import library
from media.public_files.refresh import stored_files
from media.views import file_response
from staff.fields import TidyCharField
from text.dates import short_datetime

from ..addresses import review_path
from ..editions import lifecycle
from ..models import ReviewLink
from ..pages import preview
from . import links
from .models import MAX_COMMENT_CHARACTERS, MAX_NAME_CHARACTERS

OPINIONS_ANCHOR = "#y-kien"
# Below the address of a link, the beginning of the addresses of its files.
FILES = "tep/"


class OpinionForm(forms.Form):
    name = TidyCharField(label=_("Your name"), max_length=MAX_NAME_CHARACTERS, required=False)
    text = TidyCharField(label=_("Your comment"), max_length=MAX_COMMENT_CHARACTERS, required=False)
    opinion = forms.ChoiceField(choices=[("comment", ""), ("agree", "")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "opinion" not in cleaned:
            self.add_error(None, _("Press one of the two buttons."))
        if cleaned.get("opinion") == "comment" and cleaned.get("text") == "":
            self.add_error("text", _("Write what you think, or press “I agree”."))
        return cleaned


# No cookie gives access, so another site has nothing to forge.
@csrf_exempt
def review(request: HttpRequest, token: str = "") -> HttpResponse:
    """Answers every request below `/xem-duyet`. Unknown, expired and revoked links get the same
    answer."""
    token, _of, file = token.partition(f"/{FILES}")
    token = token.removesuffix("/")
    if request.method == "POST" and not file:
        response = _posted(request, token)
    elif request.method in ("GET", "HEAD"):
        link = links.link_by_token(token)
        if link is None:
            response = _closed(request)
        elif file:
            response = _file(request, link, file)
        else:
            response = _page(request, link, token, OpinionForm())
    else:
        response = HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    # No linked site learns the address. `no_store` keeps the page out of caches and search engines.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return preview.no_store(response)


def _posted(request: HttpRequest, token: str) -> HttpResponse:
    if not is_same_origin(request, hides_address=True):
        return HttpResponse(status=403)
    form = OpinionForm(request.POST)
    try:
        link = links.link_by_token(token)
        if link is None:
            return _closed(request)
        if not form.is_valid():
            return _page(request, link, token, form)
        said = form.cleaned_data
        links.add_opinion(
            link, name=said["name"], text=said["text"], agrees=said["opinion"] == "agree"
        )
    except links.LinkClosed:
        return _closed(request)
    except links.LimitReached as refusal:
        form.add_error(None, str(refusal))
        return _page(request, link, token, form)
    except (OperationalError, InterfaceError):
        return _closed(request, status=503)
    return HttpResponseRedirect(review_path(token) + OPINIONS_ANCHOR)


def _page(request: HttpRequest, link: ReviewLink, token: str, form: OpinionForm) -> HttpResponse:
    mark = gettext(
        "For review, not published: as it was saved at %(when)s, version %(version)d. This link is "
        "for %(who)s and works until %(until)s; please do not pass it on."
    ) % {
        "when": short_datetime(link.created_at),
        "version": link.version,
        "who": link.recipient,
        "until": short_datetime(link.expires_at),
    }
    opinions = list(link.opinions.order_by("pk"))
    context = preview.context(
        preview.link_page(link, review_path(token) + FILES),
        preview=mark,
        opinions=opinions,
        opinion_form=form,
        full=len(opinions) >= links.MAX_OPINIONS_PER_LINK,
        here=review_path(token) + OPINIONS_ANCHOR,
        recipient=link.recipient,
    )
    return render(request, "news/review.html", context, using="public")


def _file(request: HttpRequest, link: ReviewLink, name: str) -> HttpResponse:
    """A file of the text that the link shows; for any other name the answer for a link that does
    not work."""
    folder = name.rpartition("/")[0]
    stored = stored_files(lifecycle.files_of(link.content)).values()
    if any(each.folder == folder and not each.taken_down for each in stored):
        with suppress(Http404):
            return file_response(library(), name, "private, no-store")
    return _closed(request)


def _closed(request: HttpRequest, status: int = 404) -> HttpResponse:
    """The answer for a link that does not work, the same for every token. It shows the text that
    the reviewer wrote, which is not stored."""
    context = {
        "busy": status == 503,
        "written": request.POST.get("text", "")[: 2 * MAX_COMMENT_CHARACTERS],
    }
    return render(request, "news/review_closed.html", context, status=status, using="public")
