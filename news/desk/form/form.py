"""The article's form. It refuses to save over a newer save, and merges the two where it can."""

import re
import secrets
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editor.fields import BodyField
from sections.fields import NodeChoiceField, NodeMultipleChoiceField
from sections.slugs import SlugField
from staff.base_admin import REOPEN, StaffForm
from staff.conflicts import Differences, differences
from staff.fields import UnstrippedCharField

from ...enums import Verb
from ...models import Article
from ...rights import permissions
from ...rights.people import full_name
from ..models import BODY_LENGTH
from ..steps.publishing import problems_of_times
from . import merge as form_merge


def is_sent_key(value: str) -> bool:
    """Whether the text looks like the key that a form for a new article sends."""
    return bool(re.fullmatch("[0-9a-z]{16,32}", value))


class ArticleForm(StaffForm):
    """The form of a desk copy. `conflict` holds the differences of its fields; each formset has
    those of its rows."""

    # Off, because the form compares the article's version instead.
    checks_newer_save = False
    # The merge with a newer save, if the text on which the form was opened is known. `conflict` is
    # then an empty list.
    merge: form_merge.Merge | None = None
    # The differences between what is stored and a reopened form.
    reopened: Differences | None = None
    # The person who has the form; the admin's `get_form` sets it.
    user: Any = None
    body = BodyField(max_length=BODY_LENGTH, required=False, label=capfirst(_("body")))
    section = NodeChoiceField(articles_only=True, required=False, label=capfirst(_("section")))
    extra_sections = NodeMultipleChoiceField(
        articles_only=True, required=False, label=capfirst(_("also listed in"))
    )
    # These are hidden, so no error can be shown beside them. An invalid value counts as empty.
    sent_key = forms.Field(widget=forms.HiddenInput, required=False, label="")
    seen_version = forms.Field(widget=forms.HiddenInput, required=False, label="")

    class Meta:
        model = Article
        # `ArticleAdmin.fieldsets` names them.
        fields = ()
        field_classes = {"slug": SlugField, "signature": UnstrippedCharField}
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "correction": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "lead_caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "title": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField one-line"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
        else:
            self.initial["sent_key"] = secrets.token_hex(16)
        # The field is missing where the form may only be read.
        if "section" in self.fields:
            self._limit_sections()

    def _limit_sections(self) -> None:
        """Offer the sections into which this person may put the article, and those in which it
        is."""
        article = self.instance if self.instance.pk else None
        allowed = permissions.sections_for(self.user, article)
        self.fields["section"].limit_to(allowed)
        if allowed is not None and article is not None and article.created_by_id != self.user.pk:
            # Without a section they could not see the article.
            self.fields["section"].required = True
        if allowed is not None and article is not None:
            allowed |= {section.pk for section in article.extra_sections.all()}
        self.fields["extra_sections"].limit_to(allowed)

    def clean_title(self) -> str:
        # The input has two lines, but line ends are no part of a title.
        return " ".join(self.cleaned_data["title"].split("\n")).strip()

    def clean_sent_key(self) -> str:
        key = self.cleaned_data["sent_key"] or ""
        return key if is_sent_key(key) else ""

    def clean(self) -> dict[str, Any] | None:
        if REOPEN in self.data and self.instance.pk:
            self.reopened = differences(self, exclude=form_merge.TECHNICAL_FIELDS)
        cleaned = super().clean()
        self._check_times(cleaned)
        if self.instance.pk and cleaned.get("seen_version") != str(self.instance.version):
            self._refuse_older_form(cleaned.get("seen_version") or "")
        elif self.instance.pk:
            chosen = form_merge.theirs(self)
            cleaned |= chosen
            # If the form is shown again for another error, it shows what was chosen.
            self._put(form_merge.as_form_data(self, chosen))
        return cleaned

    def _refuse_older_form(self, seen: str) -> None:
        """Refuse the save, because somebody else has saved since this form was opened on version
        `seen`. Merges both texts if that version is in the log."""
        said = _(
            "Not saved: %(who)s saved this article while you were writing. Your text is in the "
            "form below, theirs is shown beside it. Saving again replaces it."
        )
        # Both texts are shown now, so the next save may replace the newer one.
        self._put({"seen_version": [str(self.instance.version)]})
        self.conflict = []
        if document := form_merge.base_document(self.instance, seen):
            said = _(
                "Not saved yet: %(who)s saved this article while you were writing. What they "
                "changed and you did not stands in the form now. Where both of you changed the "
                "same, or it is not known who did, your text stands there: choose below, then save."
            )
            self.merge = form_merge.merge(self, document)
            self._put(self.merge.values)
        else:
            self.conflict = differences(self, exclude=form_merge.TECHNICAL_FIELDS)
        who = self.instance.changed_by
        self.add_error(
            None,
            forms.ValidationError(
                said, params={"who": full_name(who) if who else "?"}, code="conflict"
            ),
        )

    def _put(self, values: dict[str, list[str]]) -> None:
        """Put values into the form as if they had been sent."""
        self.data = self.data.copy()
        for name, sent in values.items():
            self.data.setlist(self.add_prefix(name), sent)

    def says_more(self) -> bool:
        """Whether what was sent differs from the stored article. `publish_at` is not compared,
        because publishing empties it."""
        # This overwrites the form's instance, so the stored article is read again.
        self.full_clean()
        stored = Article.objects.get(pk=self.instance.pk)
        return any(
            not isinstance(getattr(stored, name), str)
            or self.cleaned_data.get(name) != getattr(stored, name)
            for name in set(self.changed_data) - {*form_merge.TECHNICAL_FIELDS, "publish_at"}
        )

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        """Add errors for times with which the article cannot be published."""
        now = timezone.now() if self.data.get("_step") == Verb.PUBLISH else None
        start = max(filter(None, [cleaned.get("publish_at"), now]), default=None)
        if start is None:
            return
        problems = problems_of_times(start, cleaned.get("released_at"), cleaned.get("expire_at"))
        for name, sentences in problems.items():
            self.add_error(name, sentences)
