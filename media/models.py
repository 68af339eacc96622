"""The photos and documents of the library."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from database.folded_search import FoldedIndex, FoldedQuerySet
from text.fold import fold

from .conf import conf
from .usage import DOCUMENT, PHOTO, FileRef

# Sent when the renditions of a photo are made, and when it is taken down, in the transaction that
# purges the pages that show it. The argument `photo` is its id.
photo_changed = Signal()


class PhotoQuerySet(FoldedQuerySet):
    """The queries of the photo library."""

    def waiting(self) -> "PhotoQuerySet":
        """Photos whose renditions are not made yet; those with the fewest attempts first."""
        return self.in_queue().order_by("attempts", "pk")

    def in_queue(self) -> "PhotoQuerySet":
        """Photos whose renditions are not made yet."""
        return self.filter(rendered=False, takedown="", attempts__lt=conf("ATTEMPTS"))

    def stuck(self) -> "PhotoQuerySet":
        """Photos whose renditions failed `conf("ATTEMPTS")` times; they wait for staff."""
        return self.filter(rendered=False, takedown="", attempts__gte=conf("ATTEMPTS"))

    def finished(self) -> "PhotoQuerySet":
        """Photos whose renditions are made."""
        return self.filter(rendered=True)

    def for_chooser(self) -> "models.QuerySet":
        """The columns that the chooser, the editor and their previews show, as dictionaries."""
        return self.values(
            *("pk", "key", "format", "width", "height", "widths", "takedown"),
            *("alt", "caption", "credit"),
        )

    def older_than(self, photo: int | None) -> "PhotoQuerySet":
        """The photos that were added before the one with this id, newest first; all for None. It
        pages by key."""
        return (self.filter(pk__lt=photo) if photo else self).order_by("-pk")


# The beginnings of the addresses at which readers, and staff, see a file of the library.
PUBLIC_URL_PREFIX, STAFF_URL_PREFIX = "/tep/", "/admin/tep/"


def library() -> Storage:
    """The storage of masters, renditions and documents. Staff see its files at their addresses in
    the admin; `media.public_files` links those into the public folder that readers may see."""
    return storages["library"]


# Migration 0001 knows it by this name.
renditions = library


class Takedown(models.TextChoices):
    """What was taken down of a photo or document. The audit log has when, by whom and why."""

    NOTHING = "", _("nothing")
    FILE = "file", _("the file")
    # With a photo its alternative text, caption and credit; with a document its title.
    WORDS = "words", _("the file and its words")


class LibraryFile(models.Model):
    """A file that staff sent; a search in the library reads `folded`."""

    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    folded = models.TextField(editable=False)
    takedown = models.CharField(
        _("taken down"),
        max_length=5,
        choices=Takedown,
        default=Takedown.NOTHING,
        db_default=Takedown.NOTHING,
        blank=True,
        editable=False,
    )

    objects = FoldedQuerySet.as_manager()

    # An audit entry about a row that refers to this one names this one by its number only.
    audit_by_number = True
    # The names of the fields that a search reads.
    searched: tuple[str, ...] = ()

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]

    def save(self, **kwargs) -> None:
        self.folded = fold(" ".join(getattr(self, name) for name in self.searched))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(**kwargs)

    @property
    def ref(self) -> FileRef:
        """Its kind and key."""
        return self._meta.model_name, self.pk


class Photo(LibraryFile):
    """One picture. Its file never changes: another file is another photo.

    `key` names its files; its 128 random bits are not guessed. A new use of the photo starts with
    its alternative text, caption and credit; what is published keeps the texts with which it was
    published.
    """

    original = models.FileField(_("file"), upload_to="anh/%Y/%m", max_length=255, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key = models.CharField(max_length=32, unique=True, editable=False)
    # The format of the master: "jpg" or "png".
    format = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)

    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What is seen, for those who cannot see it: “Two cranes load a ship at dawn”."),
    )
    caption = models.TextField(
        _("caption"),
        max_length=1000,
        blank=True,
        help_text=_("May run over two lines."),
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("For example “Photo: Hai Dang”.")
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    # The widths of its renditions, in pixels; each exists as WebP and as JPEG or PNG.
    widths = models.JSONField(default=list, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Why the last attempt at its renditions failed: a code of `media.uploads.faults.PHOTO_FAULTS`.
    fault = models.TextField(blank=True, editable=False)
    rendered = models.BooleanField(default=False, editable=False)

    objects = PhotoQuerySet.as_manager()
    searched = ("alt", "caption", "credit", "place")

    class Meta(LibraryFile.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [
            ("change_any_photo", _("Can change photos that others sent")),
            ("take_down_photo", _("Can take down photos")),
        ]
        indexes = [
            models.Index(
                fields=["attempts", "id"], condition=models.Q(rendered=False), name="photo_waiting"
            ),
            FoldedIndex(fields=["folded"], name="photo_folded"),
        ]

    def __str__(self) -> str:
        return self.caption.replace("\n", " ") or self.alt


class Document(LibraryFile):
    """A file that readers may download: PDF or an office format.

    `file` never changes. Its name is public, so it is made from the title. `name` is the name of
    the file on the sender's disk, for staff only.
    """

    title = models.CharField(
        _("title"), max_length=250, help_text=_("As readers see it: “Plan 12/KH-UBND (full text)”.")
    )
    file = models.FileField(_("file"), storage=library, max_length=255, db_index=True)
    name = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("kind"), max_length=5, editable=False)
    bytes = models.PositiveBigIntegerField(_("size"), editable=False)
    digest = models.CharField(max_length=64, editable=False, db_index=True)

    searched = ("title", "name")

    class Meta(LibraryFile.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [
            ("change_any_document", _("Can change documents that others sent")),
            ("take_down_document", _("Can take down documents")),
        ]
        indexes = [FoldedIndex(fields=["folded"], name="document_folded")]

    def __str__(self) -> str:
        return self.title


# By kind.
MODELS: dict[str, type[LibraryFile]] = {PHOTO: Photo, DOCUMENT: Document}


def photo_folder(key: str) -> str:
    """The folder of the files of the photo with this key."""
    return f"anh/{key[:2]}/{key}"


def document_folder(name: str) -> str:
    """The folder of the document whose file has this name. Each document has one of its own."""
    return str(PurePosixPath(name).parent)
