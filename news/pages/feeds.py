"""RSS and Atom feeds of all articles and of each section. `news.taxonomy.views` and `corrections`
make their feeds with `list_feed` and `feed_response`."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from agency.current import current_agency
from delivery.public_page import public_page, with_tags
from delivery.tags import tag
from media.pictures import visible
from sections.tree import Node

from ..addresses import absolute, short_path
from ..editions import lists
from ..enums import ListKind

FEED_ITEMS = 30


class _StableDateMixin:
    """Gives an empty feed a fixed date. Django's is the present time, which changes the ETag."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class _Rss(_StableDateMixin, Rss201rev2Feed):
    """Pictures are given as Media RSS, because an enclosure has to state the length of the file,
    which is unknown here."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:media": "http://search.yahoo.com/mrss/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if picture := item.get("picture"):
            handler.addQuickElement("media:content", None, picture | {"medium": "image"})


class _Atom(_StableDateMixin, Atom1Feed):
    """Pictures are given as enclosures, which need no length in Atom."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if picture := item.get("picture"):
            link = {"rel": "enclosure", "href": picture["url"], "type": picture["type"]}
            handler.addQuickElement("link", None, link)


# By the format's name in addresses.
FORMATS = {
    "rss": (_Rss, "application/rss+xml; charset=utf-8"),
    "atom": (_Atom, "application/atom+xml; charset=utf-8"),
}


ALL_ARTICLES = [(ListKind.ALL.value, 0)]


@public_page
def everything(request: HttpRequest, format: str) -> HttpResponse:
    return list_feed(
        format, current_agency()["name"], "", "/", ALL_ARTICLES, [tag(ListKind.ALL, 0)]
    )


def section(node: Node, format: str) -> HttpResponse:
    title = f"{node.title} - {current_agency()['name']}"
    return list_feed(
        format,
        title,
        node.description,
        node.url,
        lists.section_targets(node),
        [tag("section", each.pk) for each in node.subtree()],
        node.language,
    )


def list_feed(
    format: str,
    title: str,
    about: str,
    path: str,
    targets: Sequence[tuple[str, int]],
    tags: Sequence[str],
    language: str = "vi",
) -> HttpResponse:
    """The feed of those lists, in a format of `FORMATS`; `path` is its page's address."""
    [cards] = lists.fetch_lists([lists.ListQuery(targets, FEED_ITEMS, authors=True)])
    items = [
        {
            "title": card.title,
            "link": absolute(card.url),
            "description": as_html(card.lead),
            "pubdate": card.released_at,
            "unique_id": absolute(short_path(card.article)),
            "categories": [card.section.title],
            "author_name": ", ".join(card.authors),
            "picture": _picture(card),
        }
        for card in cards
    ]
    return with_tags(
        feed_response(format, title, about, path, items, language),
        [*tags, *(name for card in cards for name in card.tags)],
    )


def feed_response(
    format: str,
    title: str,
    about: str,
    path: str,
    items: Iterable[dict[str, Any]],
    language: str = "vi",
) -> HttpResponse:
    """A feed of items whose keys are those of Django's generators. The portal is the author of an
    item that names none."""
    portal = current_agency()["name"]
    maker, content_type = FORMATS[format]
    feed = maker(
        title=title,
        link=absolute(path),
        description=about or title,
        subtitle=about or None,
        language=language,
        feed_url=absolute(f"{path}{format}.xml"),
        author_name=portal,
    )
    for item in items:
        item = {**item, "author_name": item.get("author_name") or portal}
        feed.add_item(updateddate=item["pubdate"], unique_id_is_permalink=False, **item)
    # As one text: to write the feed to the response in pieces takes a fifth more time.
    return HttpResponse(feed.writeString("utf-8"), content_type=content_type)


def as_html(text: str) -> str:
    """Plain text as HTML, which feed readers expect in both formats."""
    return "<br>".join(escape(text).splitlines())


def _picture(card: lists.Card) -> dict[str, str] | None:
    """The lead photo's address and type."""
    picture = visible(card.picture)
    if picture is None:
        return None
    source = absolute(picture.src)
    return {"url": source, "type": "image/png" if source.endswith(".png") else "image/jpeg"}
