"""One thing to be looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    TITLE_LENGTH = "title-length"
    NO_LEAD = "no-lead"
    LEAD_LENGTH = "lead-length"
    NO_SECTION = "no-section"
    NO_AUTHOR = "no-author"
    NO_LEAD_PHOTO = "no-lead-photo"
    NO_ALT = "no-alt"
    NO_CAPTION = "no-caption"
    NO_CREDIT = "no-credit"
    HEADINGS = "headings"
    TABLE_HEADER = "table-header"
    LINK_WORDS = "link-words"
    DEAD_LINK = "dead-link"
    SAME_TITLE = "same-title"


@dataclass(frozen=True, slots=True)
class Remark:
    kind: Kind
    sentence: str
    """For people."""
    words: str = ""
    """Where: what stands there."""
