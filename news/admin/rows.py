"""The rows of an article's form: authors, related articles, attachments."""

import re

from django.forms.models import BaseInlineFormSet


class RowFormSet(BaseInlineFormSet):
    """Takes a form whose rows someone else has removed or made again meanwhile.

    Django knows no answer to that: such a row is an error that no page shows, and the form could
    never be saved again. Here it is a new row, or the one that was made again in its place.
    """

    identity: tuple[str, ...] = ()
    """The fields by which a row made again is known."""

    def __init__(self, data=None, *args, **kwargs) -> None:
        super().__init__(data, *args, **kwargs)
        if self.is_bound and self.instance.pk:
            self.data = self._mended()

    def _mended(self):
        mark = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-(.+)")
        rows: dict[int, dict[str, list[str]]] = {}
        for name in self.data:
            if found := mark.fullmatch(name):
                rows.setdefault(int(found[1]), {})[found[2]] = self.data.getlist(name)
        form = self.management_form
        if not form.is_valid():
            return self.data
        key = self.model._meta.pk.name
        there = {str(row.pk): row for row in self.get_queryset()}
        initial = [rows.get(number, {}) for number in range(form.cleaned_data["INITIAL_FORMS"])]
        gone = [row for row in initial if _value(row, key) and _value(row, key) not in there]
        if not gone:
            return self.data
        unclaimed = set(there) - {_value(row, key) for row in initial}
        for row in gone:
            again = next((pk for pk in unclaimed if self._same(there[pk], row)), None)
            unclaimed.discard(again)
            row[key] = [again or ""]
        kept = [row for row in initial if _value(row, key)]
        rest = [rows[number] for number in sorted(rows) if rows[number] not in kept]
        data = self.data.copy()
        for name in list(data):
            if mark.fullmatch(name):
                del data[name]
        for number, row in enumerate([*kept, *rest]):
            for field, values in row.items():
                data.setlist(f"{self.prefix}-{number}-{field}", values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(kept) + len(rest))
        self.__dict__.pop("management_form", None)
        return data

    def _same(self, row, sent: dict[str, list[str]]) -> bool:
        return bool(self.identity) and all(
            str(row.serializable_value(field)) == _value(sent, field) for field in self.identity
        )


def _value(row: dict[str, list[str]], field: str) -> str:
    return (row.get(field) or [""])[-1]
