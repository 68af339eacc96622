"""Where news uses photos and documents, for those who would delete one."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext

from .editions.models import EditionDocument, EditionPhoto
from .models import Attachment, Author, Edition, PhotoUse, Source

# Places of one photo that are named: nobody reads more.
MAX_PLACES_NAMED = 20

Places = dict[int, list[tuple[str, str]]]


def articles_with_photos(ids: Collection[int]) -> Places:
    """Articles whose desk copy or editions show them, authors and sources that bear them."""
    pairs = {
        (row.photo_id, row.article_id)
        for row in PhotoUse.objects.filter(photo__in=ids)[: MAX_PLACES_NAMED * len(ids)]
    }
    pairs |= set(
        EditionPhoto.objects.filter(photo__in=ids)
        .values_list("photo", "edition__article")
        .distinct()[: MAX_PLACES_NAMED * len(ids)]
    )
    found = articles(pairs)
    for model, field in ((Author, "portrait"), (Source, "logo")):
        for row in model.objects.filter(**{f"{field}__in": ids})[: MAX_PLACES_NAMED * len(ids)]:
            url = reverse(f"admin:news_{model._meta.model_name}_change", args=[row.pk])
            label = f"{model._meta.verbose_name}: {row}"
            found[getattr(row, f"{field}_id")].append((label, url))
    return found


def articles_with_documents(ids: Collection[int]) -> Places:
    """Articles that they are attached to, or once were when they were published."""
    pairs = set(Attachment.objects.filter(document__in=ids).values_list("document", "article"))
    pairs |= set(
        EditionDocument.objects.filter(document__in=ids)
        .values_list("document", "edition__article")
        .distinct()
    )
    return articles(pairs)


def articles(pairs: Iterable[tuple[int, int]]) -> Places:
    """By the title that readers saw last: a contributor who may see the photo may not see the
    title of another's draft."""
    found: Places = defaultdict(list)
    pairs = sorted(pairs)
    begun = Edition.objects.begun().filter(article__in={article for _, article in pairs})
    titles = dict(begun.order_by("live_from", "number").values_list("article", "title"))
    for used, article in pairs:
        if len(found[used]) < MAX_PLACES_NAMED:
            url = reverse("admin:news_article_change", args=[article])
            title = titles.get(article)
            label = gettext("article: %s") % title if title else gettext("draft no. %d") % article
            found[used].append((label, url))
    return found
