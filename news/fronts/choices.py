"""What the front editor shows of articles, and which of them can be placed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from media.pictures import thumbnail
from text.dates import datetime_with_zone
from text.fold import search_words

from ..desk.form import choices
from ..editions import lists
from ..enums import ListKind
from ..models import Article, Edition, Listing
from ..rights import permissions
from . import placements

MAX_CHOICES = 12
_PICTURE = tuple(f"edition__photo__{name}" for name in ("key", "format", "widths", "takedown"))


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the front editor shows of one article to one person."""

    article: int
    title: str
    thumbnail: str = ""
    # Says when readers will see it, or that they do not; empty if they see it now.
    note: str = ""
    # Whether this person can place it.
    choosable: bool = False
    public: bool = False


def article_infos(
    section: int | None, articles: Collection[int], user, at: datetime
) -> dict[int, ArticleInfo]:
    """What the front editor shows of each of these articles that exists, by key. It is taken from
    the present or next edition in the lists of that front."""
    rows = (
        _listed(section, at)
        .filter(article__in=articles)
        .order_by("-live_from")
        .values("article", "live_from", "edition__title", *_PICTURE)
    )
    found: dict[int, ArticleInfo] = {}
    seen = permissions.visible(user, Article.objects.filter(pk__in=articles))
    mine = set(seen.values_list("pk", flat=True))
    # The earliest comes last and stays.
    for row in rows:
        key, public = row["article"], row["live_from"] <= at
        may = public or key in mine
        found[key] = ArticleInfo(
            key,
            row["edition__title"] if may else gettext("article no. %d") % key,
            _thumbnail(row) if may else "",
            "" if public else gettext("Scheduled: %s") % datetime_with_zone(row["live_from"]),
            choosable=may,
            public=public,
        )
    lost = [key for key in articles if key not in found]
    begun = Edition.objects.begun(at).filter(article__in=lost).order_by("live_from", "number")
    titles = dict(begun.values_list("article", "title"))
    note = gettext("Readers do not see it here; its place fills itself.")
    for key in Article.objects.filter(pk__in=lost).values_list("pk", flat=True):
        found[key] = ArticleInfo(key, titles.get(key) or gettext("article no. %d") % key, note=note)
    return found


def search_articles(section: int | None, words: str, user, at: datetime) -> list[ArticleInfo]:
    """The articles with these words that this person can place. Without words, the scheduled ones
    and the newest."""
    if search_words(words):
        listed = Exists(_listed(section, at).filter(article=OuterRef("pk")))
        sections = [
            target for kind, target in placements.targets(section) if kind == ListKind.SECTION
        ]
        rows = choices.found(user, words, sections).filter(listed)[: MAX_CHOICES * 2]
        keys = [*choices.labels(user, list(rows), words)]
    else:
        ahead = _listed(section, at).filter(live_from__gt=at).order_by("live_from")
        wish = lists.ListQuery(placements.targets(section), MAX_CHOICES)
        keys = [
            *ahead.values_list("article", flat=True)[:MAX_CHOICES],
            *(card.article for card in lists.fetch_lists([wish], at)[0]),
        ]
    about = article_infos(section, keys, user, at)
    return [about[key] for key in dict.fromkeys(keys) if key in about and about[key].choosable][
        :MAX_CHOICES
    ]


def _listed(section: int | None, at: datetime) -> QuerySet:
    """The rows of that front's lists that readers see now or later."""
    where = Q(pk=None)
    for kind, target in placements.targets(section):
        where |= Q(kind=kind, target=target)
    return Listing.objects.unended(at).filter(where)


def _thumbnail(row: dict) -> str:
    photo = {name.rpartition("__")[2]: row[name] for name in _PICTURE}
    return thumbnail(photo) if photo["key"] else ""
