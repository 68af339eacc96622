"""What an article should be looked over for before it is published. Nothing here changes a text.

`structure` reads the document alone, `elsewhere` asks the database; how the words are spelt is for
`text.proof` to say.
"""

from django.utils import timezone

from text.body import paragraphs

from ..composing import compose
from ..models import Article
from . import elsewhere, structure
from .remark import Remark

__all__ = ["Remark", "remarks"]


def remarks(article: Article) -> list[Remark]:
    """On the desk copy as it is stored, what readers would miss most first."""
    document = compose(article)
    return [
        *structure.remarks(document),
        *elsewhere.remarks(article, document, timezone.now()),
    ]


def texts(article: Article) -> tuple[str, list[str]]:
    """Its title, and everything else that readers read of it."""
    legends = [article.lead_caption, article.lead_credit]
    return article.title, [article.kicker, article.lead, *paragraphs(article.body), *legends]
