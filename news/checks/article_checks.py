"""Runs all checks of an article before it is published. No check changes a text.

`remark` checks what every article needs, `content` checks the document, `wording` proofs the words.
`levels` tells which kinds of remarks block publishing.
"""

from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import ngettext

from ..editions.compose import composed
from ..enums import CheckKind, Level
from ..models import Article
from . import content, wording
from .levels import ALWAYS_BLOCKING, kinds_at
from .remark import Remark, missing_essentials

__all__ = ["Remark", "blocking_problems", "message", "missing_essentials", "remarks", "run_checks"]

# In the message to somebody who may not publish because of them.
MAX_REMARKS_PER_KIND = 3


def remarks(article: Article) -> list[Remark]:
    """The remarks on an article's desk copy, of all kinds that are not off."""
    return run_checks(article, kinds_at(Level.BLOCK, Level.ADVISE))


def run_checks(article: Article, kinds: Collection[CheckKind]) -> list[Remark]:
    """The remarks of these kinds: on what is missing first, on words last. What only other kinds
    need is not queried or proofed."""
    made = missing_essentials(article)
    if not wording.WORDING_KINDS.issuperset(set(kinds).difference(ALWAYS_BLOCKING)):
        made += content.remarks(article, composed(article), kinds, timezone.now())
    made += wording.remarks(article, kinds)
    return [each for each in made if each.kind in kinds]


def blocking_problems(article: Article) -> dict[str, list[str]]:
    """Sentences, by field, that tell why the desk copy may not be approved or published. Empty if
    it may."""
    by_kind = defaultdict(list)
    for each in run_checks(article, kinds_at(Level.BLOCK)):
        by_kind[each.kind].append(each)
    said = defaultdict(list)
    for several in by_kind.values():
        for each in several[:MAX_REMARKS_PER_KIND]:
            said[each.field].append(message(each))
        more = len(several) - MAX_REMARKS_PER_KIND
        if more > 0:
            said[several[0].field].append(
                ngettext("… and %d more like it.", "… and %d more like these.", more) % more
            )
    return dict(said)


def message(remark: Remark) -> str:
    """The sentence of a remark, followed by the words that it is about."""
    words = " ".join(remark.words.split())
    if remark.quoted or not words:
        return remark.sentence
    return f"{remark.sentence} “{words if len(words) <= 80 else words[:79] + '…'}”"
