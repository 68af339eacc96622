"""Takes the demo city out of the database again, and the articles of `seed_demo`."""

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
    """Everything but what staff worked on and what their content uses, which the answer names."""
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
    """A batch of them; whether there were any."""
    with without_constraint(FROZEN):
        ids = list(articles.values_list("pk", flat=True)[:BATCH])
        mine = Edition.objects.filter(article__in=ids)
        index.remove(mine)
        Listing.objects.filter(article__in=ids).delete()
        Receipt.objects.filter(edition__in=mine).delete()
        Act.objects.filter(article__in=ids).delete()
        EditionPhoto.objects.filter(edition__in=mine).delete()
        EditionDocument.objects.filter(edition__in=mine).delete()
        # The ORM would ask each edition's protected rows one by one; there are none left.
        mine._raw_delete(mine.db)
        Article.objects.filter(pk__in=ids).delete()
        for counted in (ReadDay, MostRead):  # which name an article without knowing it
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
    # Its placements went with their articles; one that staff arranged is their work.
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
