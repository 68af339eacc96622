"""The list of remarks on an article, beside its form. It is made when somebody opens it, because
proofing a long text takes longer than to show the form."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ..enums import CheckKind, Level
from ..rights import permissions
from ..side_pages import ArticlePage
from . import article_checks
from .convert_encoding import TEXT_FIELDS
from .levels import kinds_at
from .wording import WORDING_KINDS as WORDS

# Whoever has mended this many looks again.
MAX_REMARKS_SHOWN = 100


class ChecksPage(ArticlePage):
    """The whole list; the form's script puts it beside the form."""

    title = _("Check before publishing")
    template_name = "news/checks.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        block = kinds_at(Level.BLOCK)
        remarks = sorted(
            article_checks.remarks(self.article), key=lambda each: each.kind not in block
        )
        legacy = [each.words for each in remarks if each.kind == CheckKind.LEGACY]
        may_convert = legacy and permissions.may_edit(request.user, self.article)
        listed = remarks[:MAX_REMARKS_SHOWN]
        advised = [each for each in listed if each.kind not in block]
        groups = [
            (_("Blocks publishing"), "block", [each for each in listed if each.kind in block]),
            (_("What it lacks"), "advise", [each for each in advised if each.kind not in WORDS]),
            (_("Words to look at"), "advise", [each for each in advised if each.kind in WORDS]),
        ]
        return self.render(
            groups=[group for group in groups if group[2]],
            more=len(remarks) - len(listed),
            # By this a browser recognises a text whose conversion was declined.
            legacy=_digest(legacy) if may_convert else "",
            fields=" ".join(("body", *TEXT_FIELDS)),
        )


def _digest(words: list[str]) -> str:
    return blake2b("\n".join(words).encode(), digest_size=8).hexdigest()
