"""Authors, sources, topics and tags, which articles name, and the slugs that these had before."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from database.folded_search import FoldedQuerySet
from delivery.purging import gathered_purges, purge
from delivery.tags import MISSING, tag
from media.models import Photo
from media.public_files.rows import NamesFiles
from text.fold import fold
from text.slug import slugify


class NamedModel(models.Model):
    """Something with a name, an address of its own, and a folded text to find it by."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(
        _("address part"),
        max_length=160,
        unique=True,
        blank=True,
        help_text=_("Made from the name when empty."),
    )
    folded = models.CharField(max_length=300, editable=False)

    objects = FoldedQuerySet.as_manager()

    # Cache tags of further pages that show its words.
    shown_on: tuple[str, ...] = ()

    class Meta:
        abstract = True
        ordering = ["folded", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        """Save the row. Its former slug redirects to it until another row takes that slug."""
        self.folded = fold(self.name)[:300]
        self.slug = self.slug or self._free_slug()
        with gathered_purges():
            rows = type(self)._default_manager.filter(pk=self.pk)
            before = rows.values_list("slug", flat=True).first() if self.pk else None
            super().save(**kwargs)
            if before != self.slug:
                OldSlug.moved(self, before)
            kind = self._meta.model_name
            purge([tag(kind, self.pk), tag(kind, 0), *self.shown_on])

    def clean(self) -> None:
        if not (self.slug or slugify(self.name)):
            raise ValidationError(
                {"name": _("A name needs at least one letter or digit for its address.")}
            )

    def _free_slug(self) -> str:
        wish = slugify(self.name, max_length=150)
        taken = set(type(self).objects.filter(slug__startswith=wish).values_list("slug", flat=True))
        numbered = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (wish, *numbered) if slug not in taken)


class OldSlug(models.Model):
    """A former slug. It redirects to the row `target`, whatever slug the row has now."""

    kind = models.CharField(max_length=8)
    slug = models.CharField(max_length=160)
    target = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_slug")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"

    @classmethod
    def moved(cls, row: NamedModel, before: str | None) -> None:
        """Record that the row has a new slug. `before` is its former slug, None for a new row."""
        kind = row._meta.model_name
        taken = cls.objects.filter(kind=kind, slug=row.slug)
        stale = {row.pk, *taken.values_list("target", flat=True)}
        taken.delete()
        if before:
            cls.objects.update_or_create(kind=kind, slug=before, defaults={"target": row.pk})
        purge([MISSING, *(tag(kind, pk) for pk in sorted(stale))])


def find_by_slug(model: type[NamedModel], slug: str) -> tuple[NamedModel | None, bool]:
    """The row that has that slug or had it before, and whether it has another slug now. The row is
    None if there is none."""
    if found := model._default_manager.filter(slug=slug).first():
        return found, False
    old = OldSlug.objects.filter(kind=model._meta.model_name, slug=slug)
    found = model._default_manager.filter(pk__in=old.values("target")).first()
    return found, found is not None


class Author(NamesFiles, NamedModel):
    """A byline: a person or a pen name."""

    about = models.TextField(_("about"), max_length=1000, blank=True)
    portrait = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )

    class Meta(NamedModel.Meta):
        abstract = False
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Source(NamesFiles, NamedModel):
    """Where a text came from."""

    url = models.URLField(_("address"), max_length=500, blank=True)
    logo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )

    class Meta(NamedModel.Meta):
        abstract = False
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class Topic(NamedModel):
    """A story that runs over many articles."""

    description = models.TextField(_("description"), max_length=500, blank=True)

    shown_on = (tag("topics", 0),)

    class Meta(NamedModel.Meta):
        abstract = False
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Tag(NamedModel):
    class Meta(NamedModel.Meta):
        abstract = False
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
