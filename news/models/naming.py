"""Who and what articles name: authors, sources, topics, tags."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models import Photo
from text.fold import fold
from text.slug import slugify


class Named(models.Model):
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

    class Meta:
        abstract = True
        ordering = ["folded", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.folded = fold(self.name)[:300]
        self.slug = self.slug or self._free_slug()
        super().save(**kwargs)

    def clean(self) -> None:
        if not (self.slug or slugify(self.name)):
            raise ValidationError(
                {"name": _("A name needs at least one letter or digit for its address.")}
            )

    def _free_slug(self) -> str:
        wish = slugify(self.name, max_length=150)
        taken = set(type(self).objects.filter(slug__startswith=wish).values_list("slug", flat=True))
        number = 2
        slug = wish
        while slug in taken:
            slug, number = f"{wish}-{number}", number + 1
        return slug


class Author(Named):
    """A byline: a person or a pen name."""

    about = models.TextField(_("about"), max_length=1000, blank=True)
    portrait = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )

    class Meta(Named.Meta):
        abstract = False
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Source(Named):
    """Where a text came from."""

    url = models.URLField(_("address"), max_length=500, blank=True)
    logo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )

    class Meta(Named.Meta):
        abstract = False
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class Topic(Named):
    """A story that runs over many articles."""

    description = models.TextField(_("description"), max_length=500, blank=True)

    class Meta(Named.Meta):
        abstract = False
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Tag(Named):
    class Meta(Named.Meta):
        abstract = False
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
