from django.db import models

from text.fold import fold

from .conf import conf


class PhotoQuerySet(models.QuerySet):
    """Every question asked of the photo library has a name here."""

    def matching(self, words: str) -> "PhotoQuerySet":
        """Photos whose texts hold each of these words, accents and capitals aside."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(folded__contains=word)
        return found

    def waiting(self) -> "PhotoQuerySet":
        """Photos whose renditions are still to be made, least tried first."""
        return self.filter(rendered=False, attempts__lt=conf("ATTEMPTS")).order_by("attempts", "pk")

    def stuck(self) -> "PhotoQuerySet":
        """Photos whose renditions failed so often that someone should look."""
        return self.filter(rendered=False, attempts__gte=conf("ATTEMPTS"))

    def for_pictures(self) -> "models.QuerySet":
        """Just what a picture on a page is made from, as dictionaries."""
        return self.values("pk", "key", "format", "width", "height", "widths")
