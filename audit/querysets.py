from django.db import models

from database.indexes import Sorted
from text.fold import searched


class EntryQuerySet(models.QuerySet):
    def matching(self, words: str) -> "EntryQuerySet":
        """Rows that hold each word, accents aside; the newest first when asked of all rows."""
        if not (wanted := searched(words)):
            return self
        if not self.query.has_filters():
            return self._holding(wanted).order_by(Sorted("pk").desc())
        # Apart, so that the narrow index is looked through and not the wide rows.
        found = self.model.objects.all()._holding(wanted)
        return self.filter(pk__in=found.values("pk"))

    def holding(self, words: str) -> "EntryQuerySet":
        """The same, for rows that are read one after the other anyway."""
        return self._holding(searched(words))

    def _holding(self, wanted: list[str]) -> "EntryQuerySet":
        found = self
        for word in wanted:
            found = found.filter(folded__contains=word)
        return found
