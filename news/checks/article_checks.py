"""What an article should be looked over for before it is published. Nothing here changes a text.

`lacking` is what nothing can be published without; `structure` reads the document alone,
`elsewhere` asks the database, `wording` has the words proofed. `levels` says what blocks.
"""

from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import ngettext

from ..editions.compose import composed
from ..enums import CheckKind, Level
from ..models import Article
from . import content, links_and_titles, wording
from .levels import ALWAYS_BLOCKING, kinds_at
from .remark import Remark
from .required_fields import missing_essentials

__all__ = ["Remark", "blocking_problems", "message", "missing_essentials", "remarks", "run_checks"]

# So many remarks of a kind are told to whom they block.
MAX_REMARKS_PER_KIND = 3


def remarks(article: Article) -> list[Remark]:
    """On the desk copy as it is stored, of all kinds that are not switched off."""
    return run_checks(article, kinds_at(Level.BLOCK, Level.ADVISE))


def run_checks(article: Article, kinds: Collection[CheckKind]) -> list[Remark]:
    """Of these kinds, what readers would miss most first. No more is done than they ask for."""
    made = missing_essentials(article)
    if not wording.WORDING_KINDS.issuperset(set(kinds).difference(ALWAYS_BLOCKING)):
        document = composed(article)
        made += content.remarks(document)
        made += links_and_titles.remarks(article, document, kinds, timezone.now())
    made += wording.remarks(article, kinds)
    return [each for each in made if each.kind in kinds]


def blocking_problems(article: Article) -> dict[str, list[str]]:
    """Why the desk copy may not be approved or published as it stands: sentences, by field."""
    by_kind = defaultdict(list)
    for each in run_checks(article, kinds_at(Level.BLOCK)):
        by_kind[each.kind].append(each)
    said = defaultdict(list)
    for several in by_kind.values():
        for each in several[:MAX_REMARKS_PER_KIND]:
            said[each.field].append(message(each))
        more = len(several) - MAX_REMARKS_PER_KIND
        if more > 0:
            words = ngettext("… and %d more like it.", "… and %d more like these.", more)
            said[several[0].field].append(words % more)
    return dict(said)


def message(remark: Remark) -> str:
    """The sentence, with the words that it is about."""
    words = " ".join(remark.words.split())
    if remark.quoted or not words:
        return remark.sentence
    return f"{remark.sentence} “{words if len(words) <= 80 else words[:79] + '…'}”"
