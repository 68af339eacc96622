"""Finds where articles, authors and sources use photos and documents. Asked before one of these is
deleted."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext

from media.usage import MAX_PLACES_SHOWN

from .editions.models import EditionDocument, EditionPhoto
from .models import Attachment, Author, Edition, PhotoUse, Source

# Label and admin address of each place, by the key of the photo or document.
Places = dict[int, list[tuple[str, str]]]


def articles_with_photos(ids: Collection[int]) -> Places:
    """Articles whose desk copy or editions show these photos; authors and sources that have one as
    portrait or logo."""
    pairs = {
        (row.photo_id, row.article_id)
        for row in PhotoUse.objects.filter(photo__in=ids)[: MAX_PLACES_SHOWN * len(ids)]
    }
    pairs |= set(
        EditionPhoto.objects.filter(photo__in=ids)
        .values_list("photo", "edition__article")
        .distinct()[: MAX_PLACES_SHOWN * len(ids)]
    )
    found = articles(pairs)
    for model, field in ((Author, "portrait"), (Source, "logo")):
        for row in model.objects.filter(**{f"{field}__in": ids})[: MAX_PLACES_SHOWN * len(ids)]:
            url = reverse(f"admin:news_{model._meta.model_name}_change", args=[row.pk])
            label = f"{model._meta.verbose_name}: {row}"
            found[getattr(row, f"{field}_id")].append((label, url))
    return found


def articles_with_documents(ids: Collection[int]) -> Places:
    """Articles whose desk copy or editions have these documents attached."""
    pairs = set(Attachment.objects.filter(document__in=ids).values_list("document", "article"))
    pairs |= set(
        EditionDocument.objects.filter(document__in=ids)
        .values_list("document", "edition__article")
        .distinct()
    )
    return articles(pairs)


def articles(pairs: Iterable[tuple[int, int]]) -> Places:
    """Label and address of the articles. Each pair is the key of what is used and the key of the
    article. The label is the title that readers saw last, because a person who may see the photo
    is perhaps not allowed to see the title of a draft."""
    found: Places = defaultdict(list)
    pairs = sorted(pairs)
    begun = Edition.objects.begun().filter(article__in={article for _, article in pairs})
    titles = dict(begun.order_by("live_from", "number").values_list("article", "title"))
    for used, article in pairs:
        if len(found[used]) < MAX_PLACES_SHOWN:
            url = reverse("admin:news_article_change", args=[article])
            title = titles.get(article)
            label = gettext("article: %s") % title if title else gettext("draft no. %d") % article
            found[used].append((label, url))
    return found
