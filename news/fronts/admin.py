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
from staff.base_admin import REOPEN
from staff.single_page_admin import SinglePageAdmin
from text.dates import datetime_with_zone

from ..models import Front
from ..rights import permissions
from . import arrange, rows
from .choices import article_infos
from .form import FrontForm, WantedSlots, version_of
from .home import home
from .section import section as section_page

# What was arranged lately, as the front editor shows it.
MAX_LOG_ROWS = 5


@admin.register(Front)
class FrontAdmin(SinglePageAdmin):
    """The front editor, for the home page and for each section."""

    may_open = staticmethod(permissions.may_arrange)

    def get_urls(self) -> list[URLPattern]:
        return [
            self.view(self.changelist_view, "changelist", ""),
            self.view(self.desk, "change", "home/"),
            self.view(self.preview, "preview", "home/preview/"),
            self.view(self.desk, "section_change", "section/<int:pk>/"),
            self.view(self.preview, "section_preview", "section/<int:pk>/preview/"),
        ]

    def desk(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        node = _node(pk)
        if request.method != "POST":
            return self._page(request, FrontForm.stored(pk, request.user), node)
        desk = FrontForm.sent(pk, request.user, request.POST)
        if "_save" in request.POST and REOPEN not in request.POST:
            return self._saved(request, desk, node)
        desk.do(request.POST.get("do", ""))
        return self._page(request, desk, node, reopened=REOPEN in request.POST)

    def _saved(self, request: HttpRequest, desk: FrontForm, node: Node | None) -> HttpResponse:
        wanted = desk.judged()
        if wanted is None:
            return self._page(request, desk, node, refused=True)
        if desk.version == version_of(desk.section):
            try:
                return self._arranged(request, desk, wanted)
            except arrange.FrontChanged:  # what is stored has to be read anew
                desk = FrontForm.sent(desk.section, request.user, request.POST)
        if not desk.changes_nothing():
            return self._page(request, desk, node, refused=True)
        messages.success(request, _saved_words())
        return HttpResponseRedirect(form_url(desk.section))

    def _arranged(self, request: HttpRequest, desk: FrontForm, wanted: WantedSlots) -> HttpResponse:
        with transaction.atomic():
            saved, dropped = arrange.arrange(
                desk.section, wanted, by=request.user, version=desk.version, at=desk.at
            )
            lines = desk.changes(FrontForm.stored(desk.section, request.user))
            self.log_change(request, saved, "\n".join(lines) or gettext("Nothing was changed."))
        messages.success(request, _saved_words())
        for each in article_infos(desk.section, dropped, request.user, desk.at).values():
            words = gettext("“%s” was taken off: nothing would be seen of it.")
            messages.info(request, words % each.title)
        return HttpResponseRedirect(form_url(desk.section))

    def preview(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The page as readers would see it at the chosen moment, if the form were saved."""
        node = _node(pk)
        if request.method != "POST":
            return HttpResponseRedirect(form_url(pk))
        desk = FrontForm.sent(pk, request.user, request.POST)
        at = desk.preview_moment()
        if desk.judged() is None or at is None:
            return self._page(request, desk, node)
        mark = gettext("Preview of %s; nothing is saved by it.") % datetime_with_zone(at)
        context = {"preview": mark, "noindex": True, "moment": at}
        if node is None:
            response = home(request, desk.arrangement(at), at, **context)
        else:
            response = section_page(request, node, desk.arrangement(at), at, **context)
        del response.headers[TAGS_HEADER]  # no page that could be purged
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _page(
        self,
        request: HttpRequest,
        desk: FrontForm,
        node: Node | None,
        *,
        refused: bool = False,
        reopened: bool = False,
    ) -> HttpResponse:
        if not desk.opened:
            desk.open()
        current = Front.objects.select_related("changed_by").filter(section=desk.section).first()
        version, theirs = current.version if current else 0, None
        if refused and desk.version != version:
            stored = FrontForm.stored(desk.section, request.user)
            theirs = stored.in_words() or [gettext("Nothing is placed.")]
            desk.version = version  # both are shown now: the next save knows what it replaces
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Arranging: %s") % (node.title if node else gettext("Home page")),
            "crumb": node.title if node else "",
            "opts": Front._meta,
            "desk": desk,
            "places": desk.places(),
            "most": rows.MAX_PLACEMENTS,
            "full": desk.full,
            "faulty": any(row.form.errors for row in desk.rows),
            "theirs": theirs,
            "mine": desk.in_words() if theirs else None,
            "who": current and current.changed_by,
            "when": current and current.changed_at,
            "unsaved": request.method == "POST",
            "reopened": reopened,
            "here": form_url(desk.section),
            "preview": reverse("admin:news_front_preview")
            if node is None
            else reverse("admin:news_front_section_preview", args=[node.pk]),
            "acts": self.acts(MAX_LOG_ROWS, object_id=str(current.pk)) if current else [],
            "fronts": _other_fronts(desk.section),
            "public": public_url(node.url if node else "/"),
        }
        return TemplateResponse(request, "news/front.html", context)


def _saved_words() -> str:
    return gettext("Saved: readers see it at the times you set.")


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


def _other_fronts(here: int | None) -> list[tuple[str, str, bool]]:
    """All fronts: address, name with the sections above it, and whether it is this one."""
    return [
        (form_url(None), gettext("Home page"), here is None),
        *(
            (form_url(node.pk), " › ".join(each.title for each in node.trail), node.pk == here)
            for node in tree().sections
        ),
    ]
