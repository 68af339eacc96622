"""The forms of steps."""

from collections.abc import Mapping

from django import forms
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from media.usage import FileRef
from staff.fields import MomentField, TidyCharField

from ...models import Article
from ...rights import permissions
from ...rights.people import full_name
from ..models import MAX_PUBLIC_REASON_CHARACTERS

# What becomes of an edition that is already scheduled when another is published.
KEEP, CANCEL, REWORK = "keep", "cancel", "rework"


def _text_box(**options) -> TidyCharField:
    return TidyCharField(
        max_length=MAX_PUBLIC_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        **options,
    )


class ReasonForm(forms.Form):
    reason = _text_box(label=_("Reason"))


class ExplainForm(forms.Form):
    public_reason = _text_box(
        label=_("Reason for readers (public)"),
        required=False,
        help_text=_(
            "Stands with the time where the article stood, in place of the article. Empty: readers "
            "are told only that it was taken down. Name nobody whom the withdrawal is to protect."
        ),
    )


class WithdrawForm(ExplainForm, ReasonForm):
    reason = _text_box(
        label=_("Reason for the newsroom"), help_text=_("Stays in the log; readers never see it.")
    )
    files = forms.MultipleChoiceField(
        label=_("Take these down everywhere"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Other pages show these photos and documents too, so readers go on seeing them. What "
            "you tick is deleted for good; those pages keep their words, with a note in its place."
        ),
    )
    field_order = ["reason", "public_reason", "files"]

    def __init__(self, *args, shared: Mapping[str, str] | None = None, **kwargs) -> None:
        """`shared` are the labels of the files that other pages show too, by name (`photo-7`)."""
        super().__init__(*args, **kwargs)
        if shared:
            self.fields["files"].choices = list(shared.items())
        else:
            del self.fields["files"]

    def clean_files(self) -> list[FileRef]:
        names = (name.rpartition("-") for name in self.cleaned_data["files"])
        return [(kind, int(pk)) for kind, _hyphen, pk in names]


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who"),
        queryset=get_user_model()
        .objects.filter(permissions.staff_working_on_articles())
        .order_by("first_name", "last_name", "username"),
        required=False,
        help_text=_("Empty: nobody any more."),
    )
    to.label_from_instance = full_name
    due = MomentField(label=_("Due at"), required=False)
    note = TidyCharField(label=_("Note"), max_length=300, required=False)


class NewTimeForm(forms.Form):
    at = MomentField(label=_("New time"))


class ExpiryForm(forms.Form):
    until = MomentField(label=_("Expires at"), required=False, help_text=_("Empty: never."))


class PublishForm(forms.Form):
    scheduled = forms.ChoiceField(
        label=_("What becomes of the scheduled edition?"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("Keep it: at its time it replaces what I publish now")),
            (CANCEL, _("Cancel it: what I publish now stays")),
            (REWORK, _("Cancel it and put its text on the desk, to be reworked")),
        ],
    )
    correction = _text_box(
        label=capfirst(Article._meta.get_field("correction").verbose_name),
        required=False,
        help_text=Article._meta.get_field("correction").help_text,
    )

    def __init__(self, *args, was_published: bool, later: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Without a published edition there is nothing to correct.
        if not was_published:
            del self.fields["correction"]
        # No more than one edition is scheduled.
        if later:
            self.fields["scheduled"].choices = self.fields["scheduled"].choices[1:]
