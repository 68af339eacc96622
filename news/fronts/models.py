"""Fronts: which articles stand where on the home page and at the top of a section, and when."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy as _

from sections.models import Section

from ..desk.models import Article

# The home page has the lead story and three featured stories. A section has only the first place.
HOME_PLACES = 4


class Front(models.Model):
    """One front, which is arranged as a whole. A form made from an older `version` is refused."""

    # NULL: the home page.
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        default_permissions = ()
        permissions = [("arrange_front", _("Can arrange the front page and the top stories"))]
        constraints = [
            # Not on the column alone: for a database NULL is not equal to NULL, so there could be
            # two home pages.
            models.UniqueConstraint(Coalesce("section", 0), name="front_once"),
        ]

    def __str__(self) -> str:
        return self.section.title if self.section else gettext("Home page")


class Placement(models.Model):
    """An article's place on a front in `[starts_at, ends_at)`. If two have the same place at the
    same time, the one that was set last is shown.

    Only its end may change, to the present moment, so that the rows tell what stood on a front at
    any moment.
    """

    front = models.ForeignKey(Front, models.CASCADE, related_name="placements")
    # 0 is the lead story.
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="placement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(place__lt=HOME_PLACES), name="placement_in_a_place"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="placement_end")]

    def __str__(self) -> str:
        return f"{self.front_id}.{self.place}: {self.article_id}"
