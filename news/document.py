"""The canonical document of an edition: everything its page shows, in one hashable text."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from audit.constraints import HOLE

_DECODER = json.JSONDecoder()
# Within a string its quotation marks would have backslashes; nothing but the document has that key.
_AUTHORS = '"authors":'


@dataclass(frozen=True, slots=True)
class Document:
    """What an edition froze. Its members are plain data, so that reading one costs little.

    `authors`: `id name slug role`; `source`: `id name slug url logo`; `lead_photo`: `photo alt
    caption credit`; `photos`, by id as text: `alt width height digest`; `attachments`: `id title
    kind bytes file digest`; `topics` and `tags`: `id name slug`.
    """

    title: str
    slug: str
    section: int
    genre: str
    kicker: str = ""
    lead: str = ""
    body: str = ""
    signature: str = ""
    authors: list[dict[str, Any]] = field(default_factory=list)
    source: dict[str, Any] | None = None
    source_url: str = ""
    lead_photo: dict[str, Any] | None = None
    photos: dict[str, dict[str, Any]] = field(default_factory=dict)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    extra_sections: list[int] = field(default_factory=list)
    topics: list[dict[str, Any]] = field(default_factory=list)
    tags: list[dict[str, Any]] = field(default_factory=list)
    related: list[int] = field(default_factory=list)
    description: str = ""

    def to_json(self) -> str:
        """One text for one content, whatever order it was put together in."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))

    @staticmethod
    def authors_in(text: str) -> list[str]:
        """The authors' names in a document's JSON, of which nothing else is read. None of one that
        is broken: it must not take a feed with it."""
        _before, named, rest = text.partition(_AUTHORS)
        return [each["name"] for each in _DECODER.raw_decode(rest)[0]] if named else []

    @property
    def photo_ids(self) -> list[int]:
        """The photos on the page: the lead photo first."""
        lead = [self.lead_photo["photo"]] if self.lead_photo else []
        return list(dict.fromkeys([*lead, *map(int, self.photos)]))

    @property
    def shown_photos(self) -> list[int]:
        """Those, and the logo of its source."""
        logo = self.source["logo"] if self.source else None
        return [*self.photo_ids, *([logo] if logo else [])]


def hole(section: int, genre: str) -> Document:
    """What a redaction leaves of a document: where it stood, and by its title that it is gone."""
    return Document(title=HOLE, slug="tin", section=section, genre=genre)


def digest(document: str) -> str:
    """SHA-256 of a document's text: two editions with the same digest read the same."""
    return hashlib.sha256(document.encode()).hexdigest()
