"""From a desk copy to the document of an edition."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from agency.models import current as current_agency
from media.models import Photo
from text.body import figures
from text.slug import slugify

from .document import Document
from .enums import Role
from .models import Article, Attachment, Byline, Tag, Topic


@dataclass(frozen=True)
class Rows:
    """What belongs to a desk copy besides its own columns, each in its order."""

    bylines: Iterable[Byline] = ()
    attachments: Iterable[Attachment] = ()
    extra_sections: Iterable[int] = ()
    topics: Iterable[Topic] = ()
    tags: Iterable[Tag] = ()
    related: Iterable[int] = ()

    @classmethod
    def of(cls, article: Article) -> Self:
        """As they are stored."""
        return cls(
            article.bylines.all(),
            article.attachments.all(),
            [each.pk for each in article.extra_sections.all()],
            article.topics.all(),
            article.tags.all(),
            [row.other_id for row in article.related_rows.all()],
        )


def compose(article: Article, rows: Rows | None = None) -> Document:
    """Everything the article's page would show if it were published as it now stands; `rows` where
    they are not those that are stored."""
    rows = rows or Rows.of(article)
    photos = Photo.objects.in_bulk(photo_ids(article))
    body_photos = [figure.photo for figure in figures(article.body)]
    return Document(
        title=article.title,
        slug=slug_of(article),
        section=article.section_id,
        genre=article.genre,
        kicker=article.kicker,
        lead=article.lead,
        body=article.body,
        signature=article.signature or made_signature(article, rows.bylines),
        authors=[
            {"id": by.author_id, "name": by.author.name, "slug": by.author.slug, "role": by.role}
            for by in rows.bylines
        ],
        source=_source(article),
        source_url=article.source_url,
        lead_photo=_lead_photo(article),
        photos={str(pk): _photo(photos[pk]) for pk in body_photos if pk in photos},
        attachments=[
            {
                "id": row.document_id,
                "title": row.document.title,
                "kind": row.document.kind,
                "bytes": row.document.bytes,
                "file": row.document.file.name,
                "digest": row.document.digest,
            }
            for row in rows.attachments
        ],
        extra_sections=sorted({*rows.extra_sections} - {article.section_id}),
        topics=[_named(topic) for topic in rows.topics],
        tags=[_named(tag) for tag in rows.tags],
        related=[*rows.related],
        description=article.description,
    )


def slug_of(article: Article) -> str:
    """What stands in its address, or would."""
    return article.slug or slugify(article.title, max_length=150) or "tin"


def photo_ids(article: Article) -> set[int]:
    """The photos that stand in the desk copy, lead photo included."""
    used = {figure.photo for figure in figures(article.body)}
    return used | ({article.lead_photo_id} if article.lead_photo_id else set())


def made_signature(article: Article, bylines: Iterable[Byline]) -> str:
    """`Nguyễn Hải - haiphong.gov.vn`: who wrote it, then where it comes from."""
    names = [row.author.name for row in bylines if row.role == Role.TEXT]
    origin = article.source.name if article.source else current_agency()["source_name"]
    return " - ".join(
        part for part in (", ".join(names), origin if names or article.source else "") if part
    )


def _named(one: Topic | Tag) -> dict:
    return {"id": one.pk, "name": one.name, "slug": one.slug}


def _source(article: Article) -> dict | None:
    source = article.source
    if source is None:
        return None
    return {
        "id": source.pk,
        "name": source.name,
        "slug": source.slug,
        "url": source.url,
        "logo": source.logo_id,
    }


def _lead_photo(article: Article) -> dict | None:
    photo = article.lead_photo
    if photo is None:
        return None
    return {
        "photo": photo.pk,
        "alt": article.lead_alt or photo.alt,
        "caption": article.lead_caption,
        "credit": article.lead_credit,
        **_photo(photo, alt=False),
    }


def _photo(photo: Photo, alt: bool = True) -> dict:
    frozen = {"width": photo.width, "height": photo.height, "digest": photo.digest}
    return {"alt": photo.alt, **frozen} if alt else frozen
