"""How often articles were read. Only the worker writes this (`news.counting.readers`,
`news.counting.ranking`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..desk.models import Article


class ReadTotal(models.Model):
    article = models.OneToOneField(
        Article,
        models.CASCADE,
        primary_key=True,
        related_name="read_total",
        # An article may be deleted after a reader was counted and before the row is written.
        db_constraint=False,
    )
    count = models.PositiveBigIntegerField(_("views"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.count}"


class ReadDay(models.Model):
    """The readers of one article on one day."""

    day = models.DateField()
    article = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "article"], name="read_day")]

    def __str__(self) -> str:
        return f"{self.day}, {self.article}: {self.count}"


class ReaderHash(models.Model):
    """A hash that stands for one reader of one article on one day; it tells neither."""

    value = models.BigIntegerField(primary_key=True)
    day = models.DateField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.value:x}"


class ReadSecret(models.Model):
    """The key of the hashes of one day, deleted when the day is over."""

    day = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class MostRead(models.Model):
    """The ranking that the worker made last."""

    days = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    article = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["days", "place"], name="most_read_place")]

    def __str__(self) -> str:
        return f"{self.days}, {self.place}: {self.article}"
