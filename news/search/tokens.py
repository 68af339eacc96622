"""The tokens that the search index stores for an edition. Each token says one thing about it.

| token         | says                                                                  |
|---------------|-----------------------------------------------------------------------|
| `dang`        | the text has this word, whatever its accents                          |
| `dang_vien`   | the text has these two words side by side                             |
| `=đang2`      | the text has the word with these accents (`text.fold`)                |
| `^dang` …     | the same three for the title                                          |
| `@s5` `@a7`   | it is listed in section 5; it is by author 7                          |
| `@y2026` `@m202611` | it was released in that year, in that month, in Hà Nội's time   |

Pairs of words are used to find phrases. An index with positions would be several times as large.
To rank all matches of common syllables takes 50 ms to 2 s; to read tiers of tokens
(`news.search.relevance`) takes 1 to 30 ms.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from text.body.read import paragraphs
from text.dates import HANOI
from text.fold import Word, words

from ..editions.document import Document

# For one edition. An article of 1,000 words has 1,200 tokens; PostgreSQL takes 1 MB of them.
MAX_TOKENS = 20_000

_EDITION_BITS, _MINUTE_BITS = 37, 26
# The bits of a row number that hold the edition's id.
EDITION_MASK = (1 << _EDITION_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def row_number(released_at: datetime, edition: int) -> int:
    """The number of an edition's row in the index: its minute of release, then its id. So the order
    of rows is the order of release."""
    minutes = int((released_at - _EPOCH).total_seconds()) // 60
    # The bits reach from 1970 to 2097; a moment outside counts as the nearest one inside.
    minutes = min(max(0, minutes), 2**_MINUTE_BITS - 1)
    return (minutes << _EDITION_BITS) | edition


def edition_of(row: int) -> int:
    """The id of the edition that has this row number."""
    return row & EDITION_MASK


def text_tokens(text: str) -> list[str]:
    """The tokens of a text: its words, its words with accents, its pairs of words."""
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
    """All tokens of an edition, each once, in a fixed order. The same edition always has the same
    tokens, because SQLite deletes a row from the index only if it is given its tokens again."""
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
    """All texts of a document in which a search looks, with the title."""
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
    """The tokens of the words that stand side by side."""
    return (f"{one.folded}_{two.folded}" for one, two in itertools.pairwise(text))


def filter_token(kind: str, number: int) -> str:
    """The token of a section (`s`), an author (`a`), a year (`y`) or a month (`m`, 202611)."""
    return f"@{kind}{number}"
