"""Removes the demo city and the articles of `seed_demo` from the database."""

from django.db.models import ProtectedError, Q, QuerySet

from agency.models import Agency
from database.constraints import without_constraint
from delivery.purging import purge
from delivery.tags import SITE
from media.models import Photo
from news.counting.models import MostRead, ReadDay
from news.editions.constraints import FROZEN
from news.editions.models import EditionDocument, EditionPhoto
from news.models import (
    Act,
    Article,
    Author,
    Edition,
    Front,
    Listing,
    Receipt,
    Source,
    Tag,
    Topic,
)
from news.search import index
from sections.models import LinkList, Section

from . import content, loading, seeding, unpublished

BATCH = 2000


def remove() -> list[str]:
    """Remove everything but what staff worked on and what their content uses; returns a line for
    each thing that stays."""
    demo = content.load()
    every = Article.objects.filter(
        Q(form_key__startswith=loading.MARK) | Q(form_key__startswith=seeding.MARK)
    ).order_by("pk")
    people = unpublished.people_of_the_demo()
    worked_on = Act.objects.exclude(by__in=people).values("article")
    while _remove_articles(every.exclude(pk__in=worked_on)):
        pass
    kept = [f"{each._meta.verbose_name} “{each}”, which staff worked on" for each in every]
    kept += _remove_surroundings(demo)
    return kept + _delete_unused(people)


def _remove_articles(articles: QuerySet[Article]) -> bool:
    """Remove one batch of these articles; False if there were none."""
    with without_constraint(FROZEN):
        ids = list(articles.values_list("pk", flat=True)[:BATCH])
        mine = Edition.objects.filter(article__in=ids)
        index.remove(mine)
        Listing.objects.filter(article__in=ids).delete()
        Receipt.objects.filter(edition__in=mine).delete()
        Act.objects.filter(article__in=ids).delete()
        EditionPhoto.objects.filter(edition__in=mine).delete()
        EditionDocument.objects.filter(edition__in=mine).delete()
        # The ORM would query the protected rows of each edition, but there are none left.
        mine._raw_delete(mine.db)
        Article.objects.filter(pk__in=ids).delete()
        # These have the key of an article without a foreign key.
        for counted in (ReadDay, MostRead):
            counted.objects.filter(article__in=ids).delete()
        purge([SITE, *(f"article-{pk}" for pk in ids)])
    return bool(ids)


def _remove_surroundings(demo: content.Demo) -> list[str]:
    kept = _delete_unused(Author.objects.filter(slug__in=[each.slug for each in demo.authors]))
    kept += _delete_unused(Source.objects.filter(slug__in=[each.slug for each in demo.sources]))
    topics = Topic.objects.filter(slug__in=[each.slug for each in demo.topics])
    topics.exclude(pk__in=Article.topics.through.objects.values("topic")).delete()
    names = {tag for article in demo.articles for tag in article.tags} | unpublished.tags()
    tags = Tag.objects.filter(name__in=names)
    tags.exclude(pk__in=Article.tags.through.objects.values("tag")).delete()
    kept += _delete_unused(Photo.objects.filter(alt__in=[each.alt for each in demo.photos]))
    keys = {each.key: each for each in [*demo.sections, *demo.pages]}
    slugs = {
        "/".join(filter(None, [each.parent and keys[each.parent].slug, each.slug]))
        for each in keys.values()
    }
    # The placements of the demo's fronts were deleted with the articles. A front that staff have
    # arranged (version above 0) stays.
    Front.objects.filter(version=0, placements=None).delete()
    kept += _delete_unused(Section.objects.filter(path__in=slugs).order_by("-path"))
    LinkList.objects.filter(title__in=[each.title for each in demo.link_lists]).delete()
    Agency.objects.filter(name=demo.agency.name).delete()
    purge([SITE])
    return kept


def _delete_unused(rows: QuerySet) -> list[str]:
    kept = []
    for row in rows:
        try:
            row.delete()
        except ProtectedError:
            kept.append(f"{row._meta.verbose_name} “{row}”, which is in use")
    return kept
