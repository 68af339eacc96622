"""What was on the screen when a step was pressed: none is taken on a text that was not seen.

Pages with steps carry a `Seen`, hidden or in their links. A step of the article's form is asked
together with saving it, which refuses an older `seen_version` by itself (`ArticleForm`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zlib import crc32

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...editions.public_status import cached_status
from ...enums import Verb
from ...models import Article

# What each verb is about; publishing while another edition is scheduled is about both.
_OF_THE_DESK = {Verb.OVERRIDE, Verb.SEND_BACK, Verb.PUBLISH, Verb.RESTORE}
_OF_EDITIONS = {
    Verb.PUBLISH, Verb.MOVE, Verb.CANCEL, Verb.EXPIRE, Verb.WITHDRAW, Verb.BRING_BACK,
    Verb.ARCHIVE, Verb.UNARCHIVE,
}  # fmt: skip


@dataclass(frozen=True)
class SeenState:
    """An article as somebody saw it."""

    version: int
    # Number of the latest; 0 for none.
    edition: int
    # Stands for what else a step is about (`_ABOUT`).
    told: str = ""

    @classmethod
    def of(cls, article: Article, verb: Verb | None = None) -> Self:
        told = f"{crc32(repr(_ABOUT[verb][0](article)).encode()):08x}" if verb in _ABOUT else ""
        return cls(article.version, article.last_number, told)

    @classmethod
    def read(cls, text: str) -> Self | None:
        found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})(?:\.([0-9a-f]{8}))?", text)
        return cls(int(found[1]), int(found[2]), found[3] or "") if found else None

    def __str__(self) -> str:
        seen = f"{self.version}.{self.edition}"
        return f"{seen}.{self.told}" if self.told else seen


def _end(article: Article) -> datetime | None:
    stand = cached_status(article)
    last = stand.ahead or stand.running
    return last.live_until if last else None


# What some steps are about besides text and editions, and what is said when that changed.
_ABOUT: dict[Verb, tuple[Callable[[Article], Any], str]] = {
    Verb.EXPLAIN: (
        lambda it: (it.withdrawn_at, it.public_reason),
        _(
            "Nothing was done yet: what readers are told of the withdrawal was changed after you "
            "opened it. Look at what changed, then press again if you still want to."
        ),
    ),
    Verb.EXPIRE: (
        _end,
        _(
            "Nothing was done yet: the end was changed after you opened it. Look at what changed, "
            "then press again if you still want to."
        ),
    ),
    Verb.ASSIGN: (
        lambda it: (it.assignee_id, it.due_at),
        _(
            "Nothing was done yet: the article was given to somebody, or taken back, after you "
            "opened it. Look at what changed, then press again if you still want to."
        ),
    ),
}


def changes_since(seen: str, article: Article, verb: Verb) -> SafeString | None:
    """What that person must be told before the step, with a link to what changed; None if they
    saw all that it is about. Whoever does not say what they saw has seen nothing."""
    before, now = SeenState.read(seen), SeenState.of(article, verb)
    if verb in _OF_THE_DESK and (before is None or before.version != now.version):
        sentence = gettext(
            "Nothing was done yet: the article was edited after you opened it. Look at what "
            "changed, then press again if you still want to."
        )
        sides = before and _texts(article, now.version - before.version)
    elif verb in _OF_EDITIONS and (before is None or before.edition != now.edition):
        sentence = gettext(
            "Nothing was done yet: another edition of the article was made after you opened it. "
            "Look at what changed, then press again if you still want to."
        )
        sides = before and _editions(before.edition, now.edition)
    elif verb in _ABOUT and (before is None or before.told != now.told):
        sentence, sides = _ABOUT[verb][1], None
    else:
        return None
    here = reverse("admin:news_article_history", args=[article.pk])
    if sides:
        here = reverse("admin:news_article_compare", args=[article.pk]) + "?a={}&b={}".format(
            *sides
        )
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>', sentence, here, gettext("Show what changed")
    )


def _texts(article: Article, behind: int) -> tuple[str, str] | None:
    """The save that was seen and the desk copy, as the comparison calls them; each version left
    its text in the log."""
    if behind < 1:
        return None
    save = article.acts.exclude(text="").values_list("pk", flat=True)[behind : behind + 1]
    return (f"save-{save[0]}", "desk") if save else None


def _editions(before: int, now: int) -> tuple[int, int] | None:
    return (before, now) if 0 < before < now else None
