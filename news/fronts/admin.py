"""The front editor: see, arrange, preview and save the home page and the tops of sections."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext

from delivery.hosts import public_url
from delivery.public_page import TAGS_HEADER
from sections.tree import Node, tree
from staff.base_admin import REOPEN, SinglePageAdmin
from text.dates import datetime_with_zone

from ..models import Front
from ..rights import permissions
from . import arrange, pages
from .choices import article_infos
from .form import FrontForm, WantedSlots, version_of
from .rows import MAX_PLACEMENTS

# Entries of the log that the front editor shows.
MAX_LOG_ROWS = 5


@admin.register(Front)
class FrontAdmin(SinglePageAdmin):
    """The front editor, for the home page and for each section."""

    may_open = staticmethod(permissions.may_arrange)

    def get_urls(self) -> list[URLPattern]:
        return [
            self.view(self.changelist_view, "changelist", ""),
            self.view(self.edit, "change", "home/"),
            self.view(self.preview, "preview", "home/preview/"),
            self.view(self.edit, "section_change", "section/<int:pk>/"),
            self.view(self.preview, "section_preview", "section/<int:pk>/preview/"),
        ]

    def edit(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        node = _node(pk)
        if request.method != "POST":
            return self._page(request, FrontForm.stored(pk, request.user), node)
        form = FrontForm.sent(pk, request.user, request.POST)
        if "_save" in request.POST and REOPEN not in request.POST:
            return self._save(request, form, node)
        form.do(request.POST.get("do", ""))
        return self._page(request, form, node, reopened=REOPEN in request.POST)

    def _save(self, request: HttpRequest, form: FrontForm, node: Node | None) -> HttpResponse:
        wanted = form.wanted_slots()
        if wanted is None:
            return self._page(request, form, node, refused=True)
        if form.version == version_of(form.section):
            try:
                return self._arrange(request, form, wanted)
            except arrange.FrontChanged:
                # What is stored has to be read anew.
                form = FrontForm.sent(form.section, request.user, request.POST)
        if not form.changes_nothing():
            return self._page(request, form, node, refused=True)
        return _saved(request, form)

    def _arrange(self, request: HttpRequest, form: FrontForm, wanted: WantedSlots) -> HttpResponse:
        with transaction.atomic():
            saved, dropped = arrange.arrange(
                form.section, wanted, by=request.user, version=form.version, at=form.at
            )
            lines = form.changes(FrontForm.stored(form.section, request.user))
            self.log_change(request, saved, "\n".join(lines) or gettext("Nothing was changed."))
        response = _saved(request, form)
        for each in article_infos(form.section, dropped, request.user, form.at).values():
            messages.info(
                request, gettext("“%s” was taken off: nothing would be seen of it.") % each.title
            )
        return response

    def preview(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The page as readers would see it at the chosen moment, if the form were saved."""
        node = _node(pk)
        if request.method != "POST":
            return HttpResponseRedirect(form_url(pk))
        form = FrontForm.sent(pk, request.user, request.POST)
        at = form.preview_moment()
        if form.wanted_slots() is None or at is None:
            return self._page(request, form, node)
        mark = gettext("Preview of %s; nothing is saved by it.") % datetime_with_zone(at)
        context = {"preview": mark, "noindex": True, "moment": at}
        if node is None:
            response = pages.home(request, form.arrangement(at), at, **context)
        else:
            response = pages.section(request, node, form.arrangement(at), at, **context)
        # A preview is never cached, so it needs no tags.
        del response.headers[TAGS_HEADER]
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _page(
        self,
        request: HttpRequest,
        form: FrontForm,
        node: Node | None,
        *,
        refused: bool = False,
        reopened: bool = False,
    ) -> HttpResponse:
        if not form.opened:
            form.open()
        current = Front.objects.select_related("changed_by").filter(section=form.section).first()
        version, theirs = current.version if current else 0, None
        if refused and form.version != version:
            theirs = FrontForm.stored(form.section, request.user).in_words() or [
                gettext("Nothing is placed.")
            ]
            # Both versions are shown now, so the next save may replace the other person's.
            form.version = version
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Arranging: %s") % (node.title if node else gettext("Home page")),
            "crumb": node.title if node else "",
            "opts": Front._meta,
            "front": form,
            "places": form.places(),
            "most": MAX_PLACEMENTS,
            "full": form.refused_more or len(form.rows) > MAX_PLACEMENTS,
            "faulty": any(row.form.errors for row in form.rows),
            "theirs": theirs,
            "mine": form.in_words() if theirs else None,
            "who": current and current.changed_by,
            "when": current and current.changed_at,
            "unsaved": request.method == "POST",
            "reopened": reopened,
            "here": form_url(form.section),
            "preview": reverse("admin:news_front_preview")
            if node is None
            else reverse("admin:news_front_section_preview", args=[node.pk]),
            "log_entries": self.log_entries(MAX_LOG_ROWS, object_id=str(current.pk))
            if current
            else [],
            "fronts": _all_fronts(form.section),
            "public": public_url(node.url if node else "/"),
        }
        return TemplateResponse(request, "news/front.html", context)


def _saved(request: HttpRequest, form: FrontForm) -> HttpResponse:
    messages.success(request, gettext("Saved: readers see it at the times you set."))
    return HttpResponseRedirect(form_url(form.section))


def form_url(section: int | None) -> str:
    if section is None:
        return reverse("admin:news_front_change")
    return reverse("admin:news_front_section_change", args=[section])


def _node(pk: int | None) -> Node | None:
    if pk is None:
        return None
    node = tree().by_id.get(pk)
    if node is None or not node.lists_articles:
        raise Http404
    return node


def _all_fronts(here: int | None) -> list[tuple[str, str, bool]]:
    """All fronts: address, name with the sections above it, and whether it is the front `here`."""
    return [
        (form_url(None), gettext("Home page"), here is None),
        *(
            (form_url(node.pk), " › ".join(each.title for each in node.trail), node.pk == here)
            for node in tree().sections
        ),
    ]
