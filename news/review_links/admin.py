"""The page on which staff make, list and revoke review links."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from staff.base_admin import reopened
from staff.fields import TidyCharField, is_key

from ..addresses import absolute, review_path
from ..rights import permissions
from ..side_pages import ArticlePage
from . import links
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
        max_value=links.MAX_LINK_DAYS,
        initial=links.DEFAULT_LINK_DAYS,
    )


class ReviewLinksPage(ArticlePage):
    """The review links of an article. A person who may not change the article any more sees and
    revokes only the links that they made."""

    title = _("Send for review")
    template_name = "news/review_links.html"
    reopens = True

    @cached_property
    def may_send(self) -> bool:
        return permissions.may_edit(self.request.user, self.article)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(LinkForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        revoked = request.POST.get("revoke")
        if (revoked is None and not self.may_send) or (revoked is not None and not is_key(revoked)):
            raise PermissionDenied
        if reopened(request):
            return self.show(LinkForm() if revoked else LinkForm(request.POST))
        if revoked:
            links.revoke(self.article, int(revoked), by=request.user)
            return HttpResponseRedirect(request.path)
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            _link, token = links.create_link(self.article, by=request.user, **form.cleaned_data)
        except links.LimitReached as refusal:
            form.add_error(None, str(refusal))
            return self.show(form)
        # The address can be shown only now, because the token is not stored.
        return self.show(LinkForm(), absolute(review_path(token)))

    def show(self, form: LinkForm, made: str | None = None) -> HttpResponse:
        rows = links.links(self.article, self.request.user).defer("document")
        rows = rows.select_related("created_by").annotate(said=Count("opinions"))
        makers, shown = {}, rows.order_by("-pk")[:MAX_LINKS_SHOWN]
        # One object for each maker, so that the rights of a person are read only once.
        for link in shown:
            link.created_by = makers.setdefault(link.created_by_id, link.created_by)
        return self.render(
            form=form,
            made=made,
            links=[(link, links.is_usable(link)) for link in shown],
            may_send=self.may_send,
        )
