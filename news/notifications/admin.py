"""The pages on which a person lists, opens and marks their notifications, and chooses which they
get. No GET changes anything."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delivery import worker_status
from staff.changelist import CappedPaginator
from staff.fields import is_key
from staff.rights import allow_any_staff, requires_right
from text.dates import datetime_with_zone

from ..enums import NotificationKind
from ..rights.people import full_name
from . import choices, inbox, mail

NOTIFICATIONS_PER_PAGE = 30


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """The addresses. Each person sees only their own notifications, so no right is needed."""

    return [
        path(route, site.admin_view(requires_right(allow_any_staff, page)), name=name)
        for page, name, route in (
            (own, "notifications", "notifications/"),
            (open_one, "notification_open", "notifications/open/"),
            (read_all, "notifications_read", "notifications/read/"),
            (choose, "notification_choices", "notifications/choices/"),
        )
    ]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """List this person's notifications, newest first."""
    page = CappedPaginator(
        inbox.with_related(inbox.in_admin(request.user)), NOTIFICATIONS_PER_PAGE
    ).get_page(request.GET.get("p", "")[:9])
    return TemplateResponse(
        request,
        "news/notifications.html",
        {
            **admin.site.each_context(request),
            "title": gettext("My notifications"),
            "page": page,
            "found": [inbox.message_of(each) for each in page],
        },
    )


@require_POST
def open_one(request: HttpRequest) -> HttpResponse:
    """Mark one notification as read and redirect to its article."""
    rows = inbox.in_admin(request.user).filter(pk=_key(request))
    found = get_object_or_404(rows)
    rows.mark_read()
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[found.article_id]))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read all notifications up to the newest one that the page showed, and none that came
    later."""
    inbox.in_admin(request.user).filter(pk__lte=_key(request)).mark_read()
    return HttpResponseRedirect(reverse("admin:notifications"))


def _key(request: HttpRequest) -> str:
    key = request.POST.get("key", "")
    if not is_key(key):
        raise Http404
    return key


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Let this person choose what they are notified of from now on, in the admin and by mail."""
    form = ChoicesForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, gettext("Saved: from now on you are told as you chose."))
        return HttpResponseRedirect(request.path)
    return TemplateResponse(
        request,
        "news/notification_choices.html",
        {
            **admin.site.each_context(request),
            "title": gettext("What I am told"),
            "form": form,
            "address": request.user.email,
            "bad": mail.refused_address(request.user),
            "mail_is_set_up": choices.mail_is_set_up(),
        },
    )


class ChoicesForm(forms.Form):
    """Two boxes for each kind of notification: in the admin, and by mail."""

    def __init__(self, person, data: object = None) -> None:
        super().__init__(data)
        self.person = person
        for kind, now in choices.channels(person).items():
            for name in ("in_admin", "by_mail"):
                self.fields[f"{kind}-{name}"] = forms.BooleanField(
                    required=False, initial=getattr(now, name), label=kind.label
                )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [
            (kind.label, self[f"{kind}-in_admin"], self[f"{kind}-by_mail"])
            for kind in NotificationKind
        ]

    def save(self) -> None:
        given = self.cleaned_data
        choices.save_choices(
            self.person,
            {
                kind: choices.Channels(given[f"{kind}-in_admin"], given[f"{kind}-by_mail"])
                for kind in NotificationKind
            },
        )


def mail_trouble(request: HttpRequest) -> dict[str, Any] | None:
    """Mails that are late and addresses that were refused, for people who may change accounts. None
    for other people, and if there is no trouble. Two queries at most.

    `late` is a sentence, empty if no mail is late. `bad` has for each refused address a sentence,
    and the address of the page on which its account is changed.
    """
    if not request.user.has_perm("auth.change_user"):
        return None
    late, since = "", mail.late_since()
    if since:
        late = gettext("Since %s notifications wait to be mailed.") % datetime_with_zone(since)
    bad = [
        (
            f"{full_name(each.person)} ({each.address}): {each.said}",
            reverse("admin:auth_user_change", args=[each.person_id]),
        )
        for each in mail.bad_addresses()
    ]
    if not late and not bad:
        return None
    return {"late": late, "worker_runs": worker_status.is_running(), "bad": bad}
