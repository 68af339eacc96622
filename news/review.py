"""The second pair of eyes: where a section asks for it, nobody approves what they changed."""

from sections.tree import tree

from .enums import Verb
from .models import Article

_APPROVING = (Verb.APPROVE, Verb.OVERRIDE, Verb.PUBLISH, Verb.SCHEDULE)


def needs_second_eyes(article: Article) -> bool:
    """Whether its section does, or another in which it is to be listed too."""
    nodes = tree().by_id
    asking = {pk for pk, node in nodes.items() if node.needs_second_eyes}
    return article.section_id in asking or (
        bool(asking) and any(section.pk in asking for section in article.extra_sections.all())
    )


def is_own_work(article: Article, user) -> bool:
    """Whether this person may not approve it, having changed its text since it last was, in a
    section that asks for another's eyes."""
    return needs_second_eyes(article) and user.pk in changers(article)


def changers(article: Article) -> set[int | None]:
    """Who has changed the text since it was approved last, or ever if it never was. Saving it as it
    is changes nothing."""
    approvals = article.acts.filter(verb__in=_APPROVING).order_by("-pk")
    approved = approvals.values_list("pk", flat=True).first() or 0
    texts = article.acts.exclude(text="")
    before = texts.filter(pk__lt=approved).order_by("-pk").values_list("text", flat=True).first()
    found = set()
    for who, text in texts.filter(pk__gt=approved).order_by("pk").values_list("by", "text"):
        if text != before:
            found.add(who)
        before = text
    return found
