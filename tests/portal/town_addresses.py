"""The values for the URL patterns and queries of the small town (`tests.portal.town`)."""

from django.utils import timezone

from news.addresses import NAME_URL_PREFIXES, article_path
from news.editions import lifecycle
from news.editions.lists import Cursor
from news.models import Article, Author, Edition, Listing, Source, Tag, Topic
from news.taxonomy import views as taxonomy_views
from news.taxonomy.models import OldSlug
from redirects.models import MissedAddress
from sections.models import Section
from sections.old_paths import OldPath
from tests.portal import addresses

NAMED = {"author": Author, "topic": Topic, "tag": Tag, "source": Source}


def _paths():
    """The paths of all present, former and future pages."""
    for section in Section.objects.values_list("path", flat=True):
        yield {"path": section}
    for path in OldPath.objects.values_list("path", flat=True):
        yield {"path": path}
    for path in MissedAddress.objects.values_list("path", flat=True):
        yield {"path": path.strip("/")}
    rows = Edition.objects.order_by("pk").values_list("section", "slug", "article")
    for number, row in enumerate(dict.fromkeys(rows)):
        path = article_path(*row).strip("/")
        for part in ("", "/ban-in", "/qr.svg" if number % 2 else "/qr.png"):
            yield {"path": path + part}


def _section_feeds():
    paths = [*Section.objects.filter(kind="section").values_list("path", flat=True)]
    paths += OldPath.objects.values_list("path", flat=True)
    for number, path in enumerate(paths):
        yield {"path": path, "format": ("rss", "atom")[number % 2]}


def _days():
    """The days of all articles that readers have seen or will see, and today."""
    targets = Listing.objects.filter(kind="day").values_list("target", flat=True).distinct()
    today = lifecycle.day_target(timezone.localdate())
    for day in sorted({*targets, today}):
        yield {
            "year": f"{day // 10_000}",
            "month": f"{day // 100 % 100:02}",
            "day": f"{day % 100:02}",
        }


def _named():
    for kind, model in NAMED.items():
        slugs = [*model.objects.values_list("slug", flat=True)]
        slugs += OldSlug.objects.filter(kind=kind).values_list("slug", flat=True)
        for slug in slugs:
            yield {"prefix": NAME_URL_PREFIXES[kind], "slug": slug}


ARGUMENTS: addresses.Arguments = {
    frozenset(): lambda: [{}],
    frozenset({"format"}): lambda: [{"format": "rss"}, {"format": "atom"}],
    frozenset({"path"}): _paths,
    frozenset({"path", "format"}): _section_feeds,
    frozenset({"prefix", "slug"}): _named,
    frozenset({"prefix", "slug", "format"}): lambda: [
        {**each, "format": "rss"} for each in _named() if taxonomy_views.KINDS[each["prefix"]].feed
    ],
    frozenset({"year"}): lambda: [{"year": each["year"]} for each in _days()],
    frozenset({"year", "month"}): lambda: [
        {"year": each["year"], "month": each["month"]} for each in _days()
    ],
    frozenset({"year", "month", "day"}): _days,
    frozenset({"pk"}): lambda: [{"pk": pk} for pk in Article.objects.values_list("pk", flat=True)],
    frozenset({"typed"}): lambda: [
        {"typed": code} for code in Edition.objects.values_list("code", flat=True)
    ],
}


def values_of_queries() -> dict[str, str]:
    """A value for each query parameter that a page reads."""
    edition = Edition.objects.order_by("released_at", "pk")[1]
    place = str(Cursor(edition.released_at, edition.article_id))
    day = f"{timezone.localdate():%d/%m/%Y}"
    return {
        "truoc": place, "sau": place, "ngay": day, "tu": day, "den": day, "trang": "1",
        "q": "cảng", "ma": edition.code, "muc": str(Section.objects.first().pk),
        "tac-gia": Author.objects.earliest("pk").name,
    }  # fmt: skip
