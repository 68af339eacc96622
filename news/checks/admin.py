"""What an article should be looked over for, beside its form: read when somebody looks at it, as
reading a long text closely takes longer than showing its form."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..enums import CheckKind, Level
from ..rights import permissions
from ..rights.article_access import get_article, side_page
from . import article_checks
from .convert_encoding import TEXT_FIELDS
from .levels import kinds_at
from .wording import WORDING_KINDS as WORDS

# Remarks that are listed; whoever has mended so many looks again.
MAX_REMARKS_SHOWN = 100


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The whole list, which the form's script puts beside the form."""
    article = get_article(request, object_id)
    block = kinds_at(Level.BLOCK)
    remarks = sorted(article_checks.remarks(article), key=lambda each: each.kind not in block)
    legacy = [each.words for each in remarks if each.kind == CheckKind.LEGACY]
    listed = remarks[:MAX_REMARKS_SHOWN]
    advised = [each for each in listed if each.kind not in block]
    groups = [
        (_("Blocks publishing"), "block", [each for each in listed if each.kind in block]),
        (_("What it lacks"), "advise", [each for each in advised if each.kind not in WORDS]),
        (_("Words to look at"), "advise", [each for each in advised if each.kind in WORDS]),
    ]
    context = {
        "title": _("Check before publishing"),
        "groups": [group for group in groups if group[2]],
        "more": len(remarks) - len(listed),
        "legacy": _digest(legacy) if legacy and permissions.may_edit(request.user, article) else "",
        "fields": " ".join(("body", *TEXT_FIELDS)),
        "back": reverse("admin:news_article_change", args=[article.pk]),
    }
    return side_page(model_admin, request, article, "news/checks.html", context)


def _digest(words: list[str]) -> str:
    """By which a browser knows the text whose conversion was declined."""
    return blake2b("\n".join(words).encode(), digest_size=8).hexdigest()
