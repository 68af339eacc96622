"""The manifest of one backup: what it is of, and what it consists of."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from ..errors import Damaged

# Another number: the layout is another one, which an older release cannot read.
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file in the folder of a backup, as it lies there: name, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What stands in `manifest.json`. It holds no secret and no word of the newsroom."""

    made_at: datetime
    # Version of the portal, and what it was installed with.
    release: str
    # "sqlite" or "postgresql", and the version of its server.
    vendor: str
    vendor_version: str
    # The last migration of each app, by its label.
    migrations: dict[str, str]
    encrypted: bool
    database: Stored
    # The list of all files: path, SHA-256, size and mode of each (`files.jsonl`).
    files: Stored
    # The names in `files/` that the list needs, one a line, sorted; never encrypted.
    contents: Stored
    articles: int
    file_count: int
    file_bytes: int
    # The key of the last line in the list of removals, which that list still has to have.
    last_removal: str = ""
    # Environment variables that hold no secret.
    settings: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> str:
        values = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises Damaged if the text is not that of a manifest, or of a newer layout."""
        try:
            values: dict[str, Any] = json.loads(text)
            if values["format"] > FORMAT:
                raise Damaged("the backup was made by a newer release: restore it with that one")
            for name in ("database", "files", "contents"):
                values[name] = Stored(**values[name])
            values["made_at"] = datetime.fromisoformat(values["made_at"])
            return cls(**values)
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(f"the manifest cannot be read: {error}") from error
