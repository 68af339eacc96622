"""The requests that an open form sends: heartbeats with what was typed, and what becomes of words
that were not saved."""

import secrets
from datetime import datetime

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from staff.base_admin import REOPEN
from staff.drafts import CHANGED_FIELD, CLOSED_FIELD, PREVIOUS_SITTING_FIELD, SITTING, dump_fields
from text.body.clean import clean_body
from text.body.read import paragraphs
from text.dates import datetime_with_zone, zone

from ..models import Article, Sitting
from ..rights.people import full_name
from ..side_pages import ArticlePage
from . import open_forms

# The POST parameter that says that the person has seen what is deleted.
CONFIRMED = "sure"


def sitting_key(request: HttpRequest) -> str:
    """The key of the form that is shown: a new one when it is opened, its own when it is shown
    again."""
    return (
        getattr(request, "sitting", "")
        or request.POST.get(SITTING)
        or request.POST.get(PREVIOUS_SITTING_FIELD)
        or secrets.token_hex(16)
    )


class SittingView(ArticlePage):
    """Base of the requests that the script and the buttons of an open form send."""

    is_for_editors = True

    @property
    def key(self) -> str:
        return self.request.POST.get(SITTING, "")


class HeartbeatView(SittingView):
    """Takes a heartbeat, with what was typed if that changed. Answers, as JSON, who else has the
    article open. 400 for an unknown key, 413 if too much was typed."""

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = dump_fields(request.POST) if CHANGED_FIELD in request.POST else None
        try:
            sitting = open_forms.heartbeat(request.user, self.key, self.article, typed)
        except (open_forms.UnknownSitting, open_forms.TooLong) as error:
            status = 413 if isinstance(error, open_forms.TooLong) else 400
            return JsonResponse({"kept": False}, status=status)
        if CLOSED_FIELD in request.POST:
            open_forms.close(request.user, self.key)
        people: dict[int, list[Sitting]] = {}
        if self.article:
            for each in open_forms.other_sittings(request.user, self.article, self.key):
                people.setdefault(each.user_id, []).append(each)
        return JsonResponse(
            {
                "kept": sitting.saved_at is None,
                "at": _clock(sitting.typed_at) if sitting.typed_at else "",
                "others": [_said(request.user, each) for each in people.values()],
            }
        )


class PutAsideView(SittingView):
    """Puts unsaved words aside, because the person chose the stored text."""

    def post(self, request: HttpRequest) -> HttpResponse:
        open_forms.put_aside(request.user, self.key)
        return HttpResponseRedirect(self.back)


class DeletePutAsidePage(SittingView):
    """Deletes words that were put aside, after showing them."""

    title = gettext_lazy("Delete a text that was put aside")
    template_name = "news/sitting_delete.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        sitting = open_forms.find_put_aside(request.user, self.key, self.article)
        if sitting and CONFIRMED not in request.POST:
            return self.ask(sitting)
        if sitting and open_forms.delete_text(sitting):
            messages.success(request, gettext("The text that was put aside is deleted."))
        else:
            messages.info(request, gettext("Nothing was deleted: it is not put aside any more."))
        return HttpResponseRedirect(self.back)

    def ask(self, sitting: Sitting) -> HttpResponse:
        body = paragraphs(clean_body(sitting.text("body")).html)
        return self.render(
            name=sitting.title,
            at=sitting.typed_at,
            words=" ".join([sitting.text("lead"), *body]).strip(),
            key=sitting.key,
            sure=CONFIRMED,
        )


def reopened(request: HttpRequest, article: Article | None) -> QueryDict | None:
    """The fields of a sitting as they were typed. The form shows them in place of the POST that
    asked for them. None if nothing is unsaved any more."""
    key = request.POST.get(SITTING, "")
    fields = open_forms.unsaved_fields(request.user, key, article)
    if fields is None:
        return None
    request.sitting = key
    found = QueryDict(mutable=True)
    for name, value in fields:
        found.appendlist(name, value)
    found[REOPEN] = "1"
    return found


def _clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H:%M:%S} {zone(local)}"


def _said(user, theirs: list[Sitting]) -> str:
    """The open forms of one person, in words. The form that was opened first comes first."""
    first, windows = theirs[0], len(theirs)
    since = datetime_with_zone(first.opened_at)
    if first.user_id == user.pk:
        said = ngettext(
            "you, in %(windows)d other window, since %(since)s",
            "you, in %(windows)d other windows, since %(since)s",
            windows,
        )
        return said % {"windows": windows, "since": since}
    said = gettext("%(who)s, since %(since)s") % {"who": full_name(first.user), "since": since}
    if windows > 1:
        said += " (" + ngettext("%d window", "%d windows", windows) % windows + ")"
    return said
