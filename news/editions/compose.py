"""Makes an edition's document from the desk copy, and puts a document back into the desk copy.

`MEMBERS` says how both are done for each member of the document.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Manager, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency.current import current_agency
from media.models import Photo
from sections.tree import tree
from text.body.read import figures, paragraphs
from text.slug import slugify

from ..enums import Genre, Role
from ..models import Article, Attachment, Byline, Source, Tag, Topic
from .document import Document


@dataclass(frozen=True)
class RelatedRows:
    """The related rows of a desk copy, each kind in its order."""

    bylines: Iterable[Byline] = ()
    attachments: Iterable[Attachment] = ()
    extra_sections: Iterable[int] = ()
    topics: Iterable[Topic] = ()
    tags: Iterable[Tag] = ()
    related: Iterable[int] = ()

    @classmethod
    def of(cls, article: Article) -> Self:
        """The stored rows of that article."""
        return cls(
            article.bylines.all(),
            article.attachments.all(),
            [each.pk for each in article.extra_sections.all()],
            article.topics.all(),
            article.tags.all(),
            [row.other_id for row in article.related_rows.all()],
        )


@dataclass(frozen=True)
class Member:
    """One member of a document."""

    # Its name where two texts are compared.
    label: Promise | str
    # Makes the frozen value from the desk copy.
    freeze: Callable[[Article, RelatedRows], Any]
    # Puts the frozen value back into the desk copy; the caller saves its columns afterwards. None
    # where `copy_to_desk` itself does it, or where the member follows from another one.
    restore: Callable[[Article, Any], None] | None
    # Gives the value as lines of text without mark-up. None for `photos`, whose words are in the
    # body, and for related articles, whose titles not everybody may see.
    lines: Callable[[Any], list[str]] | None
    # Gives the value that the form's field of the same name would have. None where the form has no
    # such field, or the frozen value does not tell it.
    in_form: Callable[[Any], Any] | None = None


def compose(article: Article, rows: RelatedRows | None = None) -> Document:
    """Everything that the article's page would show if it were published now. Give `rows` where
    they differ from the stored ones."""
    rows = rows or RelatedRows.of(article)
    return Document(**{name: each.freeze(article, rows) for name, each in MEMBERS.items()})


# The documents composed within `composing_once`, by the article's key and version; None outside.
_composed: ContextVar[dict[tuple[int, int], Document] | None] = ContextVar("composed", default=None)


@contextmanager
def composing_once() -> Iterator[None]:
    """Within this block `composed` composes each version of an article only once.

    It is for transactions that have locked the article. If another transaction changes something
    else meanwhile, for example an author's name, this counts as changed afterwards. A block within
    another one shares its documents.
    """
    held = _composed.get()
    mine: dict[tuple[int, int], Document] = {} if held is None else held
    token = _composed.set(mine)
    try:
        yield
    except BaseException:
        # After a rollback another text may get the same version.
        mine.clear()
        raise
    finally:
        _composed.reset(token)


def composed(article: Article) -> Document:
    """The article's document. Within `composing_once` it is composed once for each version."""
    held = _composed.get()
    if held is None:
        return compose(article)
    key = article.pk, article.version
    if key not in held:
        held[key] = compose(article)
    return held[key]


def effective_slug(article: Article) -> str:
    """The slug in the article's address: the one that was typed, otherwise made from the title."""
    return article.slug or slugify(article.title, max_length=150) or "tin"


def photo_ids(article: Article) -> set[int]:
    """The photos that stand in the desk copy, lead photo included."""
    lead = [article.lead_photo_id] if article.lead_photo_id else []
    return {*lead, *(figure.photo for figure in figures(article.body))}


def _same(value: Any) -> Any:
    return value


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _column(
    name: str,
    label: Promise,
    lines: Callable[[Any], list[str]] = _lines,
    freeze: Callable[[Article, RelatedRows], Any] | None = None,
) -> Member:
    """The member for a column of the desk copy. It is frozen as it is, unless `freeze` is given."""
    return Member(
        label,
        freeze or (lambda article, _rows: getattr(article, name)),
        lambda article, value: setattr(article, name, value),
        lines,
        None if freeze else _same,
    )


def _signature(article: Article, rows: RelatedRows) -> str:
    """The typed signature; otherwise the authors of the text, then the source: `Nguyễn Hải -
    haiphong.gov.vn`."""
    if article.signature:
        return article.signature
    names = [row.author.name for row in rows.bylines if row.role == Role.TEXT]
    origin = article.source.name if article.source else current_agency()["source_name"]
    return " - ".join(
        part for part in (", ".join(names), origin if names or article.source else "") if part
    )


# Photos


def _frozen_photo(photo: Photo) -> dict:
    return {"width": photo.width, "height": photo.height, "digest": photo.digest}


def _photos(article: Article, _rows: RelatedRows) -> dict[str, dict]:
    used = [figure.photo for figure in figures(article.body)]
    photos = Photo.objects.in_bulk(used)
    return {
        str(pk): {"alt": photos[pk].alt, **_frozen_photo(photos[pk])} for pk in used if pk in photos
    }


def _lead_photo(article: Article, _rows: RelatedRows) -> dict | None:
    photo = article.lead_photo
    return photo and {
        "photo": photo.pk,
        "alt": article.lead_alt or photo.alt,
        "caption": article.lead_caption,
        "credit": article.lead_credit,
        **_frozen_photo(photo),
    }


