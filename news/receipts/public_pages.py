"""Which public pages have to show an edition or must not show it any more, and how to check them.

Lists are read by the same queries as on their pages. So an edition is not reported as missing where
it rightly is not (an old date, an archived article, another arrangement of a front).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.http import HttpRequest

from media.public_files.use import public_paths, readable_files
from media.usage import DOCUMENT, PHOTO, FileRef
from sections.tree import Node, tree

from ..addresses import absolute, article_path, format_code, parse
from ..editions import lists
from ..editions.lifecycle import day_target
from ..enums import ListKind, PageKind
from ..fronts import placements
from ..models import Edition, Listing
from ..pages import feeds, paging, sitemaps
from ..search.find import find
from ..search.query import parse as parse_query

# The page was answered and does not show the edition.
MISSING = "lacks"
# The page was answered and still shows the article.
STILL_SHOWN = "still"
# Of a file that was taken down so many articles are read, the newest; all that lists show comes
# from the same column.
MAX_ARTICLES_OF_FILE = 20

# Takes the status and the text of an answer. Gives an empty text if the page is right; otherwise
# `MISSING`, `STILL_SHOWN` or the status.
Check = Callable[[int, str], str]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A public page that has to be read, with the check of its answer (`check`)."""

    kind: PageKind
    path: str
    check: Check


def pages_with(edition: Edition) -> Iterator[PublicPage]:
    """The pages on which readers have to find this running edition now."""
    article, path = edition.article_id, _path(edition)
    code, linked = has_text(format_code(edition.code)), has_link(path, edition.title)
    yield PublicPage(PageKind.ARTICLE, path, code)
    yield PublicPage(PageKind.PRINT, f"{path}ban-in/", code)
    for node in _sections(edition):
        top = placements.slot_queries(placements.arranged(node.pk), node.pk)
        first_page = paging.list_page(HttpRequest(), lists.section_targets(node), top)
        if article in _keys(first_page.cards):
            yield PublicPage(PageKind.SECTION, node.url, linked)
    home = placements.home(placements.arranged(None))
    cards = [*home.front, *home.pictures, *home.read]
    if article in _keys([*cards, *(card for _, strip in home.strips for card in strip)]):
        yield PublicPage(PageKind.HOME, "/", linked)
    title, address = escape(edition.title), escape(absolute(path))
    if article in _keys(
        lists.fetch_lists([lists.ListQuery(feeds.ALL_ARTICLES, feeds.FEED_ITEMS)])[0]
    ):
        lead = escape(feeds.as_html(edition.lead))
        item = has_text(f"<title>{title}</title>", f"<link>{address}</link>", f">{lead}<")
        yield PublicPage(PageKind.FEED, "/rss.xml", item)
    if (
        Listing.objects.listed(ListKind.DAY, day_target(edition.day))
        .filter(article=article)
        .exists()
    ):
        yield PublicPage(
            PageKind.SITEMAP, _month(edition), has_text(sitemaps.entry(path, edition.live_from))
        )
    if article in _keys(sitemaps.recent_articles()):
        item = has_text(f"<loc>{address}</loc>", f"<news:title>{title}</news:title>")
        yield PublicPage(PageKind.SITEMAP, "/sitemap-news.xml", item)
    query = parse_query(edition.title)
    if query and article in find(query, upto=paging.CARDS_PER_PAGE).hits:
        yield PublicPage(PageKind.SEARCH, _search(query.text), linked)


def pages_after_end(edition: Edition) -> Iterator[PublicPage]:
    """The pages on which readers may have found this edition before its end, and the files that it
    alone named. No other edition runs now, so none of the pages may show the article any more."""
    path, query = _path(edition), parse_query(edition.title)
    yield PublicPage(PageKind.ARTICLE, path, is_gone)
    yield PublicPage(PageKind.PRINT, f"{path}ban-in/", is_gone)
    lists_of_articles = [
        *((PageKind.SECTION, node.url) for node in _sections(edition)),
        (PageKind.HOME, "/"),
        (PageKind.FEED, "/rss.xml"),
        (PageKind.SITEMAP, _month(edition)),
        (PageKind.SITEMAP, "/sitemap-news.xml"),
        *([(PageKind.SEARCH, _search(query.text))] if query else []),
    ]
    unlinked = has_no_link(edition.article_id)
    yield from (PublicPage(kind, address, unlinked) for kind, address in lists_of_articles)
    yield from _files_gone(edition)


