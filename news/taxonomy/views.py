"""Pages of what articles name: authors, topics, tags, sources. One list each, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency.models import current as current_agency
from delivery.public_page import public_page, tagged
from delivery.tags import tag
from media.pictures import pictures

from ..addresses import PLACES, absolute, named_path
from ..enums import ListKind
from ..models import Author, Listing, Source, Tag, Topic
from ..pages import feeds
from ..pages.paging import stretch
from .models import Named, named


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of named thing and how its pages speak of it."""

    list: ListKind
    model: type[Named]
    label: Promise
    # The field that says more.
    text: str = ""
    # The field of its picture.
    photo: str = ""
    feed: bool = False

    @property
    def place(self) -> str:
        return PLACES[self.list]

    def path(self, slug: str) -> str:
        return named_path(self.list, slug)


KINDS = {
    kind.place: kind
    for kind in (
        Kind(ListKind.AUTHOR, Author, _("Author"), "about", "portrait", feed=True),
        Kind(ListKind.TOPIC, Topic, _("Story"), "description", feed=True),
        Kind(ListKind.TAG, Tag, _("Tag")),
        Kind(ListKind.SOURCE, Source, _("Source"), photo="logo"),
    )
}


@public_page
def front(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    return _at(KINDS[place], slug, "", partial(_front, request))


@public_page
def feed(request: HttpRequest, place: str, slug: str, format: str) -> HttpResponse:
    kind = KINDS[place]
    if not kind.feed:
        raise Http404
    return _at(kind, slug, f"{format}.xml", partial(_feed, format))


def _at(
    kind: Kind, slug: str, rest: str, view: Callable[[Kind, Named], HttpResponse]
) -> HttpResponse:
    """That view of what has the slug, or 301 from a slug that it once had."""
    found, moved = named(kind.model, slug)
    # What nothing stands under yet is no page: its name may be of a story to come.
    if found is None or not Listing.objects.listed(kind.list, found.pk).exists():
        raise Http404
    if moved:
        there = HttpResponsePermanentRedirect(kind.path(found.slug) + rest)
        return tagged(there, [tag(kind.list, found.pk)])
    return view(kind, found)


def _front(request: HttpRequest, kind: Kind, found: Named) -> HttpResponse:
    shown = stretch(request, _targets(kind, found))
    photo = getattr(found, f"{kind.photo}_id") if kind.photo else None
    path = kind.path(found.slug)
    context = {
        "kind": kind,
        "named": found,
        "about": getattr(found, kind.text) if kind.text else "",
        "picture": pictures([photo]).get(photo) if photo else None,
        "stretch": shown,
        "here": path,
        "canonical": absolute(path) + shown.query,
    }
    response = render(request, "news/named.html", context, using="public")
    return tagged(response, [tag(kind.list, found.pk), *shown.tags, *_photo_tags(photo)])


def _photo_tags(photo: int | None) -> list[str]:
    return [tag("photo", photo)] if photo else []


def _feed(format: str, kind: Kind, found: Named) -> HttpResponse:
    title = f"{found.name} - {current_agency()['name']}"
    path, tags = kind.path(found.slug), [tag(kind.list, found.pk)]
    targets = _targets(kind, found)
    return feeds.answer(format, title, getattr(found, kind.text), path, targets, tags)


def _targets(kind: Kind, found: Named) -> list[tuple[str, int]]:
    return [(kind.list.value, found.pk)]
