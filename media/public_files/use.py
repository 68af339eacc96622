"""Finds which files of the library readers may see: those that something public names.

An edition names the photos and documents that stand in it. Other rows (`NamesFiles`) name a photo
as their portrait or logo, or lead to a file in one of their texts. Upper floors register what names
files, because this floor does not import them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from delivery.purging import gathered_purges, purge
from delivery.tags import tag

from ..models import PUBLIC_URL_PREFIX, Document, Photo, photo_folder
from ..usage import DOCUMENT, PHOTO, FileRef, Usage

_FILE_TAG = re.compile(rf"({PHOTO}|{DOCUMENT})-file-([0-9]+)")
_ADDRESS = re.compile(
    rf"(?<!/admin){PUBLIC_URL_PREFIX}(?:anh/[^/]{{2}}/([a-z0-9-]+)/|(van-ban/[a-z0-9]+/[a-z0-9.-]*[a-z0-9]))"
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


def readable_files(files: Collection[FileRef] | None = None) -> set[FileRef]:
    """Of these files, or of all if it is None, those that readers may see."""
    found: set[FileRef] = set()
    for use in (*_uses, _BY_ROWS):
        remaining = None if files is None else set(files) - found
        if remaining is None or remaining:
            found |= use.named(remaining)
    return found - takedowns(found).keys()


def takedowns(files: Collection[FileRef]) -> dict[FileRef, str]:
    """Of these files those that were taken down, with the value of `Takedown`; no query if there
    are no files."""
    found = {}
    for kind, model in ((PHOTO, Photo), (DOCUMENT, Document)):
        if keys := [pk for each, pk in files if each == kind]:
            rows = model.objects.order_by().filter(pk__in=keys).exclude(takedown="")
            found |= {(kind, pk): what for pk, what in rows.values_list("pk", "takedown")}
    return found


def files_ended(first: datetime, last: datetime) -> set[FileRef]:
    """The files of all that ended by the clock after the first moment, up to and including the
    second. Something else may name them still."""
    return {file for use in _uses for file in use.ended(first, last)}


def was_public(name: str) -> bool:
    """Whether the library has a file of this name that readers once saw, and may not see now."""
    files = linked_files([PUBLIC_URL_PREFIX + name])
    seen = {file for use in _uses for file in files if use.was_seen(file)}
    return bool(seen - readable_files(seen)) if seen else False


def file_tag(file: FileRef) -> str:
    """The tag to purge when something begins or ends to name the file. No page has it."""
    kind, pk = file
    return tag(f"{kind}-file", pk)


def file_of_tag(name: str) -> FileRef | None:
    """The file of which this is the tag; None for another tag."""
    match = _FILE_TAG.fullmatch(name)
    return (match[1], int(match[2])) if match else None


def public_paths(file: FileRef) -> list[str]:
    """All addresses at which readers may have found the file, the largest one first; empty if there
    is no such row."""
    kind, pk = file
    if kind == DOCUMENT:
        names = Document.objects.filter(pk=pk).values_list("file", flat=True)
        return [PUBLIC_URL_PREFIX + name for name in names]
    photo = Photo.objects.filter(pk=pk).only("key", "format", "widths").first()
    if photo is None:
        return []
    smaller = [f"{width}.{each}" for width in photo.widths for each in ("webp", photo.format)]
    folder = PUBLIC_URL_PREFIX + photo_folder(photo.key)
    return [f"{folder}/{name}" for name in (f"goc.{photo.format}", *smaller)]


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
    """Base of models whose rows need no edition to be public. The photos of their foreign keys, and
    the files to which their texts lead, are public while the row is one of `public_rows`."""

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        with gathered_purges():
            before = self._stored_files()
            super().save(**kwargs)
            # Those that stay as well: the row may begin or end to be public.
            purge(map(file_tag, sorted(before | self._stored_files())))

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
        columns = cls._meta.concrete_fields
        keys = [each.attname for each in columns if each.related_model is Photo]
        texts = [
            each.name
            for each in columns
            if isinstance(each, models.CharField | models.TextField) and not each.choices
        ]
        conditions = [Q(**{f"{name}__contains": PUBLIC_URL_PREFIX}) for name in texts]
        if photos is None:
            conditions += [Q(**{f"{name}__isnull": False}) for name in keys]
        elif photos:
            conditions += [Q(**{f"{name}__in": photos}) for name in keys]
        found = list(rows.filter(reduce(or_, conditions)).values_list(*keys, *texts))
        shown = {pk for row in found for pk in row[: len(keys)] if pk is not None}
        return {(PHOTO, pk) for pk in shown} | linked_files(
            text for row in found for text in row[len(keys) :] if text
        )

    def _stored_files(self) -> set[FileRef]:
        if self.pk is None:
            return set()
        return self.files_of(type(self)._default_manager.order_by().filter(pk=self.pk))


def models_naming_files() -> list[type[NamesFiles]]:
    return [model for model in apps.get_models() if issubclass(model, NamesFiles)]


def purge_files_of_deleted(instance: NamesFiles, **_about: object) -> None:
    """Receives `pre_delete` of each of these models, also of rows that go with another one."""
    purge(map(file_tag, sorted(instance._stored_files())))


def named_by_rows(files: Collection[FileRef] | None) -> set[FileRef]:
    """Of these files, or of all if it is None, those that rows of `NamesFiles` name."""
    photos = None if files is None else {pk for kind, pk in files if kind == PHOTO}
    found = {
        file
        for model in models_naming_files()
        for file in model.files_of(model.public_rows(), photos)
    }
    return found if files is None else found & set(files)


_BY_ROWS = PublicUse(named_by_rows)


def rows_with_photos(ids: Collection[int]) -> dict[int, list[Usage]]:
    """A finder of `media.usage`: the rows whose texts show or lead to these photos."""
    return _rows_with(PHOTO, ids)


def rows_with_documents(ids: Collection[int]) -> dict[int, list[Usage]]:
    """A finder of `media.usage`: the rows whose texts lead to these documents."""
    return _rows_with(DOCUMENT, ids)


def _rows_with(kind: str, ids: Collection[int]) -> dict[int, list[Usage]]:
    found: dict[int, list[Usage]] = defaultdict(list)
    wanted = {(kind, pk) for pk in ids}
    for model in models_naming_files():
        rows = model._default_manager.order_by()
        # Nearly always none: then no row is asked one by one.
        if wanted & model.files_of(rows, photos=()):
            for row in rows:
                for _kind, pk in wanted & model.files_of(rows.filter(pk=row.pk), photos=()):
                    found[pk].append(_place(row))
    return found


def _place(row: NamesFiles) -> Usage:
    """The label of the row, and the address of the form that changes it."""
    model = row._meta
    with suppress(NoReverseMatch):
        url = reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[row.pk])
        return f"{model.verbose_name}: {row}", url
    # The row is changed in the form of another one.
    return f"{model.verbose_name}: {row}", reverse("admin:app_list", args=[model.app_label])
