"""The article's form: tidy text, one article for one form, and no save over a newer save."""

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
from . import merge as form_merge

_SENT_KEY = re.compile(r"[0-9a-z]{16,32}")


def is_sent_key(value: str) -> bool:
    """Whether a form of ours could have been sent with it."""
    return bool(_SENT_KEY.fullmatch(value))


class ArticleForm(StaffForm):
    """`conflict` besides what the rows of the form tell of theirs."""

    # Articles have versions.
    checks_newer_save = False
    # What the other's save and this text have in common, where it is known what both began with.
    # `conflict` is about the rest then.
    merge: form_merge.Merge | None = None
    # What is stored against what comes back, not saved yet.
    reopened: Differences | None = None
    # Whose form it is; `ArticleAdmin.get_form` says so.
    user: Any = None
    body = BodyField(max_length=BODY_LENGTH, required=False, label=capfirst(_("body")))
    section = NodeChoiceField(articles_only=True, required=False, label=capfirst(_("section")))
    extra_sections = NodeMultipleChoiceField(
        articles_only=True, required=False, label=capfirst(_("also listed in"))
    )
    # Hidden, so nothing could be said beside them: what is none of ours counts as empty.
    sent_key = forms.Field(widget=forms.HiddenInput, required=False, label="")
    seen_version = forms.Field(widget=forms.HiddenInput, required=False, label="")

    class Meta:
        model = Article
        fields = ()  # ArticleAdmin.fieldsets names them
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
        self._limit_sections()

    def _limit_sections(self) -> None:
        """To where this person may put the article; where it is listed already it may stay."""
        if "section" not in self.fields:
            return  # somebody who may only read it
        article = self.instance if self.instance.pk else None
        allowed = permissions.sections_for(self.user, article)
        self.fields["section"].limit_to(allowed)
        if allowed is not None and article is not None and article.created_by_id != self.user.pk:
            self.fields["section"].required = True  # without one it would be out of their sight
        if allowed is not None and article is not None:
            allowed |= {section.pk for section in article.extra_sections.all()}
        self.fields["extra_sections"].limit_to(allowed)

    def clean_title(self) -> str:
        # A box of two lines for one line: Enter and pasted line ends are no part of a title.
        return " ".join(self.cleaned_data["title"].split("\n")).strip()

    def clean_sent_key(self) -> str:
        key = self.cleaned_data["sent_key"] or ""
        return key if is_sent_key(key) else ""

    def clean(self) -> dict[str, Any] | None:
        if REOPEN in self.data and self.instance.pk:
            self.reopened = differences(self, but=form_merge.TECHNICAL_FIELDS)
        cleaned = super().clean()
        self._check_times(cleaned)
        if self.instance.pk and cleaned.get("seen_version") != str(self.instance.version):
            self._meet(cleaned.get("seen_version") or "")
        elif self.instance.pk:
            chosen = form_merge.theirs(self)
            cleaned |= chosen
            # Should the form come back for another reason, it is what was chosen that comes back.
            self._put(form_merge.as_form_data(self, chosen))
        return cleaned

    def _meet(self, seen: str) -> None:
        """Somebody else has saved since this form was opened on that version."""
        said = _(
            "Not saved: %(who)s saved this article while you were writing. Your text is in the "
            "form below, theirs is shown beside it. Saving again replaces it."
        )
        # Both texts are shown now: the next save knows what it replaces.
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
            self.conflict = differences(self, but=form_merge.TECHNICAL_FIELDS)
        who = self.instance.changed_by
        params = {"who": full_name(who) if who else "?"}
        self.add_error(None, forms.ValidationError(said, params=params, code="conflict"))

    def _put(self, values: dict[str, list[str]]) -> None:
        """Into the form, as if that had been sent."""
        self.data = self.data.copy()
        for name, sent in values.items():
            self.data.setlist(self.add_prefix(name), sent)

    def says_more(self) -> bool:
        """Whether it holds something that the stored article does not."""
        self.full_clean()  # which writes what was sent into its instance
        stored = Article.objects.get(pk=self.instance.pk)
        for name in set(self.changed_data) - {*form_merge.TECHNICAL_FIELDS, "publish_at"}:
            before = getattr(stored, name)
            if not isinstance(before, str) or self.cleaned_data.get(name) != before:
                return True
        return False

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        """What no publishing could make sense of is said now, beside the field."""
        publishing = self.data.get("_step") == Verb.PUBLISH
        start = cleaned.get("publish_at") or (timezone.now() if publishing else None)
        if start is None:
            return
        if publishing:
            start = max(start, timezone.now())
        expires, released = cleaned.get("expire_at"), cleaned.get("released_at")
        if expires and expires <= start:
            self.add_error("expire_at", _("It would expire before it is published."))
        if released and released > start:
            self.add_error(
                "released_at", _("Readers would be shown a time that lies ahead; leave it empty.")
            )
