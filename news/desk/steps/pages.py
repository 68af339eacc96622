"""The next steps of an article: which are offered to whom, as buttons of the form or as questions
of their own (a reason, a time, what becomes of a scheduled edition)."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.hosts import public_url
from staff.base_admin import reopened
from text.dates import datetime_with_zone

from ...addresses import article_path
from ...editions.public_status import PublicStatus, cached_status, is_withdrawn, public_status
from ...enums import DeskState, PublicState, Verb
from ...models import Act, Article, Edition
from ...rights import permissions
from ...rights.article_access import get_article, side_page
from .. import second_eyes
from .. import steps as desk_steps
from .forms import FORMS, form_of
from .seen import SeenState, changes_since

# Taken by a button of the form, together with saving it.
ON_FORM = {Verb.SUBMIT, Verb.PASS_ON, Verb.APPROVE, Verb.PUBLISH}

OF_THE_TEXT = {Verb.SUBMIT, Verb.PASS_ON, Verb.SEND_BACK, Verb.APPROVE, Verb.OVERRIDE}

LABELS = {
    Verb.SUBMIT: _("Send to the editors"),
    Verb.PASS_ON: _("Send for approval"),
    Verb.APPROVE: _("Approve"),
    Verb.OVERRIDE: _("Approve without a second pair of eyes …"),
    Verb.SEND_BACK: _("Return …"),
    Verb.ASSIGN: _("Assign …"),
    Verb.MOVE: _("Move the time …"),
    Verb.CANCEL: _("Cancel the scheduled edition …"),
    Verb.EXPIRE: _("Change the expiry …"),
    Verb.WITHDRAW: _("Withdraw …"),
    Verb.EXPLAIN: _("Change the public reason …"),
    Verb.BRING_BACK: _("Bring back …"),
    Verb.ARCHIVE: _("Archive …"),
    Verb.UNARCHIVE: _("Take out of the archive …"),
}


@dataclass(frozen=True)
class OfferedStep:
    """One step that may be taken now. `url` when it asks something first."""

    verb: Verb
    label: str
    url: str | None = None
    # The step that most likely comes next.
    chief: bool = False


def offered_steps(user, article: Article) -> list[OfferedStep]:
    """What this person may do with this article now, likeliest first."""
    stand = cached_status(article)
    state = article.state
    own_work = state != DeskState.APPROVED and second_eyes.needs_other_approver(article, user)
    possible = {
        Verb.SUBMIT: state == DeskState.DRAFT
        and not permissions.has_right(user, permissions.EDIT, article),
        Verb.PASS_ON: state in (DeskState.DRAFT, DeskState.EDITING)
        and not permissions.has_right(user, permissions.APPROVE, article),
        Verb.APPROVE: state != DeskState.APPROVED and not own_work,
        Verb.OVERRIDE: own_work,
        Verb.PUBLISH: not own_work,
        Verb.SEND_BACK: state != DeskState.DRAFT,
        Verb.ASSIGN: True,
        Verb.MOVE: stand.ahead is not None,
        Verb.CANCEL: stand.ahead is not None,
        Verb.EXPIRE: stand.running is not None or stand.ahead is not None,
        Verb.WITHDRAW: stand.running is not None or stand.ahead is not None,
        Verb.EXPLAIN: is_withdrawn(article, stand),
        Verb.BRING_BACK: stand.state in (PublicState.WITHDRAWN, PublicState.EXPIRED),
        Verb.ARCHIVE: stand.state == PublicState.LIVE,
        Verb.UNARCHIVE: stand.state == PublicState.ARCHIVED,
    }
    steps = []
    for verb, fits in possible.items():
        if not fits or not permissions.may(user, verb, article):
            continue
        if verb in ON_FORM:
            if not permissions.may_edit(user, article):
                continue
            label = publish_label(stand) if verb == Verb.PUBLISH else LABELS[verb]
            steps.append(OfferedStep(verb, str(label), chief=verb == Verb.PUBLISH))
        else:
            steps.append(OfferedStep(verb, str(LABELS[verb]), _address(article, verb)))
    return steps


def of_schedule(user, article: Article) -> list[OfferedStep]:
    """What this person may do about its scheduled edition, from where it is only listed."""
    if not article.standing.ahead:
        return []
    verbs = [verb for verb in (Verb.MOVE, Verb.CANCEL) if permissions.may(user, verb, article)]
    return [OfferedStep(verb, str(LABELS[verb]), _address(article, verb)) for verb in verbs]


def _address(article: Article, verb: Verb) -> str:
    """Where a step asks first; it knows which text its person saw."""
    page = reverse("admin:news_article_step", args=[article.pk, verb])
    return f"{page}?seen={SeenState.of(article, verb)}"


def offered_new(user) -> list[OfferedStep]:
    """The steps of an article that is only being written, in whichever section."""
    if permissions.has_in_any_section(user, permissions.PUBLISH):
        return [OfferedStep(Verb.PUBLISH, gettext("Publish"), chief=True)]
    if permissions.has_in_any_section(user, permissions.EDIT):
        return [OfferedStep(Verb.PASS_ON, str(LABELS[Verb.PASS_ON]))]
    return [OfferedStep(Verb.SUBMIT, str(LABELS[Verb.SUBMIT]))]


def last_return(article: Article) -> Act | None:
    """Why a draft lies here again: the return, if that was the last step of its text."""
    if article.state != DeskState.DRAFT:
        return None
    ways = article.acts.filter(verb__in=[*OF_THE_TEXT, Verb.PUBLISH, Verb.SCHEDULE])
    last = ways.select_related("by").defer("text", "times").first()
    return last if last and last.verb == Verb.SEND_BACK else None


def publish_label(stand: PublicStatus) -> str:
    if stand.running:
        return gettext("Publish the update")
    return gettext("Publish")


def public_badge(stand: PublicStatus) -> SafeString:
    """The public state as staff read it, with the moment that matters next."""
    words = str(stand.state.label)
    if stand.state == PublicState.SCHEDULED:
        words = f"{words}: {datetime_with_zone(stand.ahead.live_from)}"
    elif stand.ahead:
        words += "; " + gettext("update at %s") % datetime_with_zone(stand.ahead.live_from)
    elif stand.running and stand.running.live_until:
        words += " " + gettext("until %s") % datetime_with_zone(stand.running.live_until)
    return format_html('<span class="state public-{}">{}</span>', stand.state.value, words)


def run_from_form(request: HttpRequest, article: Article, verb: Verb) -> HttpResponse | None:
    """A step of the form: done, or said why not. A response where it leads elsewhere."""
    try:
        if verb == Verb.PUBLISH:
            at = article.publish_at
            edition = desk_steps.publish(article, by=request.user, at=at)
            messages.success(request, published_message(article, edition, at))
            _warn_without_picture(request, edition)
        else:
            getattr(desk_steps, verb.value)(article, by=request.user)
            messages.success(request, _done(verb))
    except desk_steps.ScheduledAhead:
        messages.info(request, gettext("Your text is saved. One question before it is published:"))
        return HttpResponseRedirect(_address(article, Verb.PUBLISH))
    except PermissionDenied:
        messages.error(request, gettext("Saved, but you may not do this with the article."))
    except desk_steps.StepRefused as refusal:
        messages.error(request, gettext("Saved, but: %s") % refusal)
    except ValidationError as error:
        said = gettext("Saved, but not published: %s")
        if verb != Verb.PUBLISH:
            said = gettext("Saved, but not sent on: %s")
        for sentence in dict.fromkeys(error.messages):  # two fields may say the same
            messages.error(request, said % sentence)
    return None


def published_message(article: Article, edition: Edition, at: datetime | None) -> SafeString | str:
    """`at` is the time that was asked for."""
    if edition.live_from > edition.made_at:
        return gettext("Scheduled: readers will see it at %s.") % datetime_with_zone(
            edition.live_from
        )
    url = public_url(article_path(edition.section_id, edition.slug, article.pk))
    said = gettext("Published.")
    if at and at < edition.live_from.replace(second=0, microsecond=0):
        said = gettext(
            "Published at once, as the time to publish at (%s) has passed."
        ) % datetime_with_zone(at)
    return format_html('{} <a href="{}">{}</a>', said, url, gettext("View on the site"))


def _warn_without_picture(request: HttpRequest, edition: Edition) -> None:
    """Nobody would miss it on the article's own page, which shows the photos of its text."""
    if edition.content.photos and not edition.content.lead_photo:
        messages.warning(
            request,
            gettext(
                "The article has photos but no lead photo, so lists show it without a picture. "
                "Choose a lead photo and publish the update."
            ),
        )


