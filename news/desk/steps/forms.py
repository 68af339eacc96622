"""What a step asks first: its forms."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from staff.fields import TidyCharField

from ...editions.public_status import public_status
from ...enums import Verb
from ...models import Article
from ...rights import permissions
from ...rights.people import full_name
from .. import steps
from ..form.choices import MomentField
from ..models import MAX_PUBLIC_REASON_CHARACTERS


def _text_box(**options) -> TidyCharField:
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    return TidyCharField(max_length=MAX_PUBLIC_REASON_CHARACTERS, widget=widget, **options)


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
    field_order = ["reason", "public_reason"]


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj) -> str:
        return full_name(obj)


class AssignForm(forms.Form):
    to = PersonField(
        label=_("Who"),
        queryset=get_user_model().objects.none(),
        required=False,
        help_text=_("Empty: nobody any more."),
    )
    due = MomentField(label=_("Due at"), required=False)
    note = TidyCharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        staff = get_user_model().objects.filter(permissions.staff_working_on_articles())
        self.fields["to"].queryset = staff.order_by("first_name", "last_name", "username")


class MoveForm(forms.Form):
    at = MomentField(label=_("New time"))


class ExpiryForm(forms.Form):
    until = MomentField(label=_("Expires at"), required=False, help_text=_("Empty: never."))


class PublishForm(forms.Form):
    scheduled = forms.ChoiceField(
        label=_("What becomes of the scheduled edition?"),
        widget=forms.RadioSelect,
        choices=[
            (steps.KEEP, _("Keep it: at its time it replaces what I publish now")),
            (steps.CANCEL, _("Cancel it: what I publish now stays")),
            (steps.REWORK, _("Cancel it and put its text on the desk, to be reworked")),
        ],
    )
    correction = _text_box(
        label=capfirst(Article._meta.get_field("correction").verbose_name),
        required=False,
        help_text=Article._meta.get_field("correction").help_text,
    )

    def __init__(self, *args, later: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if later:  # no more than one edition is scheduled
            self.fields["scheduled"].choices = self.fields["scheduled"].choices[1:]


class FirstPublishForm(PublishForm):
    """While readers have not seen the article there is nothing to correct."""

    correction = None


# Of the steps that ask first, some only whether they are meant.
FORMS: dict[Verb, type[forms.Form]] = {
    Verb.OVERRIDE: ReasonForm,
    Verb.SEND_BACK: ReasonForm,
    Verb.ASSIGN: AssignForm,
    Verb.WITHDRAW: WithdrawForm,
    Verb.EXPLAIN: ExplainForm,
    Verb.MOVE: MoveForm,
    Verb.EXPIRE: ExpiryForm,
    Verb.PUBLISH: PublishForm,
    **dict.fromkeys((Verb.CANCEL, Verb.BRING_BACK, Verb.ARCHIVE, Verb.UNARCHIVE), forms.Form),
}


def form_of(verb: Verb, article: Article) -> Callable[..., forms.Form]:
    if verb != Verb.PUBLISH:
        return FORMS[verb]
    form = PublishForm if public_status(article).last else FirstPublishForm
    later = article.publish_at is not None and article.publish_at > timezone.now()
    return partial(form, later=later)
