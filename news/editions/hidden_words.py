"""Hides the words of files that were taken down together with their words: captions, credits and
alternative texts of photos, titles of documents.

The document of an edition never changes. Whoever shows or indexes one leaves these words out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import F, Value

from media.models import Takedown
from media.usage import DOCUMENT, PHOTO, FileRef
from text.body.blocks import figure_html
from text.body.read import Figure, split_at_figures

from .document import Document
from .models import EditionDocument, EditionPhoto


def hidden_files(editions: Iterable[int]) -> dict[int, set[FileRef]]:
    """By edition, its files whose words are hidden; one query. Editions without any are absent."""
    ids, found = list(editions), defaultdict(set)
    photos, documents = (
        rows.filter(edition__in=ids, **{f"{kind}__takedown": Takedown.WORDS})
        .order_by()
        .values_list("edition", Value(kind), F(f"{kind}_id"))
        for kind, rows in ((PHOTO, EditionPhoto.objects), (DOCUMENT, EditionDocument.objects))
    )
    for edition, kind, pk in photos.union(documents, all=True) if ids else ():
        found[edition].add((kind, pk))
    return dict(found)


def without_words(document: Document, files: Collection[FileRef]) -> Document:
    """The document without the words of these files."""
    if not files:
        return document
    photos, documents = ({pk for each, pk in files if each == kind} for kind in (PHOTO, DOCUMENT))
    lead = document.lead_photo
    if lead and lead["photo"] in photos:
        lead = {**lead, "alt": "", "caption": "", "credit": ""}
    return replace(
        document,
        lead_photo=lead,
        body="".join(
            part.html
            if not isinstance(part, Figure)
            else figure_html(Figure(part.photo) if part.photo in photos else part)
            for part in split_at_figures(document.body)
        ),
        photos={
            key: {**photo, "alt": ""} if int(key) in photos else photo
            for key, photo in document.photos.items()
        },
        attachments=[each for each in document.attachments if each["id"] not in documents],
    )
