"""The tree of sections, which list articles, and static pages; and the lists of links in the
footer."""

from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from delivery.purging import PurgesEveryPage
from media.public_files.rows import NamesFiles
from media.usage import PHOTO, FileRef
from text.body.read import figures
from text.slug import slugify

from .old_paths import MAX_PATH_CHARACTERS, OldPath, record_move
from .slugs import validate_shape, validate_slug

# Of each kind of object because of which a section cannot be deleted.
MAX_NAMED_REFERRERS = 10


def lock_tree() -> None:
    """Lock all nodes, which are few, until the transaction ends. Otherwise two moves at the same
    time could make a cycle, or give two nodes the same address."""
    list(Section.objects.select_for_update().order_by("pk").values_list("pk"))


class Section(NamesFiles, PurgesEveryPage):
    """A node of the tree. `path` is derived from the slugs of the node and its ancestors."""

    class Kind(models.TextChoices):
        SECTION = "section", _("Section: lists articles")
        PAGE = "page", _("Static page: a text of its own")

    class Language(models.TextChoices):
        VI = "vi", "Tiếng Việt"
        EN = "en", "English"

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
        help_text=_("Empty for a node at the top."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SECTION)
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(
        _("address part"),
        max_length=100,
        blank=True,
        validators=[validate_shape],
        help_text=_("Made from the title when empty: “Kinh tế” becomes “kinh-te”."),
    )
    path = models.CharField(
        _("address"), max_length=MAX_PATH_CHARACTERS, unique=True, editable=False
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Among its siblings, smallest first.")
    )
    in_menu = models.BooleanField(_("in the menu"), default=True)
    on_home = models.BooleanField(
        _("strip on the home page"), default=True, help_text=_("For sections at the top.")
    )
    second_eyes = models.BooleanField(
        _("needs a second pair of eyes"),
        default=False,
        help_text=_(
            "Who changed a text does not approve it here, nor in the sections below: somebody else "
            "does."
        ),
    )
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences; search engines show them too."),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.VI)
    body = models.TextField(
        _("text of the page"), blank=True, help_text=_("For static pages only.")
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, **kwargs) -> None:
        """Save the node. If its address changes, the addresses of all nodes below it change too;
        old addresses redirect (301).

        Raises ValueError if the node would stand below itself. Forms refuse that, but two people
        may move two nodes at the same time.
        """
        lock_tree()
        if self.parent_id:
            self.parent.refresh_from_db()
        if self._is_own_ancestor():
            raise ValueError("a section cannot stand below itself")
        before = self._stored_path()
        self.slug = self.slug or slugify(self.title, max_length=100)
        self.path = self._own_path()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "path"}
        super().save(**kwargs)
        OldPath.objects.filter(path=self.path).delete()
        if before is not None and before != self.path:
            self._move_subtree(before)

    @classmethod
    def files_by_row(
        cls, rows: models.QuerySet, photos: Collection[int] | None = None
    ) -> dict[int, set[FileRef]]:
        """Adds the photos in the texts of static pages."""
        found = super().files_by_row(rows, photos)
        pages = rows.filter(body__contains="<figure").values_list("pk", "body")
        for pk, body in pages:
            shown = {(PHOTO, figure.photo) for figure in figures(body)}
            found[pk] = found.get(pk, set()) | shown
        return found

    @classmethod
    def public_rows(cls) -> models.QuerySet:
        """The static pages: a section does not show the text that it may have had as a page."""
        return super().public_rows().filter(kind=cls.Kind.PAGE)

    def get_absolute_url(self) -> str:
        return f"/{self.path}/"

    def clean(self) -> None:
        self.slug = self.slug or slugify(self.title, max_length=100)
        if not self.slug and not self.title:
            # The field of the title has an error already.
            return
        if not self.slug:
            raise ValidationError(
                {"slug": _("Nothing of this title can stand in an address; type one.")}
            )
        try:
            validate_slug(self.slug, top=self.parent_id is None)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from None
        if self._is_own_ancestor():
            raise ValidationError({"parent": _("A section cannot stand below itself.")})
        if self.parent and self.parent.kind == self.Kind.PAGE and self.kind == self.Kind.SECTION:
            raise ValidationError({"parent": _("A section cannot stand below a static page.")})
        # A static page neither lists articles nor stands above a section that does.
        if (
            self.kind == self.Kind.PAGE
            and self.pk is not None
            and (
                self.children.filter(kind=self.Kind.SECTION).exists()
                or any(self.referring_objects())
            )
        ):
            raise ValidationError(
                {"kind": _("Articles or sections stand in it; only an empty one becomes a page.")}
            )
        if self._longest_path() > MAX_PATH_CHARACTERS:
            raise ValidationError({"slug": _("The whole address would be too long.")})
        if Section.objects.filter(path=self._own_path()).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("There is already a section with this address here.")})

    def referring_objects(self) -> Iterator[tuple[str, list[str]]]:
        """The objects because of which this section may not be deleted or become a static page: for
        each kind its name, and the titles of the newest objects.

        A section may have 100,000 articles. So of each kind at most MAX_NAMED_REFERRERS + 1 rows
        are read, without their long texts; the last one tells that there are more.
        """
        for relation in Section._meta.get_fields(include_hidden=True):
            holder = relation.related_model
            if not relation.auto_created or relation.concrete or holder is Section:
                continue
            # Rows that are deleted together with the section do not count. Rows of the table
            # between a many-to-many relation do not count either: the relation is a field itself.
            if getattr(relation, "on_delete", None) is models.CASCADE or holder._meta.auto_created:
                continue
            long = [each.name for each in holder._meta.fields if isinstance(each, models.TextField)]
            rows = holder._default_manager.filter(**{relation.field.name: self})
            newest = rows.order_by("-pk").defer(*long)[: MAX_NAMED_REFERRERS + 1]
            if titles := [str(each) for each in newest]:
                yield str(holder._meta.verbose_name), titles

    def _longest_path(self) -> int:
        """The length of the longest address that this node and those below it would have."""
        own = len(self._own_path())
        before = self._stored_path()
        if before is None:
            return own
        below = Section.objects.filter(path__startswith=f"{before}/").aggregate(
            longest=models.Max(Length("path"), default=0)
        )
        return max(own, own - len(before) + below["longest"])

    def _stored_path(self) -> str | None:
        return Section.objects.filter(pk=self.pk).values_list("path", flat=True).first()

    def _is_own_ancestor(self) -> bool:
        above, seen = self.parent, {self.pk}
        while above is not None and above.pk not in seen:
            seen.add(above.pk)
            above = above.parent
        return above is not None and above.pk == self.pk

    def _own_path(self) -> str:
        return f"{self.parent.path}/{self.slug}" if self.parent else self.slug

    def _move_subtree(self, before: str) -> None:
        """Store the new address of every node below this one, and record the old addresses, also
        that of this node (`before`)."""
        below = Section.objects.filter(path__startswith=f"{before}/").order_by("path")
        for key, old in [(self.pk, before), *below.values_list("pk", "path")]:
            new = self.path + old.removeprefix(before)
            Section.objects.filter(pk=key).update(path=new)
            record_move(key, old, new)


class LinkList(PurgesEveryPage):
    """A heading in the footer, with links to other agencies below it."""

    title = models.CharField(_("heading"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("link list")
        verbose_name_plural = _("link lists")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Link(NamesFiles, PurgesEveryPage):
    list = models.ForeignKey(LinkList, models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("address"), max_length=500)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
