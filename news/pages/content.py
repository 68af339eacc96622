"""From an edition's document to what its page shows."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from media.pictures import Picture, pictures
from text.body.read import Figure, split_at_figures
from text.body.safe import safe
from text.display import render

from ..editions.document import Document

# Raise it when cleaning or rendering changes: what processes keep is made anew.
RENDERER_VERSION = 2


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A photo as it stands in a text. `picture` is None when the photo is gone."""

    picture: Picture | None
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class RenderedContent:
    """The parts of a document that its templates cannot read from it directly."""

    parts: tuple[Markup | ShownFigure, ...]
    lead_photo: ShownFigure | None
    # Of all its photos, the lead photo's first.
    pictures: tuple[Picture, ...]

    def picture(self, photo: int | None) -> Picture | None:
        return next((each for each in self.pictures if each.photo == photo), None)


def render_content(document: Document, key: str, lead_picture: Picture | None) -> RenderedContent:
    """One query for all photos but the one at hand (none without others); `key` names the document
    (its digest)."""
    known = {lead_picture.photo: lead_picture} if lead_picture else {}
    found = known | pictures(photo for photo in document.shown_photos if photo not in known)
    parts = tuple(
        _figure(part, document, found) if isinstance(part, Figure) else part
        for part in _parts(key, document.body, RENDERER_VERSION)
    )
    lead = document.lead_photo
    lead_photo = lead and ShownFigure(
        found.get(lead["photo"]), lead["alt"], lead["caption"], lead["credit"]
    )
    return RenderedContent(
        parts, lead_photo, tuple(found[each] for each in document.shown_photos if each in found)
    )


@lru_cache(maxsize=512)
def _parts(key: str, body: str, renderer: int) -> tuple[Markup | Figure, ...]:
    """The body cut at its figures, cleaned once more: a hole that was found in the cleaner since
    is closed for old editions too."""
    return tuple(
        part if isinstance(part, Figure) else Markup(render.body_html(part.html))
        for part in split_at_figures(safe(body))
    )


def _figure(figure: Figure, document: Document, found: dict[int, Picture]) -> ShownFigure:
    frozen = document.photos.get(str(figure.photo), {})
    alt = frozen.get("alt", "") if figure.alt is None else figure.alt
    return ShownFigure(found.get(figure.photo), alt, figure.caption, figure.credit)
