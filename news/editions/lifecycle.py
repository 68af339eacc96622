"""Makes and ends editions, together with their rows in lists and in the search index.

Of the product only steps and the repair of the clock (`desk.clock_repair`) make or end editions.
Each function that changes what readers see also purges the pages, in the caller's transaction.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from delivery.purging import purge
from delivery.tags import tag
from media.models import Photo
from media.public_files.use import file_tag, linked_files
from media.takedown.take_down import hold_takedowns
from media.usage import DOCUMENT, PHOTO, FileRef

from ..enums import ListKind
from ..models import Article, Edition, Listing
from ..pages import corrections
from ..search import index
from .document import Document, document_hash
from .models import EditionDocument, EditionPhoto, new_code

# An archived article leaves these lists and stays in the others.
LISTS_LEFT_WHEN_ARCHIVED = (ListKind.ALL, ListKind.SECTION)


def create_edition(
    article: Article,
    document: Document,
    *,
    start: datetime,
    until: datetime | None,
    by,
    note: str = "",
    correction: str = "",
    made_at: datetime | None = None,
) -> Edition:
    """Make the article's next edition, which readers see in `[start, until)`. It gets its rows in
    lists and in the search index."""
    before = article.editions.begun(start).first()
    article.last_number = (article.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    Article.objects.filter(pk=article.pk).update(last_number=article.last_number)
    edition = Edition(
        article=article,
        number=article.last_number,
        live_from=start,
        live_until=until,
        published_by=by,
        made_at=made_at or timezone.now(),
        note=note,
        correction=correction,
        **edition_columns(document),
    )
    edition.released_at, edition.updated_at = _shown_dates(article, before, start, edition.digest)
    edition.save(force_insert=True)
    edition.content = document
    files = files_of(document)
    hold_takedowns(files)
    EditionPhoto.objects.bulk_create(
        EditionPhoto(edition=edition, photo_id=pk) for kind, pk in files if kind == PHOTO
    )
    EditionDocument.objects.bulk_create(
        EditionDocument(edition=edition, document_id=pk) for kind, pk in files if kind == DOCUMENT
    )
    Listing.objects.bulk_create(listings(edition, lists_of(edition)))
    index.add([edition])
    purge(affected_tags(edition) + file_tags(edition))
    return edition


def files_of(document: Document) -> list[FileRef]:
    """The files that its page shows or leads to, in a fixed order. Of photos only those that the
    library has: the logo of a source may have been deleted."""
    photos = set(document.shown_photos)
    there = Photo.objects.filter(pk__in=photos).values_list("pk", flat=True) if photos else ()
    return sorted(
        {(PHOTO, pk) for pk in there}
        | {(DOCUMENT, each["id"]) for each in document.attachments}
        | linked_files([document.body])
    )


def dates_if_published(
    article: Article, digest: str, at: datetime | None = None
) -> tuple[datetime, datetime | None]:
    """The times of publication and of update (None: not updated) that readers would be shown if the
    article were published at that moment, or at its `publish_at` if that is later. `digest` is that
    of the document that would be published."""
    at = at or timezone.now()
    start = max(article.publish_at or at, at)
    before = article.editions.begun(start).defer("document", "lead").first() if article.pk else None
    return _shown_dates(article, before, start, digest)


def _shown_dates(
    article: Article, before: Edition | None, start: datetime, digest: str
) -> tuple[datetime, datetime | None]:
    if before is None:
        return article.released_at or start, None
    updated = before.updated_at if before.digest == digest else start
    return article.released_at or before.released_at, updated


def edition_columns(document: Document) -> dict:
    """The columns of an edition that follow from its document, and a new verification code."""
    text = document.to_json()
    return {
        "section_id": document.section,
        "kicker": document.kicker,
        "title": document.title,
        "slug": document.slug,
        "lead": document.lead,
        "photo_id": document.lead_photo["photo"] if document.lead_photo else None,
        "code": new_code(),
        "digest": document_hash(text),
        "document": text,
    }


def lists_of(edition: Edition) -> list[tuple[str, int]]:
    """The kind and target of each list that the edition stands in."""
    document = edition.content
    found = {
        ListKind.ALL: [0],
        ListKind.SECTION: [document.section, *document.extra_sections],
        ListKind.TOPIC: [each["id"] for each in document.topics],
        ListKind.AUTHOR: [each["id"] for each in document.authors],
        ListKind.TAG: [each["id"] for each in document.tags],
        ListKind.SOURCE: [document.source["id"]] if document.source else [],
        ListKind.DAY: [day_target(edition.day)],
    }
    return [(str(kind), each) for kind, targets in found.items() for each in dict.fromkeys(targets)]


def day_target(day: date) -> int:
    """The target of a day's list, for example 20190126. The archive finds the list by it."""
    return day.year * 10_000 + day.month * 100 + day.day


def month_targets(day: date) -> tuple[int, int]:
    """The lowest and the highest target that a day's list of the same month can have."""
    first = day_target(day.replace(day=1))
    return first, first + 98


