"""Merges a form with a newer save. It compares three texts: the one with which both began, the
newer save, and the form. What only the newer save changed is taken over; within the body this is
decided by paragraph. Where both changed the same, the person chooses."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Manager

from staff.conflicts import Differences, comparable, readable_lines
from text.body.read import blocks
from text.diff import DiffRow, compare, merge as merge_blocks

from ...editions.compose import MEMBERS
from ...editions.document import Document
from ...models import Article

# The POST parameter with the merged body that takes the other person's paragraphs in conflicts.
THEIR_BODY = "_their_body"

# Fields of the form that are not fields of the article.
TECHNICAL_FIELDS = {"sent_key", "seen_version"}


@dataclass
class FieldConflict:
    """A field that both have changed. `theirs` and `mine` are the changes since the common text;
    where that is not known, `theirs` is the difference to this form and `mine` is empty."""

    name: str
    label: str
    theirs: list[DiffRow]
    mine: list[DiffRow] = field(default_factory=list)
    # For the body only: the merged text with the other person's paragraphs in conflicts. Empty if
    # it equals what the other person saved.
    alternative: str = ""


@dataclass
class Merge:
    # What was taken over from the newer save: label and changes of each field.
    taken: Differences = field(default_factory=list)
    conflicts: list[FieldConflict] = field(default_factory=list)
    # The values to put into the form, as a form sends them, by field name.
    values: dict[str, list[str]] = field(default_factory=dict)


def base_document(article: Article, seen: str) -> Document | None:
    """The desk copy of the older version `seen`, from the log; None if it is not known."""
    if not seen.isdecimal() or len(seen) > 9 or int(seen) >= article.version:
        return None
    behind = article.version - int(seen)
    texts = article.acts.exclude(text="").values_list("text", flat=True)[behind : behind + 1]
    return Document.from_json(texts[0]) if texts else None


def merge(form: forms.ModelForm, document: Document) -> Merge:
    """Merge a form that was opened on that document with the article's row, which was saved
    later."""
    found = Merge()
    stored = type(form.instance)._default_manager.get(pk=form.instance.pk)
    for name in form.fields:
        if name in TECHNICAL_FIELDS:
            continue
        # A value with an error is merged too, or the newer save would be overwritten unseen.
        typed = form.cleaned_data.get(name, form.data.get(form.add_prefix(name), ""))
        theirs, mine = comparable(getattr(stored, name)), comparable(typed)
        label = str(form.fields[name].label)
        read = readable_lines(form, name, getattr(stored, name))
        is_known = name in MEMBERS and MEMBERS[name].in_form is not None
        base = theirs
        if is_known:
            base = comparable(MEMBERS[name].in_form(getattr(document, name)))
        if name not in form.cleaned_data and _is(form, name, base):
            # The value is unchanged, but it is not allowed any more.
            mine = base
        if theirs == mine or (is_known and theirs == base):
            continue
        own = readable_lines(form, name, typed)
        if not is_known:
            found.conflicts.append(FieldConflict(name, label, compare(own, read)))
        elif mine == base:
            found.taken.append((label, compare(own, read)))
            found.values[name] = _sent(theirs)
        else:
            began = readable_lines(form, name, _known(form, name, base))
            conflict = FieldConflict(name, label, compare(began, read), compare(began, own))
            takes = name == "body" and name in form.cleaned_data
            if not takes or _merge_bodies(found, conflict, base, theirs, mine):
                found.conflicts.append(conflict)
            elif name in found.values:
                merged = readable_lines(form, name, found.values[name][0])
                found.taken.append((label, compare(own, merged)))
    return found


def _merge_bodies(found: Merge, conflict: FieldConflict, base: str, theirs: str, mine: str) -> bool:
    """Take over the paragraphs that only the other person changed. Returns whether conflicts are
    left."""
    merged = merge_blocks(blocks(base), blocks(theirs), blocks(mine))
    if merged.mine != blocks(mine):
        found.values["body"] = ["".join(merged.mine)]
    if merged.theirs != blocks(theirs):
        conflict.alternative = "".join(merged.theirs)
    return merged.has_conflict


def theirs(form: forms.ModelForm) -> dict[str, Any]:
    """The values of the newer save that this person chose, by field. Raises ValidationError for a
    body that cannot be cleaned."""
    chosen = set(form.data.getlist("_theirs")).intersection(form.fields) - TECHNICAL_FIELDS
    values = {name: getattr(form.instance, name) for name in chosen}
    if "body" in values and THEIR_BODY in form.data:
        try:
            values["body"] = form.fields["body"].clean(form.data[THEIR_BODY])
        except forms.ValidationError as error:
            raise forms.ValidationError({"body": error}) from error
    return {
        name: value.all() if isinstance(value, Manager) else value for name, value in values.items()
    }


def as_form_data(form: forms.ModelForm, values: dict[str, Any]) -> dict[str, list[str]]:
    """These values as a form sends them, by the name of the input. A date with time has two
    inputs."""
    found: dict[str, list[str]] = {}
    for name, value in values.items():
        widget = form.fields[name].widget
        if isinstance(widget, forms.MultiWidget):
            parts = widget.get_context(name, value, {})["widget"]["subwidgets"]
            found |= {part["name"]: [part["value"] or ""] for part in parts}
        else:
            found[name] = _sent(comparable(value))
    return found


def _is(form: forms.ModelForm, name: str, value: Any) -> bool:
    """Whether the form sent that value, though the field has an error."""
    return not form.fields[name].has_changed(value, form[name].data)


def _known(form: forms.ModelForm, name: str, base: Any) -> Any:
    """If the field is a relation, the rows with those keys that still exist; otherwise `base`."""
    relation = form.instance._meta.get_field(name)
    if not relation.is_relation:
        return base
    rows = relation.related_model._default_manager
    return rows.filter(pk__in=base) if isinstance(base, list) else rows.filter(pk=base).first()


def _sent(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return ["" if each is None else str(each) for each in values]