def pages_without(file: FileRef) -> Iterator[PublicPage]:
    """All addresses of a file that was taken down, and the pages on which readers may have seen it:
    none of them may lead to it any more."""
    paths = public_paths(file)
    yield from (PublicPage(PageKind.FILE, path, is_gone) for path in paths)
    kind, pk = file
    unnamed = has_no_text(*(path.rpartition("/")[0] + "/" for path in paths[:1]))
    live = Edition.objects.public().filter(**{f"{kind}_rows__{kind}": pk})
    for edition in live.order_by("-released_at", "-pk")[:MAX_ARTICLES_OF_FILE]:
        yield PublicPage(PageKind.ARTICLE, _path(edition), unnamed)
        yield PublicPage(PageKind.PRINT, f"{_path(edition)}ban-in/", unnamed)
    yield PublicPage(PageKind.HOME, "/", unnamed)
    yield PublicPage(PageKind.FEED, "/rss.xml", unnamed)


def _files_gone(edition: Edition) -> Iterator[PublicPage]:
    """The largest file of each photo, and the documents, that only this edition named."""
    files = {
        *((PHOTO, row.photo_id) for row in edition.photo_rows.all()),
        *((DOCUMENT, row.document_id) for row in edition.document_rows.all()),
    }
    for file in sorted(files - readable_files(files) if files else ()):
        yield from (PublicPage(PageKind.FILE, path, is_gone) for path in public_paths(file)[:1])


def _path(edition: Edition) -> str:
    return article_path(edition.section_id, edition.slug, edition.article_id)


def _sections(edition: Edition) -> list[Node]:
    """The sections that list the edition: its own ones and those above them."""
    nodes = tree().by_id
    keys = [edition.section_id, *edition.content.extra_sections]
    trails = [node for key in keys if key in nodes for node in reversed(nodes[key].trail)]
    return list(dict.fromkeys(node for node in trails if node.lists_articles))


def _keys(cards: list[lists.Card]) -> set[int]:
    return {card.article for card in cards}


def _month(edition: Edition) -> str:
    return f"/sitemap-{edition.day:%Y-%m}.xml"


def _search(words: str) -> str:
    return "/tim-kiem/?" + urlencode({"q": words})


def _plain(text: str) -> str:
    return " ".join(text.split())


# Checks


def _where_answered(judge: Callable[[str], str]) -> Check:
    """A check that gives `judge` the text of an answer with status 200. For another status it gives
    the status."""
    return lambda status, text: judge(text) if status == 200 else str(status)


def has_text(*words: str) -> Check:
    """A check that all these texts are in the page, letter by letter."""
    return _where_answered(lambda text: "" if all(each in text for each in words) else MISSING)


def has_no_text(*words: str) -> Check:
    """A check that none of these texts is in the page."""
    return _where_answered(lambda text: STILL_SHOWN if any(each in text for each in words) else "")


def has_link(path: str, title: str) -> Check:
    """A check that the page has a link to this path whose text is the title."""
    return _where_answered(lambda text: "" if (path, _plain(title)) in links(text) else MISSING)


def has_no_link(article: int) -> Check:
    """A check that the page, feed or sitemap has no link to the article."""

    def judge(text: str) -> str:
        if text.startswith("<?xml"):
            is_shown = f"-{article}/<" in text
        else:
            found = (parse(path.strip("/")) for path, _title in links(text))
            is_shown = any(each and each.pk == article for each in found)
        return STILL_SHOWN if is_shown else ""

    # A sitemap answers 404 when its month has no article any more.
    return lambda status, text: "" if status == 404 else _where_answered(judge)(status, text)


def is_gone(status: int, text: str) -> str:
    """The check of the article's own page after it was withdrawn or has expired."""
    return {404: "", 410: "", 200: STILL_SHOWN}.get(status, str(status))


def links(text: str) -> set[tuple[str, str]]:
    """The address and text of each link in the main part of a page; header, footer and notices list
    no articles.

    Its time grows linearly with the page, whatever a host answers. `html.parser` would need half a
    minute for 60 kB of `<a <a`.
    """
    main = text.partition("<main")[2].partition("</main>")[0]
    found, href, words, end = set(), None, [], 0
    for tag in _TAG.finditer(main):
        if href:
            words.append(main[end : tag.start()])
        end = tag.end()
        if tag["opens"]:
            at = _HREF.search(tag[0])
            href, words = at and at[1], []
        elif tag["closes"] and href:
            found.add((href, _plain(unescape("".join(words)))))
            href = None
    return found


_TAG = re.compile(r"<(?:(?P<opens>a(?=[\s>]))|(?P<closes>/a(?=[\s>])))?[^<>]*>")
_HREF = re.compile(r'\shref="([^"]*)"')
