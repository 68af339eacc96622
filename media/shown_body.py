"""A body as readers see it: its mark-up, and its figures with their pictures."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from text.body.read import Figure, split_at_figures
from text.body.safe import safe
from text.display import render

from .models import PUBLIC_URL_PREFIX, Takedown
from .pictures import Picture


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A photo in a text. `picture` is None when the photo was deleted or taken down."""

    picture: Picture | None
    alt: str
    caption: str
    credit: str
    # Whether it was taken down: readers are told so in its place.
    taken_down: bool = False


def shown_figure(picture: Picture | None, alt: str, caption: str, credit: str) -> ShownFigure:
    """The figure as readers see it: without a picture that was taken down, and without its words if
    these were too."""
    takedown = picture.takedown if picture else ""
    if not takedown:
        return ShownFigure(picture, alt, caption, credit)
    words = ("", "", "") if takedown == Takedown.WORDS else (alt, caption, credit)
    return ShownFigure(None, *words, taken_down=True)


def body_parts(body: str, files_url: str = PUBLIC_URL_PREFIX) -> tuple[Markup | Figure, ...]:
    """The body, split at its figures. `files_url` is the address below which whoever reads it may
    see files; links to files lead there."""
    parts = _parts(body)
    if files_url == PUBLIC_URL_PREFIX:
        return parts
    # A body is canonical mark-up: an address is always written so.
    before, after = Markup(f'href="{PUBLIC_URL_PREFIX}'), Markup(f'href="{files_url}')
    return tuple(
        part if isinstance(part, Figure) else part.replace(before, after) for part in parts
    )


@lru_cache(maxsize=512)
def _parts(body: str) -> tuple[Markup | Figure, ...]:
    """The body is cleaned once more, so an error in the cleaner that was corrected after publishing
    does no harm in old editions."""
    return tuple(
        part if isinstance(part, Figure) else Markup(render.body_html(part.html))
        for part in split_at_figures(safe(body))
    )
