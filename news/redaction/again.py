"""Redacts once more what an older database brought back."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.purging import gathered_purges

from ..desk.steps import StepRefused, withdraw
from ..desk.steps.base import remember
from ..desk.steps.saving import copy_to_desk
from ..editions.document import redacted_document
from ..models import Article
from .redact import redact


def redact_again(
    article_id: int,
    *,
    editions: Collection[int],
    saves: Collection[int],
    notes: Collection[int],
    comments: Collection[int],
) -> bool:
    """Blank what `redact` blanked; what is not there, or blank already, is passed over. Returns
    whether the article was withdrawn: in the older database readers still see, or are to see, one
    of the editions, or the desk copy has one of the texts. These go too, since nobody is there to
    write other words first.
    """
    with gathered_purges():
        article = Article.objects.select_for_update().filter(pk=article_id).first()
        if article is None:
            return False
        reason, now = _("Redacted before; a backup brought it back."), timezone.now()
        last = article.acts.order_by("-pk").values_list("pk", flat=True).first() or 0
        chosen = article.editions.filter(number__in=editions, redacted_at=None)
        shown = not all(each.is_over(now) for each in chosen)
        if shown:
            withdraw.take_unasked(article, reason=reason)
        texts = article.acts.exclude(text="").values_list("pk", "text")
        on_desk = next((pk for pk, _text in texts if pk <= last), None)
        if on_desk in saves:
            article = Article.objects.get(pk=article_id)
            remember(article)
            article.correction = ""
            content = redacted_document(article.section_id, article.genre)
            copy_to_desk(article, content, None)
            # The withdrawal may have kept the desk copy once more.
            copies = [pk for pk, text in texts.all() if pk > last and text != content.to_json()]
            saves = [*saves, *copies]
        try:
            redact.take_unasked(
                article,
                editions=editions,
                saves=saves,
                notes=notes,
                comments=comments,
                reason=reason,
            )
        except StepRefused:
            # Nothing of it is there: all of it came after the backup, or is blank already.
            return False
        return shown
