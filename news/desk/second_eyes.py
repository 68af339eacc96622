"""The second pair of eyes: where a section asks for it, nobody approves what they changed."""

from sections.tree import tree

from ..editions.document import REDACTED
from ..enums import Verb
from ..models import Article

_APPROVING = (Verb.APPROVE, Verb.OVERRIDE, Verb.PUBLISH, Verb.SCHEDULE)


def needs_second_eyes(article: Article) -> bool:
    """Whether its section does, or another in which it is to be listed too."""
    nodes = tree().by_id
    asking = {pk for pk, node in nodes.items() if node.needs_second_eyes}
    return article.section_id in asking or (
        bool(asking) and any(section.pk in asking for section in article.extra_sections.all())
    )


def needs_other_approver(article: Article, user) -> bool:
    """Whether this person may not approve it, having changed its text since it last was, in a
    section that asks for another's eyes."""
    return needs_second_eyes(article) and user.pk in editors_since_approval(article)


def editors_since_approval(article: Article) -> set[int | None]:
    """Who has changed the text since other eyes approved it, or ever if none have.

    Saving it as it is changes nothing. Approving one's own text, where one pair was enough, is no
    approval where another is asked for: it may have been moved since.
    """
    found: set[int | None] = set()
    before = None
    acts = article.acts.order_by("pk").values_list("verb", "by", "text")
    for verb, who, text in acts.iterator():
        if text and (text != before or REDACTED in text):
            found.add(who)  # what a redaction took away may have been changed
        before = text or before
        if verb == Verb.OVERRIDE or (verb in _APPROVING and who not in found):
            found.clear()
    return found
