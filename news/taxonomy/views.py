"""The pages of authors, topics, tags and sources. Each lists the articles that name it, newest
first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency.current import current_agency
from delivery.public_page import public_page, render_with_tags, with_tags
from delivery.tags import tag
from media.pictures import pictures, visible

from ..addresses import NAME_URL_PREFIXES, absolute, name_path
from ..enums import ListKind
from ..models import Author, Listing, Source, Tag, Topic
from ..pages import feeds
from ..pages.paging import list_page
from .models import NamedModel, find_by_slug


@dataclass(frozen=True, slots=True)
class NameKind:
    """One kind of rows with a page of their own, and what the page shows."""

    list: ListKind
    model: type[NamedModel]
    label: Promise
    # The name of the field with a description; empty if there is none.
    text: str = ""
    # The name of the field with a photo; empty if there is none.
    photo: str = ""
    feed: bool = False

    @property
    def prefix(self) -> str:
        """The first part of the addresses of these rows."""
        return NAME_URL_PREFIXES[self.list]

    def path(self, slug: str) -> str:
        return name_path(self.list, slug)


KINDS = {
    kind.prefix: kind
    for kind in (
        NameKind(ListKind.AUTHOR, Author, _("Author"), "about", "portrait", feed=True),
        NameKind(ListKind.TOPIC, Topic, _("Story"), "description", feed=True),
        NameKind(ListKind.TAG, Tag, _("Tag")),
        NameKind(ListKind.SOURCE, Source, _("Source"), photo="logo"),
    )
}


@public_page
def name_page(request: HttpRequest, prefix: str, slug: str) -> HttpResponse:
    """The page of an author, a topic, a tag or a source."""
    return _resolve(KINDS[prefix], slug, "", partial(_page, request))


@public_page
def feed(request: HttpRequest, prefix: str, slug: str, format: str) -> HttpResponse:
    """The feed of an author or a topic. Raises Http404 for kinds that have no feed."""
    kind = KINDS[prefix]
    if not kind.feed:
        raise Http404
    return _resolve(kind, slug, f"{format}.xml", partial(_feed, format))


def _resolve(
    kind: NameKind, slug: str, rest: str, view: Callable[[NameKind, NamedModel], HttpResponse]
) -> HttpResponse:
    """Calls the view with the row that has the slug; 301 for a former slug. Raises Http404 if there
    is no row, or if readers see no article of it."""
    found, moved = find_by_slug(kind.model, slug)
    # The name may be that of a story that is not published yet.
    if found is None or not Listing.objects.listed(kind.list, found.pk).exists():
        raise Http404
    if moved:
        return with_tags(
            HttpResponsePermanentRedirect(kind.path(found.slug) + rest),
            [tag(kind.list, found.pk)],
        )
    return view(kind, found)


def _page(request: HttpRequest, kind: NameKind, found: NamedModel) -> HttpResponse:
    shown = list_page(request, [(kind.list.value, found.pk)])
    photo = getattr(found, f"{kind.photo}_id") if kind.photo else None
    path = kind.path(found.slug)
    context = {
        "kind": kind,
        "named": found,
        "about": getattr(found, kind.text) if kind.text else "",
        "picture": visible(pictures([photo]).get(photo)) if photo else None,
        "stretch": shown,
        "here": path,
        "canonical": absolute(path) + shown.query,
    }
    photo_tags = [tag("photo", photo)] if photo else []
    tags = [tag(kind.list, found.pk), *shown.tags, *photo_tags]
    return render_with_tags(request, "news/named.html", context, tags)


def _feed(format: str, kind: NameKind, found: NamedModel) -> HttpResponse:
    return feeds.list_feed(
        format,
        f"{found.name} - {current_agency()['name']}",
        getattr(found, kind.text),
        kind.path(found.slug),
        [(kind.list.value, found.pk)],
        [tag(kind.list, found.pk)],
    )
