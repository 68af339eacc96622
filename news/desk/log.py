"""The log of each article, with the whole text of each save."""

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from text.dates import datetime_with_zone

from ..editions.document import Document
from ..editions.models import Edition
from ..enums import Verb
from ..rights.people import full_name
from .models import Article


class Act(models.Model):
    """An entry of an article's log: who did what, and why. Steps write it, and the repair of what a
    wrong clock did (`clock_repair`)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="acts")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(_("what"), max_length=10, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))
    note = models.TextField(_("note"), blank=True)
    # The desk copy as it was saved, as the JSON of a document; empty where nothing was saved.
    text = models.TextField(blank=True)
    # `Article.times` at that save; NULL where nothing was saved, and for old saves without times.
    times = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("log")
        # Not by `at`: the clock may have been put back.
        ordering = ["-pk"]

    def __str__(self) -> str:
        return (
            f"{capfirst(self.get_verb_display())} · {self.article} · {datetime_with_zone(self.at)}"
        )

    @property
    def who(self) -> str:
        return full_name(self.by) if self.by else ""

    @property
    def content(self) -> Document:
        """The document in `text`."""
        return Document.from_json(self.text)

    @property
    def known_times(self) -> dict[str, datetime | None]:
        """As `Article.times`; empty where they were not kept."""
        return {name: at and datetime.fromisoformat(at) for name, at in (self.times or {}).items()}
