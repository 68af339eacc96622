"""The canonical document of an edition: everything that its page shows, as one JSON text.

A document outlives the version of the software that wrote it: see "A new member" in docs/fields.md.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Self

from audit.constraints import REDACTED

_DECODER = json.JSONDecoder()
# `authors_in` looks for this text, which a document has only once: within a string the quotation
# marks would have backslashes, and no row or photo has a key of this name.
_AUTHORS = '"authors":'
# The members of version 0.1.0 are always written. A member that was added later is left out while
# it has its default value, so an older document keeps its text and its SHA-256.
_ALWAYS_WRITTEN = frozenset(
    "title slug section genre kicker lead body signature authors source source_url lead_photo "
    "photos attachments extra_sections topics tags related description".split()
)
# These members, at any depth, hold codes and no words.
_CODES = frozenset("genre role kind digest".split())


@dataclass(frozen=True, slots=True)
class Document:
    """The frozen content of an edition. Its members are plain data, so that parsing costs little.

    The keys of each member: `authors`: `id name slug role`; `source`: `id name slug url logo`;
    `lead_photo`: `photo alt caption credit width height digest`; `photos`, by id as text: `alt
    width height digest`; `attachments`: `id title kind bytes file digest`; `topics` and `tags`:
    `id name slug`.
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
    # Members, by name, that a newer version wrote and this one does not know. They are written back
    # unchanged. Unknown keys inside the members above simply stay there.
    unknown: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """The same text for the same content. A text that any version wrote keeps its bytes when it
        is read and written again."""
        # `empty` has the default values. It has the same `unknown`, so that member itself is left
        # out; what it holds is written in its place.
        empty = type(self)("", "", 0, "", unknown=self.unknown)
        members = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name in _ALWAYS_WRITTEN or getattr(self, each.name) != getattr(empty, each.name)
        }
        return as_json(members | self.unknown)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Parses a document that this version, an older or a newer one wrote."""
        members = json.loads(text)
        newer = members.keys() - cls.__dataclass_fields__.keys()
        unknown = {name: members.pop(name) for name in newer}
        return cls(**members, unknown=unknown)

    @staticmethod
    def authors_in(text: str) -> list[str]:
        """The authors' names in a document's JSON, without parsing the rest. Empty where the JSON
        has no authors, so that one broken document does not break a feed."""
        _before, named, rest = text.partition(_AUTHORS)
        return [each["name"] for each in _DECODER.raw_decode(rest)[0]] if named else []

    @property
    def photo_ids(self) -> list[int]:
        """The photos on the page: the lead photo first."""
        lead = [self.lead_photo["photo"]] if self.lead_photo else []
        return list(dict.fromkeys([*lead, *map(int, self.photos)]))

    @property
    def shown_photos(self) -> list[int]:
        """`photo_ids`, then the logo of the source."""
        logo = self.source["logo"] if self.source else None
        return [*self.photo_ids, *([logo] if logo else [])]

    def texts(self) -> Iterator[str]:
        """Every text in the document except codes, at any depth, also in members that this version
        does not know. Bodies are mark-up, and slugs have `-` between their words."""
        yield from _texts({member.name: getattr(self, member.name) for member in fields(self)})


def as_json(value: Any) -> str:
    """Canonical JSON: the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in _CODES:
                yield from _texts(each)


def redacted_document(section: int, genre: str) -> Document:
    """What a redaction leaves of a document: its section and genre, and a title that says so."""
    return Document(title=REDACTED, slug="tin", section=section, genre=genre)


def document_hash(document: str) -> str:
    """SHA-256 of a document's text: two editions with the same digest read the same."""
    return hashlib.sha256(document.encode()).hexdigest()
