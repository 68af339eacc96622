"""The addresses of the public pages that are measured, by name."""

import re
from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone

from news.addresses import article_path, name_path, verification_path
from news.editions import lists
from news.enums import ListKind
from news.models import Author, Edition, Listing, Tag, Topic
from news.pages.paging import CARDS_PER_PAGE
from sections.models import Section
from sections.tree import Node, tree

from .asking import Address, ask


def of_demo() -> dict[str, str]:
    """Every kind of public page of the demo city."""
    node = widest()
    cards = cards_of(node, CARDS_PER_PAGE)
    path, edition = richest()
    return {
        "home": "/",
        "section": node.url,
        "section, continued": f"{node.url}?truoc={cards[len(cards) // 2].place}",
        **of_article(path, edition.code),
        "static page": next(each.url for each in tree().top if each.kind == Section.Kind.PAGE),
        **named(),
        "search": "/tim-kiem/?q=thành phố",
        "site map for people": "/so-do-trang/",
        "feed": "/rss.xml",
        **sitemaps(),
        "404": "/khong-co-trang-nay/",
    }


def at_scale() -> dict[str, Address]:
    """The pages whose cost could grow with the number of articles."""
    node = widest()
    place = cards_of(node, CARDS_PER_PAGE)[-1].place
    path, edition = richest()
    return {
        "home": "/",
        "section, page 1": node.url,
        "section, page 2": f"{node.url}?truoc={place}",
        "section, deep": f"{node.url}?truoc={oldest(node)}",
        "section, deep, back": f"{node.url}?sau={oldest(node)}",
        **of_article(path, edition.code),
        "articles, each for the first time": each_once(),
        **named(),
        "feed": "/rss.xml",
        "feed of the section": f"{node.url}rss.xml",
        **sitemaps(),
    }


def named() -> dict[str, str]:
    """The author, topic and tag with the most articles; the month and the day of the newest one."""
    models = {ListKind.AUTHOR: Author, ListKind.TOPIC: Topic, ListKind.TAG: Tag}
    found = {}
    for kind, model in models.items():
        rows = Listing.objects.filter(kind=kind).values("target").annotate(number=Count("pk"))
        fullest = model.objects.get(pk=rows.order_by("-number", "target").first()["target"])
        found[kind.value] = name_path(kind, fullest.slug)
    day = timezone.localdate(Edition.objects.public().latest("released_at").released_at)
    return {
        **found,
        "archive, a month": f"/theo-ngay/{day:%Y/%m}/",
        "archive, a day": f"/theo-ngay/{day:%Y/%m/%d}/",
    }


def sitemaps() -> dict[str, str]:
    """The index of sitemaps, the newest month in it, which follows the sitemap of pages, and the
    one of news."""
    index = "/sitemap.xml"
    parts = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", ask(index).body.decode())
    return {
        "sitemap, index": index,
        "sitemap, a month": parts[1],
        "sitemap, news": "/sitemap-news.xml",
    }


def of_article(path: str, code: str) -> dict[str, str]:
    return {
        "article with photos": path,
        "print view": f"{path}ban-in/",
        "/xac-minh/<code>/": verification_path(code),
    }


def each_once() -> Iterator[str]:
    """Articles that this process has not shown yet, from the middle of all."""
    editions = Edition.objects.public().order_by("pk")
    middle = editions.count() // 2
    some = editions[middle : middle + 500].values_list("section_id", "slug", "article_id")
    return iter([article_path(*edition) for edition in some])


def widest() -> Node:
    """The section with the most sections below it: its page merges the most lists."""
    sections = [node for node in tree().top if node.lists_articles]
    return max(sections, key=lambda node: len(list(node.subtree())))


def cards_of(node: Node, limit: int, **around: lists.Cursor) -> list[lists.Card]:
    return lists.fetch_lists([lists.ListQuery(lists.section_targets(node), limit, **around)])[0]


def oldest(node: Node) -> lists.Cursor:
    """The place in a section's list just before its last page."""
    first = lists.Cursor.read("0.1")
    return cards_of(node, CARDS_PER_PAGE, newer_than=first)[0].place


def richest() -> tuple[str, Edition]:
    """The running edition with the most photos, and its address."""
    running = Edition.objects.public().annotate(photos=Count("photo_rows"))
    edition = running.order_by("-photos", "pk").first()
    return article_path(edition.section_id, edition.slug, edition.article_id), edition
