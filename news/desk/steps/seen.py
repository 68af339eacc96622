"""What its person saw when a step was pressed: no step is taken on a text that was not seen.

Pages with steps carry a `SeenState`, hidden or in their links. A step of the article's form is
asked together with saving it, which refuses an older `seen_version` by itself (`ArticleForm`).
"""

import re
from dataclasses import dataclass
from typing import Self
from zlib import crc32

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ...models import Article
from .step import Step


@dataclass(frozen=True)
class SeenState:
    """An article as somebody saw it."""

    version: int
    # The number of the latest; 0 for none.
    edition: int
    # A hash of what `Step.state_seen` gave; empty for steps without it.
    besides: str = ""

    @classmethod
    def of(cls, article: Article, step: Step | None = None) -> Self:
        besides = ""
        if step and step.state_seen:
            besides = f"{crc32(repr(step.state_seen(article)).encode()):08x}"
        return cls(article.version, article.last_number, besides)

    @classmethod
    def read(cls, text: str) -> Self | None:
        found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})(?:\.([0-9a-f]{8}))?", text)
        return cls(int(found[1]), int(found[2]), found[3] or "") if found else None

    def __str__(self) -> str:
        seen = f"{self.version}.{self.edition}"
        return f"{seen}.{self.besides}" if self.besides else seen


def changes_since(seen: str, article: Article, step: Step) -> SafeString | None:
    """A sentence on what changed since that person looked, with a link to it; None if nothing that
    the step is about. An unreadable `seen` counts as never having looked."""
    before, now = SeenState.read(seen), SeenState.of(article, step)
    sides = None
    if step.needs_text_seen and (before is None or before.version != now.version):
        sentence = gettext(
            "Nothing was done yet: the article was edited after you opened it. Look at what "
            "changed, then press again if you still want to."
        )
        sides = before and _texts(article, now.version - before.version)
    elif step.needs_editions_seen and (before is None or before.edition != now.edition):
        sentence = gettext(
            "Nothing was done yet: another edition of the article was made after you opened it. "
            "Look at what changed, then press again if you still want to."
        )
        sides = before and _editions(before.edition, now.edition)
    elif step.state_seen and (before is None or before.besides != now.besides):
        sentence = step.state_changed
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
    """The names, for the comparison, of the save that was seen and of the desk copy. Each version
    left its text in the log."""
    if behind < 1:
        return None
    save = article.acts.exclude(text="").values_list("pk", flat=True)[behind : behind + 1]
    return (f"save-{save[0]}", "desk") if save else None


def _editions(before: int, now: int) -> tuple[int, int] | None:
    return (before, now) if 0 < before < now else None