def _done(verb: Verb) -> str:
    return {
        Verb.SUBMIT: gettext("Saved and sent to the editors."),
        Verb.PASS_ON: gettext("Saved and sent for approval."),
        Verb.APPROVE: gettext("Saved and approved."),
        Verb.OVERRIDE: gettext("Approved without a second pair of eyes; the log says so."),
        Verb.SEND_BACK: gettext("Returned to its writer."),
        Verb.ASSIGN: gettext("Assigned."),
        Verb.MOVE: gettext("The time was moved."),
        Verb.CANCEL: gettext("The scheduled edition is cancelled."),
        Verb.EXPIRE: gettext("The expiry was changed."),
        Verb.WITHDRAW: gettext("Withdrawn: readers no longer see it."),
        Verb.EXPLAIN: gettext("The public reason was changed."),
        Verb.BRING_BACK: gettext("Readers see the article again."),
        Verb.ARCHIVE: gettext("Archived: off the front lists, readable at its address."),
        Verb.UNARCHIVE: gettext("Back in the lists."),
    }[verb]


def confirm(model_admin, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
    """A step that asks something first; the answer is a POST."""
    if verb not in FORMS:
        raise Http404
    verb = Verb(verb)
    article = get_article(request, object_id)
    permissions.require(request.user, verb, article)
    here = reverse("admin:news_article_change", args=[article.pk])
    form_class = form_of(verb, article)
    fits = True
    if request.method == "POST":
        form = form_class(request.POST)
        acts = not reopened(request)
        try:
            with transaction.atomic():
                article = get_article(request, object_id, lock=True)
                news = changes_since(request.POST.get("seen", ""), article, verb)
                said = (
                    _answered(request, article, verb, form)
                    if acts and form.is_valid() and not news
                    else None
                )
        except desk_steps.StepRefused as refusal:
            said = None
            if not form.fields:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(here)
            form.add_error(None, str(refusal))  # what was typed stays
            fits = verb in {step.verb for step in offered_steps(request.user, article)}
        if said:
            messages.success(request, said)
            return HttpResponseRedirect(here)
    else:
        form = form_class(initial=_initial(article, verb))
        news = changes_since(request.GET["seen"], article, verb) if "seen" in request.GET else None
    context = {
        "title": str(LABELS.get(verb, gettext("Publish"))).rstrip(" …"),
        "form": form,
        "verb": verb.value,
        "explanation": EXPLANATIONS[verb],
        "standing": public_status(article),
        "news": news,
        "fits": fits,
        "seen": SeenState.of(article, verb),
        "back": here,
        "media": model_admin.media + form.media,
    }
    return side_page(model_admin, request, article, "news/step.html", context)


def _answered(
    request: HttpRequest, article: Article, verb: Verb, form: forms.Form
) -> SafeString | str | None:
    """The step, taken: what to say of it. None where the form now says why not."""
    act = desk_steps.set_expiry if verb == Verb.EXPIRE else getattr(desk_steps, verb.value)
    at = article.publish_at
    try:
        answer = act(article, by=request.user, **_arguments(form, article, verb))
    except ValidationError as error:
        for field, sentences in error.message_dict.items():
            form.add_error(field if field in form.fields else None, sentences)
        return None
    if verb != Verb.PUBLISH:
        return _done(verb)
    _warn_without_picture(request, answer)
    return published_message(article, answer, at)


def _initial(article: Article, verb: Verb) -> dict[str, datetime | None]:
    stand = public_status(article)
    last = stand.ahead or stand.running
    if verb == Verb.MOVE and stand.ahead:
        return {"at": stand.ahead.live_from}
    if verb == Verb.EXPIRE and last:
        return {"until": last.live_until}
    if verb == Verb.EXPLAIN:
        return {"public_reason": article.public_reason}
    if verb == Verb.PUBLISH:
        return {"correction": article.correction or (stand.ahead.correction if stand.ahead else "")}
    if verb == Verb.ASSIGN:
        return {"to": article.assignee_id, "due": article.due_at}
    return {}


def _arguments(form: forms.Form, article: Article, verb: Verb) -> dict:
    if verb == Verb.MOVE:
        return {"to": form.cleaned_data["at"]}
    if verb == Verb.PUBLISH:
        return {"at": article.publish_at, **form.cleaned_data}
    return form.cleaned_data


EXPLANATIONS = {
    Verb.OVERRIDE: _(
        "You changed this text yourself, and its section wants somebody else to approve it. If "
        "nobody else can, say why: the log keeps it, marked, for everyone who sees the article."
    ),
    Verb.SEND_BACK: _("The article becomes a draft again; its writer reads your reason."),
    Verb.ASSIGN: _(
        "It stands first among what this person has to do, and they may see and write it as their "
        "own, until it goes on or is given to somebody else."
    ),
    Verb.WITHDRAW: _(
        "Readers no longer see the article from this moment on; a scheduled edition is cancelled. "
        "Nothing is deleted, and you can bring it back."
    ),
    Verb.EXPLAIN: _(
        "Readers who come to the article's address are told from now on what you write here; the "
        "log keeps what they were told before."
    ),
    Verb.MOVE: _("The approved text stays word for word; only its time changes."),
    Verb.CANCEL: _("What readers see now stays. The cancelled edition is kept in the history."),
    Verb.EXPIRE: _("When the time has come, readers are told that the article is gone."),
    Verb.BRING_BACK: _("Readers see the article again, word for word as they last saw it."),
    Verb.ARCHIVE: _(
        "The article leaves the home page and the section lists; its address goes on working."
    ),
    Verb.UNARCHIVE: _("The article returns to the home page and the section lists."),
    Verb.PUBLISH: _("Another edition of this article is approved for a later time."),
}
