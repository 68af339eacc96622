"""RSS and Atom: of everything, of each section, for `named` of each author and topic, and for
`corrections` of these."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape

from agency.models import current as current_agency
from delivery.pages import public_page, tagged
from delivery.tags import tag
from sections.tree import Node

from .. import lists
from ..addresses import absolute, short_path
from ..enums import ListKind

ITEMS = 30


class _Steady:
    """An empty feed says the same whenever it is asked for; Django's says that it is of now."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class _Rss(_Steady, Rss201rev2Feed):
    pass


class _Atom(_Steady, Atom1Feed):
    pass


FORMATS = {
    "rss": (_Rss, "application/rss+xml; charset=utf-8"),
    "atom": (_Atom, "application/atom+xml; charset=utf-8"),
}
"""By the name that they have in addresses."""


EVERYTHING = lists.Wish([(ListKind.ALL.value, 0)], ITEMS)


@public_page
def everything(request: HttpRequest, format: str) -> HttpResponse:
    tags = [tag(ListKind.ALL, 0)]
    return answer(format, current_agency()["name"], "", "/", EVERYTHING, tags)


def section(node: Node, format: str) -> HttpResponse:
    title = f"{node.title} - {current_agency()['name']}"
    wish = lists.Wish(lists.section_targets(node), ITEMS)
    tags = [tag("section", each.pk) for each in node.subtree()]
    return answer(format, title, node.description, node.url, wish, tags, node.language)


def answer(
    format: str,
    title: str,
    about: str,
    path: str,
    wish: lists.Wish,
    tags: Sequence[str],
    language: str = "vi",
) -> HttpResponse:
    """The feed of what is wished for, in a format of `FORMATS`; `path` is its page's address."""
    cards = lists.fetch([wish])[0]
    items = [
        {
            "title": card.title,
            "link": absolute(card.url),
            "description": as_html(card.lead),
            "pubdate": card.released_at,
            "unique_id": absolute(short_path(card.article)),
            "categories": [card.section.title],
            "enclosures": _enclosures(card),
        }
        for card in cards
    ]
    response = written(format, title, about, path, items, language)
    return tagged(response, [*tags, *(name for card in cards for name in card.tags)])


def written(
    format: str,
    title: str,
    about: str,
    path: str,
    items: Iterable[dict[str, Any]],
    language: str = "vi",
) -> HttpResponse:
    """A feed of those items, as Django's generators call their parts."""
    maker, content_type = FORMATS[format]
    feed = maker(
        title=title,
        link=absolute(path),
        description=about or title,
        subtitle=about or None,
        language=language,
        feed_url=absolute(f"{path}{format}.xml"),
        author_name=current_agency()["name"],
    )
    for item in items:
        feed.add_item(updateddate=item["pubdate"], unique_id_is_permalink=False, **item)
    response = HttpResponse(content_type=content_type)
    feed.write(response, "utf-8")
    return response


def as_html(text: str) -> str:
    """Plain text as what readers of feeds take a description for: HTML, in both formats."""
    return "<br>".join(escape(text).splitlines())


def _enclosures(card: lists.Card) -> list[Enclosure]:
    """The lead photo. Its length is not known without reading the file: 0 says so (RSS 2.0)."""
    if not card.picture:
        return []
    source = card.picture.src
    kind = "image/png" if source.endswith(".png") else "image/jpeg"
    return [Enclosure(absolute(source), "0", kind)]
