"""The formsets of an article's rows: authors, related articles, attachments."""

import re
from collections.abc import Callable

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import cached_property

from staff.base_admin import REOPEN, LabelledFormSet
from text.diff import DiffRow, compare

from ...editions.document import Document
from . import merge

# The values of one row as sent, by field.
SentRow = dict[str, list[str]]
# The values of the fields of `identity`, as a form sends them.
RowKey = tuple[str, ...]


class RowFormSet(LabelledFormSet):
    """Accepts a form whose rows were deleted or re-created by somebody else. Django reports such a
    row as an error that no template shows. Here a deleted row is added again, or matched to the new
    row with the same `identity`.

    A form that was opened on an older save is refused (`ArticleForm`). Rows that only the other
    person changed are taken over. If both changed rows, or if it is not known who did,
    `differences` compares them, and the other person's rows are added to the form, marked for
    deletion: saving again does what the comparison shows, and any of these rows can be kept.
    """

    # The fields that identify a row that was deleted and made again.
    identity: tuple[str, ...]
    # The stored rows in words, if the form was opened on an older save.
    stored: list[str]
    # The changes of rows that were taken over.
    taken: list[DiffRow]

    def __init__(self, data=None, *args, **kwargs) -> None:
        super().__init__(data, *args, **kwargs)
        # `unchanged_by_others`: since the form was opened, nobody else has changed the stored rows.
        self.of_older_save = self.unchanged_by_others = False
        self.stored, self.taken = [], []
        if self.is_bound and self.instance.pk:
            self.of_older_save = self._is_of_older_save()
            if self.of_older_save:
                # Read now, as validation writes what was sent into these rows.
                self.stored = [self.words(row) for row in self.get_queryset()]
            self.data = self._mended()

    def get_queryset(self) -> QuerySet:
        """Uses the prefetched rows of the article, if there are any."""
        if not hasattr(self, "_queryset"):
            rows = super().get_queryset()
            read = getattr(self.instance, "_prefetched_objects_cache", {})
            name = self.fk.remote_field.get_accessor_name()
            # An empty query means that this person may see no rows.
            if name in read and not rows.query.is_empty():
                self._queryset = read[name]
        return self._queryset

    @cached_property
    def empty_form(self) -> forms.ModelForm:
        """Cached, as the admin asks for it several times."""
        return super().empty_form

    def words(self, row: Model) -> str:
        """The row in words, for comparisons."""
        return str(row)

    def sent(self) -> list[str]:
        """The rows that would be stored, in words and in order."""
        # This writes what was sent into the rows.
        self.is_valid()
        return [
            self._name(form.instance)
            for form in sorted(self.kept_forms(), key=lambda form: form.instance.order)
        ]

    def kept_forms(self) -> list[forms.ModelForm]:
        """The forms of rows that are neither empty nor marked for deletion."""
        return [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not self._should_delete_form(form)
        ]

    def opened_keys(self) -> list[RowKey] | None:
        """The keys of the rows on which the form was opened, in order; None where that is not
        known."""
        return None

    def differences(self) -> list[DiffRow]:
        """The stored rows compared with those that were sent; empty where they are the same or
        nobody else changed them."""
        if self.unchanged_by_others:
            return []
        sent = self.sent()
        return compare(self.stored, sent) if self.stored != sent else []

    def _name(self, row: Model) -> str:
        try:
            return self.words(row)
        except ObjectDoesNotExist:
            # The chosen row does not exist, and the field has an error.
            return "?"

    def _mended(self):
        """The data that was sent, corrected for rows that somebody else deleted, made again or
        changed, as the docstring of the class says."""
        mark = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-(.+)")
        rows: dict[int, SentRow] = {}
        for name in self.data:
            if found := mark.fullmatch(name):
                rows.setdefault(int(found[1]), {})[found[2]] = self.data.getlist(name)
        if not self.management_form.is_valid():
            return self.data
        count = self.management_form.cleaned_data["INITIAL_FORMS"]
        initial = [rows[number] for number in sorted(rows) if number < count]
        new = [rows[number] for number in sorted(rows) if number >= count]
        key = self.model._meta.pk.name
        there = {str(row.pk): row for row in self.get_queryset()}
        if self.of_older_save and self._are_taken_over([*initial, *new]):
            return self._numbered(mark, [self._as_sent(row) for row in there.values()])
        gone = [row for row in initial if _value(row, key) not in there]
        if not gone and not self.of_older_save:
            return self.data
        claimed = {_value(row, key) for row in initial}
        unclaimed = {pk: row for pk, row in there.items() if pk not in claimed}
        for row in [*gone, *new]:
            sent = self._sent_key(row)
            again = next((pk for pk, one in unclaimed.items() if self._key(one) == sent), "")
            unclaimed.pop(again, None)
            row[key] = [again]
        if self.of_older_save:
            room = max(0, self.absolute_max - len(rows))
            initial += [
                {**self._as_sent(row), DELETION_FIELD_NAME: ["on"]}
                for row in list(unclaimed.values())[:room]
            ]
        return self._numbered(mark, [*initial, *new])

    def _is_of_older_save(self) -> bool:
        """Whether the form was opened on an older save, and will be refused."""
        return REOPEN not in self.data and (
            self.data.get("seen_version") != str(self.instance.version)
        )

    def _are_taken_over(self, sent: list[SentRow]) -> bool:
        """Whether the stored rows are taken over, because only the other person changed them."""
        opened = self.opened_keys()
        if opened is None:
            return False
        theirs = [self._key(row) for row in self.get_queryset()]
        kept = [
            row
            for row in sent
            if _value(row, self.identity[0]) and not _value(row, DELETION_FIELD_NAME)
        ]
        kept.sort(key=lambda row: _number(_value(row, "order")))
        self.unchanged_by_others = theirs == opened
        if self.unchanged_by_others or [self._sent_key(row) for row in kept] != opened:
            return False
        names = [self.model._meta.get_field(field).attname for field in self.identity]
        before = [self.model(**dict(zip(names, key, strict=True))) for key in opened]
        self.taken = compare([self._name(row) for row in before], self.stored)
        return True

    def _key(self, row: Model) -> RowKey:
        return tuple(str(row.serializable_value(field)) for field in self.identity)

    def _sent_key(self, sent: SentRow) -> RowKey:
        return tuple(_value(sent, field) for field in self.identity)

    def _as_sent(self, row: Model) -> SentRow:
        """A stored row as a form sends it."""
        return {
            name: [str(row.serializable_value(name))]
            for name in (*self.form.base_fields, self.model._meta.pk.name)
        }

    def _numbered(self, mark: re.Pattern, rows: list[SentRow]):
        """The data that was sent, with its rows replaced by these, those with a key first."""
        key, data = self.model._meta.pk.name, self.data.copy()
        for name in list(data):
            if mark.fullmatch(name):
                del data[name]
        for number, row in enumerate(sorted(rows, key=lambda row: not _value(row, key))):
            for field, values in row.items():
                data.setlist(f"{self.prefix}-{number}-{field}", values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(sum(bool(_value(row, key)) for row in rows))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        self.__dict__.pop("management_form", None)
        return data


class ArticleFormSet(RowFormSet):
    """Rows that are part of an article's document, which each save leaves in the log."""

    # Gives the keys of the document's rows.
    keys: Callable[[Document], list[RowKey]]

    def opened_keys(self) -> list[RowKey] | None:
        document = merge.base_document(self.instance, self.data.get("seen_version", ""))
        return None if document is None else self.keys(document)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _value(row: SentRow, field: str) -> str:
    return (row.get(field) or [""])[-1]
