"""What templates need from a document besides its members: rendered parts, pictures and JSON-LD."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from media.pictures import Picture, pictures, visible
from media.shown_body import ShownFigure, body_parts, shown_figure
from sections.tree import Node
from text.body.read import Figure

from ..addresses import absolute, name_path
from ..editions.document import Document
from ..enums import ListKind


@dataclass(frozen=True, slots=True)
class RenderedContent:
    """The parts of a document that templates cannot read from it directly."""

    parts: tuple[Markup | ShownFigure, ...]
    lead_photo: ShownFigure | None
    # Of all its photos, the lead photo first, and of the logo of the source; without those that
    # were taken down.
    pictures: tuple[Picture, ...]

    def picture(self, photo: int | None) -> Picture | None:
        return next((each for each in self.pictures if each.photo == photo), None)


def render_content(
    document: Document, lead_picture: Picture | None, files_url: str
) -> RenderedContent:
    """Render the document. `lead_picture` is used if it is given; one query reads all other
    pictures, if there are any. `files_url` is the address below which whoever reads the page may
    see files."""
    known = {lead_picture.photo: lead_picture} if lead_picture else {}
    others = (photo for photo in document.shown_photos if photo not in known)
    found = known | pictures(others, files_url)
    parts = tuple(
        _figure(part, document, found) if isinstance(part, Figure) else part
        for part in body_parts(document.body, files_url)
    )
    lead = document.lead_photo
    lead_photo = lead and shown_figure(
        found.get(lead["photo"]), lead["alt"], lead["caption"], lead["credit"]
    )
    shown = (visible(found.get(photo)) for photo in document.shown_photos)
    return RenderedContent(parts, lead_photo, tuple(filter(None, shown)))


def _figure(figure: Figure, document: Document, found: dict[int, Picture]) -> ShownFigure:
    frozen = document.photos.get(str(figure.photo), {})
    alt = frozen.get("alt", "") if figure.alt is None else figure.alt
    return shown_figure(found.get(figure.photo), alt, figure.caption, figure.credit)


CONTEXT = "https://schema.org"


def news_article_json(
    page: Any, shown: RenderedContent, agency: Mapping[str, Any]
) -> dict[str, Any]:
    """The JSON-LD (schema.org) of an article; `page` is a `PublishedArticle`."""
    doc = page.content
    pictures = [picture for photo in doc.photo_ids if (picture := shown.picture(photo))][:3]
    # A correction changes the page too, even if an earlier edition already had the right text.
    changes = [page.updated_at or page.released_at, *(each.at for each in page.corrections)]
    people = [
        {
            "@type": "Person",
            "name": author["name"],
            "url": absolute(name_path(ListKind.AUTHOR, author["slug"])),
        }
        for author in doc.authors
    ]
    optional = {
        "description": doc.description or doc.lead,
        "image": [absolute(picture.src) for picture in pictures],
        "keywords": [each["name"] for each in doc.tags],
        "isBasedOn": doc.source_url,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": each.words,
                "datePublished": each.at.isoformat(timespec="seconds"),
            }
            for each in page.corrections
        ],
    }
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": doc.title,
        "mainEntityOfPage": page.url,
        "datePublished": page.released_at.isoformat(timespec="seconds"),
        "dateModified": max(changes).isoformat(timespec="seconds"),
        "articleSection": page.section.title,
        "inLanguage": page.section.language,
        "author": people or [_publisher(agency)],
        "publisher": _publisher(agency),
    } | {name: value for name, value in optional.items() if value}


def breadcrumb_json(
    agency: Mapping[str, Any], section: Node, *more: tuple[str, str]
) -> dict[str, Any]:
    """The JSON-LD of the breadcrumb from the home page to a section, and on to `more` pages, each a
    name and a path."""
    steps = [(agency["name"], "/"), *((n.title, n.url) for n in section.trail), *more]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def _publisher(agency: Mapping[str, Any]) -> dict[str, Any]:
    found = {"@type": "GovernmentOrganization", "name": agency["name"], "url": absolute("/")}
    if agency["logo"]:
        found["logo"] = {"@type": "ImageObject", "url": absolute(agency["logo"].src)}
    return found