def listings(
    edition: Edition, kinds: Iterable[tuple[str, int]], start: datetime | None = None
) -> list[Listing]:
    """New, unsaved rows that put the edition into those lists: from `start`, or if that is None
    from its own start, until its end."""
    return [
        Listing(
            kind=kind,
            target=target,
            article_id=edition.article_id,
            edition=edition,
            released_at=edition.released_at,
            live_from=start or edition.live_from,
            live_until=edition.live_until,
        )
        for kind, target in kinds
    ]


def set_end(edition: Edition, at: datetime | None, *, gone: bool = False) -> None:
    """Set, move or lift (None) the end of an edition and of its rows in lists. With `gone` no page
    may show it from now on, not even an old page while the database is away."""
    purge(affected_tags(edition) + file_tags(edition))
    if gone:
        # A month's sitemap names too many articles to have a tag for each.
        purge([tag("article", edition.article_id), month_tag(edition.day)], gone=True)
    _listed(edition).update(live_until=at)
    Edition.objects.filter(pk=edition.pk).update(live_until=at)
    edition.live_until = at


def _listed(edition: Edition) -> QuerySet[Listing]:
    """Its rows that end when the edition ends, without those that archiving has ended before."""
    return edition.listings.filter(live_until=edition.live_until)


def archive_listings(edition: Edition, at: datetime) -> None:
    """End the edition's rows in LISTS_LEFT_WHEN_ARCHIVED at that moment."""
    purge(affected_tags(edition))
    _listed(edition).filter(kind__in=LISTS_LEFT_WHEN_ARCHIVED).update(live_until=at)


def unarchive_listings(edition: Edition, at: datetime) -> None:
    """Put the edition into LISTS_LEFT_WHEN_ARCHIVED again, from that moment on."""
    kinds = [target for target in lists_of(edition) if target[0] in LISTS_LEFT_WHEN_ARCHIVED]
    Listing.objects.bulk_create(listings(edition, kinds, at))
    purge(affected_tags(edition))


def sweep(before: datetime, limit: int = 1000) -> int:
    """Delete at most `limit` rows of lists that ended before that moment, because old rows make
    lists slower. Editions that also ended before it leave the search index. Returns how many rows
    were deleted."""
    rows = Listing.objects.filter(live_until__lt=before).order_by("live_until")[:limit]
    ended = dict(rows.values_list("pk", "edition"))
    if not ended:
        # No transaction is begun, because it would take SQLite's only write lock.
        return 0
    with transaction.atomic():
        # An archived article leaves its lists and is still found by the search.
        index.remove(Edition.objects.filter(pk__in=ended.values(), live_until__lt=before))
        return Listing.objects.filter(pk__in=ended).delete()[0]


def list_again(edition: Edition) -> None:
    """Put the edition back into its lists and into the search index, after `sweep` removed it too
    early."""
    archived = edition.article.archived_at
    left = LISTS_LEFT_WHEN_ARCHIVED if archived and archived >= edition.live_from else ()
    there = set(edition.listings.values_list("kind", "target"))
    kinds = [each for each in lists_of(edition) if each not in there and each[0] not in left]
    Listing.objects.bulk_create(listings(edition, kinds))
    index.add_missing([edition])
    purge(affected_tags(edition))


def moment_after(at: datetime) -> datetime | None:
    """The first moment after `at` at which an edition begins or ends; None if there is none."""
    moments = [
        Edition.objects.filter(**{f"{name}__gt": at}).aggregate(first=Min(name))["first"]
        for name in ("live_from", "live_until")
    ]
    return min(filter(None, moments), default=None)


def tags_between(first: datetime, last: datetime) -> Iterator[str]:
    """The tags of all editions that began or ended in `(first, last]`."""
    begun = Q(live_from__gt=first, live_from__lte=last)
    ended = Q(live_until__gt=first, live_until__lte=last)
    editions = Edition.objects.filter(begun | ended)
    return (name for edition in editions for name in affected_tags(edition))


def month_tag(day: date) -> str:
    """The tag of the pages about that day's month."""
    return tag("month", f"{day.year:04}{day.month:02}")


def affected_tags(edition: Edition) -> list[str]:
    """The tags of every page that shows this edition, will show it, or would have."""
    kinds = lists_of(edition)
    # The page of all corrections lists an article's corrections only while readers see the article.
    is_corrected = (
        edition.correction
        or Edition.objects.filter(article=edition.article_id, correction__gt="").exists()
    )
    # “Tin khác” below a newer article of these sections lists older ones, perhaps this one.
    later = Listing.objects.filter(
        kind=ListKind.SECTION,
        target__in=[target for kind, target in kinds if kind == ListKind.SECTION],
        released_at__gt=edition.released_at,
    ).exclude(article=edition.article_id)
    older = later.order_by().values_list("target", flat=True).distinct()
    return [
        tag("article", edition.article_id),
        *(tag(kind, target) for kind, target in kinds),
        *(tag("archive", 0), tag("year", edition.day.year), month_tag(edition.day)),
        *([tag("topics", 0)] if edition.content.topics else []),
        *([corrections.TAG] if is_corrected else []),
        *(tag("older", each) for each in older),
    ]


def file_tags(edition: Edition) -> list[str]:
    """The tags of the files that its page shows or leads to."""
    return [
        *(file_tag((PHOTO, row.photo_id)) for row in edition.photo_rows.all()),
        *(file_tag((DOCUMENT, row.document_id)) for row in edition.document_rows.all()),
    ]
