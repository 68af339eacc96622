from django.db import models

from database.folded_search import FoldedQuerySet

from .conf import conf


class PhotoQuerySet(FoldedQuerySet):
    """Every question asked of the photo library has a name here."""

    def waiting(self) -> "PhotoQuerySet":
        """Photos whose renditions are still to be made, least tried first."""
        return self.in_queue().order_by("attempts", "pk")

    def in_queue(self) -> "PhotoQuerySet":
        """Photos whose renditions are still to be made, in no order of their own."""
        return self.filter(rendered=False, attempts__lt=conf("ATTEMPTS"))

    def stuck(self) -> "PhotoQuerySet":
        """Photos whose renditions failed so often that someone should look."""
        return self.filter(rendered=False, attempts__gte=conf("ATTEMPTS"))

    def finished(self) -> "PhotoQuerySet":
        """Photos whose renditions are made."""
        return self.filter(rendered=True)

    def for_pictures(self) -> "models.QuerySet":
        """Just what a picture on a page is made from, as dictionaries."""
        return self.values("pk", "key", "format", "width", "height", "widths")

    def for_chooser(self) -> "models.QuerySet":
        """What the chooser, the editor and their previews show of a photo, as dictionaries."""
        return self.values(
            *("pk", "key", "format", "width", "height", "widths", "alt", "caption", "credit")
        )

    def older_than(self, photo: int | None) -> "PhotoQuerySet":
        """The photos taken in before that one (all without one), newest first: a keyset."""
        return (self.filter(pk__lt=photo) if photo else self).order_by("-pk")
