"""What pages say of themselves to machines: schema.org as JSON-LD.

`NewsArticle` with what search engines ask of articles (headline, image, datePublished,
dateModified, author, publisher) and `BreadcrumbList` (position, name, item).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sections.tree import Node

from ..addresses import absolute, name_path
from ..enums import ListKind
from .content import RenderedContent
from .corrections import Correction

CONTEXT = "https://schema.org"


def news_article_json(
    page: Any, shown: RenderedContent, agency: Mapping[str, Any]
) -> dict[str, Any]:
    """Of an article's page (`views.article.Page`)."""
    doc = page.content
    pictures = [picture for photo in doc.photo_ids if (picture := shown.picture(photo))][:3]
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": doc.title,
        "mainEntityOfPage": page.url,
        "datePublished": page.released_at.isoformat(timespec="seconds"),
        "dateModified": _changed_at(page).isoformat(timespec="seconds"),
        "articleSection": page.section.title,
        "inLanguage": page.section.language,
        "author": [_person(author) for author in doc.authors] or [_publisher(agency)],
        "publisher": _publisher(agency),
    }
    if doc.description or doc.lead:
        found["description"] = doc.description or doc.lead
    if pictures:
        found["image"] = [absolute(picture.src) for picture in pictures]
    if doc.tags:
        found["keywords"] = [each["name"] for each in doc.tags]
    if doc.source_url:
        found["isBasedOn"] = doc.source_url
    if page.corrections:
        found["correction"] = [_correction(each) for each in page.corrections]
    return found


def _changed_at(page: Any) -> datetime:
    """A correction changes the page, even where the words had been mended before."""
    return max([page.updated_at or page.released_at, *(each.at for each in page.corrections)])


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": correction.words,
        "datePublished": correction.at.isoformat(timespec="seconds"),
    }


def breadcrumb_json(
    agency: Mapping[str, Any], section: Node, *more: tuple[str, str]
) -> dict[str, Any]:
    """From the home page to that section, and on to pages given as (name, path)."""
    steps = [(agency["name"], "/"), *((n.title, n.url) for n in section.trail), *more]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def _person(author: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": author["name"],
        "url": absolute(name_path(ListKind.AUTHOR, author["slug"])),
    }


def _publisher(agency: Mapping[str, Any]) -> dict[str, Any]:
    found = {"@type": "GovernmentOrganization", "name": agency["name"], "url": absolute("/")}
    if agency["logo"]:
        found["logo"] = {"@type": "ImageObject", "url": absolute(agency["logo"].src)}
    return found
