"""The tokens that the search index holds of an edition; each says one thing of its text.

| token         | says                                                                  |
|---------------|-----------------------------------------------------------------------|
| `dang`        | the word stands in the text, accents aside                            |
| `dang_vien`   | the two words stand side by side                                      |
| `=đang2`      | the word stands there with these accents (`text.fold`)               |
| `^dang` …     | the same of the title                                                 |
| `@s5` `@a7`   | it stands in section 5, is by author 7                                |
| `@y2026` `@m202611` | when it was released, in Hà Nội's time                          |

Pairs stand for phrases. An index of positions would be several times as large, and ranking all
matches of common syllables takes 50 ms to 2 s, where reading tiers of tokens takes 1 to 30 ms.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from text.body.read import paragraphs
from text.dates import HANOI
from text.fold import Word, words

from ..editions.document import Document

# Tokens of one edition: an article of 1,000 words has 1,200, and PostgreSQL takes 1 MB of them.
MAX_TOKENS = 20_000

_EDITION_BITS, _MINUTE_BITS = 37, 26
# The bits of a row number that are its edition.
EDITION_MASK = (1 << _EDITION_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def row_number(released_at: datetime, edition: int) -> int:
    """The row number of an edition: its minute of release, then its id; so row order is age."""
    minutes = int((released_at - _EPOCH).total_seconds()) // 60
    minutes = min(max(0, minutes), 2**_MINUTE_BITS - 1)  # 1970 to 2097: what lies outside is as old
    return (minutes << _EDITION_BITS) | edition


def edition_of(row: int) -> int:
    return row & EDITION_MASK


def text_tokens(text: str) -> list[str]:
    found = words(text)
    return [
        *(word.folded for word in found),
        *(f"={word.exact}" for word in found if word.accented),
        *pairs(found),
    ]


def edition_tokens(
    document: Document,
    released_at: datetime,
    tokens_of: Callable[[str], Iterable[str]] = text_tokens,
) -> list[str]:
    """All tokens of that edition, each once, in a fixed order. The same text gives the same tokens,
    so a row can be taken out of the index by naming them again."""
    local = released_at.astimezone(HANOI)
    found = [
        *(filter_token("s", section) for section in (document.section, *document.extra_sections)),
        *(filter_token("a", author["id"]) for author in document.authors),
        filter_token("y", local.year),
        filter_token("m", local.year * 100 + local.month),
        *(f"^{token}" for token in tokens_of(document.title)),
        *(token for text in texts(document) for token in tokens_of(text)),
    ]
    return list(dict.fromkeys(found))[:MAX_TOKENS]


def texts(document: Document) -> list[str]:
    """All texts that readers may look for, the title among them."""
    photo, source = document.lead_photo, document.source
    return [
        *(document.title, document.kicker, document.lead),
        *paragraphs(document.body),
        *((photo["caption"], photo["credit"]) if photo else ()),
        document.signature,
        *([source["name"]] if source else ()),
        *(named["name"] for named in (*document.authors, *document.topics, *document.tags)),
        *(attachment["title"] for attachment in document.attachments),
    ]


def pairs(text: Sequence[Word]) -> Iterable[str]:
    return (f"{one.folded}_{two.folded}" for one, two in itertools.pairwise(text))


def filter_token(kind: str, number: int) -> str:
    """Of a section (`s`), an author (`a`), a year (`y`) or a month (`m`, 202611)."""
    return f"@{kind}{number}"
