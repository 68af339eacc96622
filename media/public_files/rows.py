"""Rows that readers see without an edition, and that name files: authors, sources, sections, links
and the like."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from delivery.purging import gathered_purges, purge

from ..models import PUBLIC_URL_PREFIX, Photo
from ..usage import DOCUMENT, PHOTO, FileRef, Usage
from .use import PublicUse, file_tag, linked_files_by_key


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
    def files_by_row(
        cls, rows: models.QuerySet[Self], photos: Collection[int] | None = None
    ) -> dict[int, set[FileRef]]:
        """The files that each of these rows names, by its key. If `photos` is given, only these are
        looked for in the foreign keys. At most three queries."""
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
        found = list(rows.filter(reduce(or_, conditions)).values_list("pk", *keys, *texts))
        linked = linked_files_by_key(
            (row, text) for row, *values in found for text in values[len(keys) :] if text
        )
        return {
            row: {(PHOTO, pk) for pk in values[: len(keys)] if pk is not None}
            | linked.get(row, set())
            for row, *values in found
        }

    def _stored_files(self) -> set[FileRef]:
        if self.pk is None:
            return set()
        rows = type(self)._default_manager.order_by().filter(pk=self.pk)
        return set().union(*self.files_by_row(rows).values())


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
        for some in model.files_by_row(model.public_rows(), photos).values()
        for file in some
    }
    return found if files is None else found & set(files)


ROWS = PublicUse(named_by_rows)


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
        every = model._default_manager.order_by()
        named = {
            row: files & wanted
            for row, files in model.files_by_row(every, photos=()).items()
            if files & wanted
        }
        for key, row in every.in_bulk(named).items() if named else ():
            for _kind, pk in named[key]:
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
