"""Finds which files of the library readers may see: those that something public names.

An edition names the photos and documents that stand in it. Other rows (`NamesFiles`) name a photo
as their portrait or logo, or lead to a file in one of their texts. Upper floors register what names
files, because this floor does not import them.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from delivery.purging import purge
from delivery.tags import tag

from .models import PUBLIC_URL_PREFIX, Document, Photo
from .usage import DOCUMENT, PHOTO

# A file of the library: its kind (`PHOTO` or `DOCUMENT`) and the key of its row.
FileRef = tuple[str, int]

_FILE_TAG = re.compile(rf"({PHOTO}|{DOCUMENT})-file-([0-9]+)")
_ADDRESS = re.compile(
    rf"{PUBLIC_URL_PREFIX}(?:anh/[^/]{{2}}/([a-z0-9-]+)/|(van-ban/[a-z0-9]+/[a-z0-9.-]+))"
)


@dataclass(frozen=True, slots=True)
class PublicUse:
    """One kind of things that name files, as an upper app registers it."""

    # Of these files, or of all if it is None, those that readers see now or will see later.
    named: Callable[[Collection[FileRef] | None], set[FileRef]]
    # The files of what ended by the clock after the first moment, up to and including the second.
    ended: Callable[[datetime, datetime], set[FileRef]] = lambda first, last: set()
    # Whether readers ever saw this file.
    was_seen: Callable[[FileRef], bool] = lambda file: False


_uses: list[PublicUse] = []

# Called in an app's `ready`.
register = _uses.append


def public_files(files: Collection[FileRef] | None = None) -> set[FileRef]:
    """Of these files, or of all if it is None, those that readers may see."""
    found: set[FileRef] = set()
    for use in (*_uses, PublicUse(named_by_rows)):
        remaining = None if files is None else set(files) - found
        if remaining is None or remaining:
            found |= use.named(remaining)
    return found


def files_ended(first: datetime, last: datetime) -> set[FileRef]:
    """The files of all that ended by the clock after the first moment, up to and including the
    second. Something else may name them still."""
    return {file for use in _uses for file in use.ended(first, last)}


def was_public(name: str) -> bool:
    """Whether the library has a file of this name that readers once saw."""
    files = linked_files([PUBLIC_URL_PREFIX + name])
    return any(use.was_seen(file) for use in _uses for file in files)


def file_tag(file: FileRef) -> str:
    """The tag to purge when something begins or ends to name the file. No page has it."""
    kind, pk = file
    return tag(f"{kind}-file", pk)


def file_of_tag(name: str) -> FileRef | None:
    """The file of which this is the tag; None for another tag."""
    match = _FILE_TAG.fullmatch(name)
    return (match[1], int(match[2])) if match else None


def linked_files(texts: Iterable[str]) -> set[FileRef]:
    """The files to whose public addresses these texts lead; at most two queries, none if there is
    no such address."""
    found = [match for text in texts for match in _ADDRESS.findall(text)]
    keys, names = {key for key, _name in found if key}, {name for _key, name in found if name}
    photos = Photo.objects.filter(key__in=keys) if keys else Photo.objects.none()
    documents = Document.objects.filter(file__in=names) if names else Document.objects.none()
    return {(PHOTO, pk) for pk in photos.values_list("pk", flat=True)} | {
        (DOCUMENT, pk) for pk in documents.values_list("pk", flat=True)
    }


class NamesFiles(models.Model):
    """Base of models whose rows readers see without an edition. The photos of their foreign keys,
    and the files to which their texts lead, are public while the row is."""

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        with transaction.atomic():
            before = self._stored_files()
            super().save(**kwargs)
            purge(file_tag(file) for file in sorted(before ^ self._stored_files()))

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            purge(file_tag(file) for file in sorted(self._stored_files()))
            return super().delete(*args, **kwargs)

    @classmethod
    def public_rows(cls) -> models.QuerySet[Self]:
        """The rows that readers see now or will see later."""
        return cls._default_manager.order_by()

    @classmethod
    def files_of(
        cls, rows: models.QuerySet[Self], photos: Collection[int] | None = None
    ) -> set[FileRef]:
        """The files that these rows name. If `photos` is given, only these are looked for in the
        foreign keys."""
        fields = [each.attname for each in cls._meta.concrete_fields if each.related_model is Photo]
        texts = [
            each.name
            for each in cls._meta.concrete_fields
            if isinstance(each, models.CharField | models.TextField) and not each.choices
        ]
        named: set[int | None] = set()
        if fields and photos is None:
            named = {pk for row in rows.values_list(*fields) for pk in row}
        elif fields and photos:
            chosen = _any(Q(**{f"{name}__in": photos}) for name in fields)
            named = {pk for row in rows.filter(chosen).values_list(*fields) for pk in row}
        leading = rows.filter(_any(Q(**{f"{name}__contains": PUBLIC_URL_PREFIX}) for name in texts))
        return {(PHOTO, pk) for pk in named if pk is not None} | linked_files(
            text for row in leading.values_list(*texts) for text in row if text
        )

    def _stored_files(self) -> set[FileRef]:
        if self.pk is None:
            return set()
        return self.files_of(type(self)._default_manager.order_by().filter(pk=self.pk))


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def named_by_rows(files: Collection[FileRef] | None) -> set[FileRef]:
    """Of these files, or of all if it is None, those that rows of `NamesFiles` name."""
    photos = None if files is None else {pk for kind, pk in files if kind == PHOTO}
    found = {
        file
        for model in apps.get_models()
        if issubclass(model, NamesFiles)
        for file in model.files_of(model.public_rows(), photos)
    }
    return found if files is None else found & set(files)
