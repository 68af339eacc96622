"""Finds where articles, authors and sources use photos and documents: asked before one of these is
deleted. Finds which of them readers see in editions: asked before a file becomes public."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from media.models import MODELS
from media.public_files.rows import named_by_rows
from media.public_files.use import PublicUse, takedowns
from media.usage import DOCUMENT, MAX_PLACES_SHOWN, PHOTO, FileRef, usage_of

from .editions.models import EditionDocument, EditionPhoto, unended_q
from .models import Article, Attachment, Author, Edition, PhotoUse, Source

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


def files_in_editions(files: Collection[FileRef] | None) -> set[FileRef]:
    """Of these files, or of all if it is None, those that stand in an edition that readers see now
    or will see later."""
    return _files_where(unended_q(timezone.now(), "edition__"), files)


def labels_of_shared_files(
    article: Article, kinds: Collection[str], chosen: Collection[str] = ()
) -> dict[str, str]:
    """By name (`photo-7`) a label of each file of these kinds that readers see, or will see, in
    this article and elsewhere too; the label names the other places. Files that somebody has
    `chosen` by name are among them also if they stand nowhere else by now. Left out are files that
    were taken down, and the logo of the source, which belongs to the source's own form."""
    now = timezone.now()
    documents = [each.content for each in article.editions.filter(unended_q(now))]
    logos = {document.source["logo"] for document in documents if document.source}
    logos -= {photo for document in documents for photo in document.photo_ids}
    own = _files_where(unended_q(now, "edition__") & Q(edition__article=article))
    own = {each for each in own - {(PHOTO, logo) for logo in logos} if each[0] in kinds}
    others = _files_where(unended_q(now, "edition__") & ~Q(edition__article=article), own)
    shared = own & (others | named_by_rows(own)) if own else set()
    shared |= {each for each in own if file_name(each) in chosen}
    return {
        file_name(each): _label(each, article) for each in sorted(shared - takedowns(shared).keys())
    }


def file_name(file: FileRef) -> str:
    """Its name among the choices of a form: `photo-7`."""
    return "{}-{}".format(*file)


def _label(file: FileRef, article: Article) -> str:
    """What the file is called, and where it stands besides this article."""
    kind, pk = file
    here = reverse("admin:news_article_change", args=[article.pk])
    places = "; ".join(label for label, url in usage_of([pk], kind).get(pk, ()) if url != here)
    name = str(MODELS[kind].objects.get(pk=pk))
    return f"{name} ({places})" if places else name


def files_of_ended_editions(first: datetime, last: datetime) -> set[FileRef]:
    """The files of the editions that ended in `(first, last]`."""
    return _files_where(Q(edition__live_until__gt=first, edition__live_until__lte=last))


def was_in_edition(file: FileRef) -> bool:
    """Whether the file stands in an edition that has begun."""
    kind, pk = file
    return Edition.objects.begun().filter(**{f"{kind}_rows__{kind}": pk}).exists()


EDITIONS = PublicUse(files_in_editions, files_of_ended_editions, was_in_edition)


def _files_where(condition: Q, files: Collection[FileRef] | None = None) -> set[FileRef]:
    """Of these files, or of all if it is None, those in editions of which the condition is true."""
    found = set()
    for kind, rows in ((PHOTO, EditionPhoto.objects), (DOCUMENT, EditionDocument.objects)):
        rows = rows.filter(condition)
        if files is not None:
            wanted = [pk for each, pk in files if each == kind]
            if not wanted:
                continue
            rows = rows.filter(**{f"{kind}__in": wanted})
        found |= {(kind, pk) for pk in rows.order_by().values_list(kind, flat=True).distinct()}
    return found


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
