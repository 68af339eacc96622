"""How often articles were read. Only the worker writes these tables (`news.counting.readers`,
`news.counting.ranking`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..desk.models import Article


class WrittenByWorker(models.Model):
    class Meta:
        abstract = True
        default_permissions = ()


class ReadTotal(WrittenByWorker):
    article = models.OneToOneField(
        Article,
        models.CASCADE,
        primary_key=True,
        related_name="read_total",
        # No constraint: an article may be deleted after it was read and before the row is written.
        db_constraint=False,
    )
    count = models.PositiveBigIntegerField(_("views"))


class ReadDay(WrittenByWorker):
    """The readers of one article on one day."""

    day = models.DateField()
    article = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta(WrittenByWorker.Meta):
        constraints = [models.UniqueConstraint(fields=["day", "article"], name="read_day")]


class ReaderHash(WrittenByWorker):
    """A hash that stands for one reader of one article on one day. Nobody can find out from it who
    the reader is or which article it was."""

    value = models.BigIntegerField(primary_key=True)
    day = models.DateField(db_index=True)


class ReadSecret(WrittenByWorker):
    """The secret key of the hashes of one day. It is deleted when the day is over."""

    day = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)


class MostRead(WrittenByWorker):
    """A place in the ranking of the articles read most, as the worker made it last."""

    days = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    article = models.BigIntegerField()

    class Meta(WrittenByWorker.Meta):
        constraints = [models.UniqueConstraint(fields=["days", "place"], name="most_read_place")]
