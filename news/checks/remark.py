"""A remark: one thing that an editor should look at, and its place in the form. This module also
makes the remarks on what every article needs before somebody else can work on it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..enums import CheckKind
from ..models import Article

# How much text is shown before the words of a remark, and after them.
CONTEXT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Remark:
    kind: CheckKind
    # What people read.
    sentence: str
    # The field of the article's form in which it can be mended.
    field: str
    # The words that it is about.
    words: str = ""
    # The text before and after the words in the same paragraph, CONTEXT_CHARACTERS at most.
    around: tuple[str, str] = ("", "")
    # In the body: the kind of element (`a`, `figure`, `heading`, `table`) and its number from 0.
    element: tuple[str, int] | None = None
    # Whether the sentence contains the words.
    quoted: bool = False

    @property
    def quotation(self) -> tuple[str, str]:
        """`around`, with an ellipsis where the text is cut off."""
        before, behind = self.around
        cut = len(before) == CONTEXT_CHARACTERS, len(behind) == CONTEXT_CHARACTERS
        return "…" * cut[0] + before, behind + "…" * cut[1]


def missing_essentials(article: Article) -> list[Remark]:
    """The article's remarks of the kinds in `levels.ALWAYS_BLOCKING`."""
    no_title = _("Without a title an article cannot be published.")
    no_section = _("Choose the section in which it appears.")
    has_text = article.body.strip() or article.lead.strip()
    return [
        Remark(kind, said, field)
        for is_there, kind, said, field in (
            (article.title.strip(), CheckKind.NO_TITLE, no_title, "title"),
            (article.section_id is not None, CheckKind.NO_SECTION, no_section, "section"),
            (has_text, CheckKind.NO_TEXT, _("There is no text yet."), "body"),
        )
        if not is_there
    ]
