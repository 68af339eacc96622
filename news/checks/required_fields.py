"""What every article needs before somebody else can work on it."""

from django.utils.translation import gettext as _

from ..enums import CheckKind
from ..models import Article
from .remark import Remark


def missing_essentials(article: Article) -> list[Remark]:
    """Remarks of the kinds in `levels.ALWAYS_BLOCKING`."""
    found = []
    if not article.title.strip():
        said = _("Without a title an article cannot be published.")
        found.append(Remark(CheckKind.NO_TITLE, said, "title"))
    if article.section_id is None:
        said = _("Choose the section in which it appears.")
        found.append(Remark(CheckKind.NO_SECTION, said, "section"))
    if not article.body.strip() and not article.lead.strip():
        found.append(Remark(CheckKind.NO_TEXT, _("There is no text yet."), "body"))
    return found
