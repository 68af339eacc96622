"""Links to a saved version for reviewers without an account: made, listed, revoked."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.base_admin import reopened
from staff.fields import TidyCharField, is_key

from ..addresses import absolute, review_path
from ..models import Article
from ..rights import permissions
from ..rights.article_access import get_article, side_page
from . import links as review_links_links
from .models import MAX_NAME_CHARACTERS

MAX_LINKS_SHOWN = 100


class LinkForm(forms.Form):
    recipient = TidyCharField(
        label=_("For whom"),
        max_length=MAX_NAME_CHARACTERS,
        help_text=_("A name, so that you know later whose link it is; the reviewer reads it too."),
    )
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=review_links_links.MAX_LINK_DAYS,
        initial=review_links_links.DEFAULT_LINK_DAYS,
    )


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Whoever may not change the article any more sees and revokes the links that they made."""
    article = get_article(request, object_id)
    may_send = permissions.may_edit(request.user, article)
    form, made = LinkForm(), None
    if request.method == "POST":
        revokes = "revoke" in request.POST
        if not revokes and not may_send:
            raise PermissionDenied
        acts = not reopened(request)
        if revokes and acts:
            return _revoked(request, article)
        if not revokes:
            form = LinkForm(request.POST)
            made = _create(request, article, form) if acts else None
    links = (
        review_links_links.links(article, request.user)
        .defer("document")
        .select_related("created_by")
    )
    links = links.annotate(said=Count("opinions")).order_by("-pk")[:MAX_LINKS_SHOWN]
    makers = {}
    for link in links:  # one and the same object, so that their rights are read once
        link.created_by = makers.setdefault(link.created_by_id, link.created_by)
    context = {
        "title": gettext("Send for review"),
        "form": LinkForm() if made else form,
        "made": made,
        "links": [(link, review_links_links.is_usable(link)) for link in links],
        "may_send": may_send,
        "back": reverse("admin:news_article_change", args=[article.pk]),
    }
    return side_page(model_admin, request, article, "news/review_links.html", context)


def _create(request: HttpRequest, article: Article, form: LinkForm) -> str | None:
    """The address, to be shown this once; None where the form says why not."""
    if not form.is_valid():
        return None
    try:
        _link, token = review_links_links.create_link(article, by=request.user, **form.cleaned_data)
    except review_links_links.LimitReached as refusal:
        form.add_error(None, str(refusal))
        return None
    return absolute(review_path(token))


def _revoked(request: HttpRequest, article: Article) -> HttpResponse:
    pk = request.POST["revoke"]
    if not is_key(pk):
        raise PermissionDenied
    review_links_links.revoke(article, int(pk), by=request.user)
    return HttpResponseRedirect(request.path)
