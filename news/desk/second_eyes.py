"""Second eyes: where a section asks for them, nobody approves a text that they changed."""

from sections.tree import tree

from ..editions.document import REDACTED
from ..enums import Verb
from ..models import Article

_APPROVING = (Verb.APPROVE, Verb.OVERRIDE, Verb.PUBLISH, Verb.SCHEDULE)


def needs_second_eyes(article: Article) -> bool:
    """Whether its section asks for second eyes, or an extra section in which it is listed."""
    asking = {pk for pk, node in tree().by_id.items() if node.needs_second_eyes}
    return article.section_id in asking or (
        bool(asking) and any(section.pk in asking for section in article.extra_sections.all())
    )


def needs_other_approver(article: Article, user) -> bool:
    """Whether this person may not approve it: its section asks for second eyes, and they changed
    its text since it was approved last."""
    return needs_second_eyes(article) and user.pk in editors_since_approval(article)


def editors_since_approval(article: Article) -> set[int | None]:
    """Returns who changed the text since somebody else last approved it, or ever if nobody did.

    Saving it unchanged does not count. Approving your own text does not count either, because the
    article may since have moved to a section that needs second eyes.
    """
    found: set[int | None] = set()
    before = None
    acts = article.acts.order_by("pk").values_list("verb", "by", "text")
    for verb, who, text in acts.iterator():
        if text and (text != before or REDACTED in text):
            # A redaction can make two different texts equal.
            found.add(who)
        before = text or before
        if verb == Verb.OVERRIDE or (verb in _APPROVING and who not in found):
            found.clear()
    return found