def _restore_lead_photo(article: Article, frozen: dict | None) -> None:
    lead = frozen or {}
    article.lead_photo = Photo.objects.filter(pk=lead.get("photo")).first()
    article.lead_alt = lead.get("alt", "")
    article.lead_caption, article.lead_credit = lead.get("caption", ""), lead.get("credit", "")


def _lead_photo_lines(lead: dict | None) -> list[str]:
    if not lead:
        return []
    return [f"#{lead['photo']}"] + [
        words for words in (lead["alt"], *_lines(lead["caption"]), lead["credit"]) if words
    ]


# Rows of other tables


def _there(model: type[Model], frozen: list[dict]) -> QuerySet:
    """The rows of a frozen list that still exist."""
    return model._default_manager.filter(pk__in=[each["id"] for each in frozen])


def _restore_rows(rows: Manager, field: str, frozen: list[dict], *others: str) -> None:
    """Replace the related rows by the frozen ones, in their order.

    The foreign key `field` gets the frozen id; the fields in `others` get the frozen values of the
    same names. A row whose object was deleted is left out.
    """
    model = rows.model._meta.get_field(field).related_model
    there = set(_there(model, frozen).values_list("pk", flat=True))
    rows.all().delete()
    rows.model.objects.bulk_create(
        rows.model(
            article=rows.instance,
            order=order,
            **{f"{field}_id": each["id"]},
            **{name: each[name] for name in others},
        )
        for order, each in enumerate(frozen)
        if each["id"] in there
    )


def _many(name: str, model: type[Model], label: Promise) -> Member:
    """The member for a many-to-many relation to rows with a name and a slug."""
    return Member(
        label,
        lambda _article, rows: [
            {"id": each.pk, "name": each.name, "slug": each.slug} for each in getattr(rows, name)
        ],
        lambda article, frozen: getattr(article, name).set(_there(model, frozen)),
        lambda frozen: [each["name"] for each in frozen],
        lambda frozen: sorted(each["id"] for each in frozen),
    )


def _authors(_article: Article, rows: RelatedRows) -> list[dict]:
    return [
        {"id": by.author_id, "name": by.author.name, "slug": by.author.slug, "role": by.role}
        for by in rows.bylines
    ]


def _author_lines(frozen: list[dict]) -> list[str]:
    roles = dict(Role.choices)
    return [f"{each['name']} ({roles.get(each['role'], each['role'])})" for each in frozen]


def _source(article: Article, _rows: RelatedRows) -> dict | None:
    source = article.source
    return source and {
        "id": source.pk,
        "name": source.name,
        "slug": source.slug,
        "url": source.url,
        "logo": source.logo_id,
    }


def _attachments(_article: Article, rows: RelatedRows) -> list[dict]:
    return [
        {
            "id": row.document_id,
            "title": row.document.title,
            "kind": row.document.kind,
            "bytes": row.document.bytes,
            "file": row.document.file.name,
            "digest": row.document.digest,
        }
        for row in rows.attachments
    ]


def _section_lines(keys: list[int]) -> list[str]:
    nodes = tree().by_id
    return [nodes[key].full_title for key in keys if key in nodes]


# A comparison of two texts shows the members in this order.
MEMBERS = {
    "kicker": _column("kicker", _("kicker")),
    "title": _column("title", _("title")),
    "lead": _column("lead", _("lead")),
    "lead_photo": Member(
        _("lead photo"),
        _lead_photo,
        _restore_lead_photo,
        _lead_photo_lines,
        lambda frozen: frozen and frozen["photo"],
    ),
    "body": _column("body", _("body"), paragraphs),
    # The photos of the figures in the body. A comparison shows their words with the body.
    "photos": Member("", _photos, None, None),
    "signature": _column("signature", _("signature"), freeze=_signature),
    "section": Member(
        _("section"),
        lambda article, _rows: article.section_id,
        None,
        lambda key: _section_lines([key]),
        _same,
    ),
    "extra_sections": Member(
        _("also listed in"),
        lambda article, rows: sorted({*rows.extra_sections} - {article.section_id}),
        None,
        _section_lines,
        _same,
    ),
    "genre": _column(
        "genre",
        _("genre"),
        # A newer version of the software may have written a genre that this one does not know.
        lambda genre: [str(dict(Genre.choices).get(genre, genre))],
    ),
    "authors": Member(
        _("authors"),
        _authors,
        lambda article, frozen: _restore_rows(article.bylines, "author", frozen, "role"),
        _author_lines,
    ),
    "source": Member(
        _("source"),
        _source,
        lambda article, frozen: setattr(
            article, "source", _there(Source, [frozen]).first() if frozen else None
        ),
        lambda frozen: [frozen["name"]] if frozen else [],
        lambda frozen: frozen and frozen["id"],
    ),
    "topics": _many("topics", Topic, _("topics")),
    "tags": _many("tags", Tag, _("tags")),
    "source_url": _column("source_url", _("address of the original")),
    "attachments": Member(
        _("attachments"),
        _attachments,
        lambda article, frozen: _restore_rows(article.attachments, "document", frozen),
        lambda frozen: [each["title"] for each in frozen],
    ),
    "related": Member(
        _("related articles"),
        lambda _article, rows: [*rows.related],
        lambda article, frozen: _restore_rows(
            article.related_rows, "other", [{"id": pk} for pk in frozen]
        ),
        None,
    ),
    "slug": _column(
        "slug", _("address part"), freeze=lambda article, _rows: effective_slug(article)
    ),
    "description": _column("description", _("description for search engines")),
}
