"""The list of remarks on an article, beside its form, and the page on which administrators set the
level of each kind of check.

The list is made when somebody opens it, because to proof a long text takes longer than to show the
form.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.translation import gettext, gettext_lazy as _

from staff.base_admin import REOPEN, SinglePageAdmin

from ..enums import CheckKind, Level
from ..models import CheckLevel
from ..rights import permissions
from ..side_pages import ArticlePage
from . import article_checks
from .convert_encoding import TEXT_FIELDS
from .levels import ALWAYS_BLOCKING, default_level, kinds_at, levels, set_levels
from .wording import WORDING_KINDS as WORDS

# Whoever has corrected this many opens the list again.
MAX_REMARKS_SHOWN = 100


class ChecksPage(ArticlePage):
    """The page with all remarks on an article. The form's script puts it beside the form."""

    title = _("Check before publishing")
    template_name = "news/checks.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        block = kinds_at(Level.BLOCK)
        remarks = sorted(
            article_checks.remarks(self.article), key=lambda each: each.kind not in block
        )
        legacy = [each.words for each in remarks if each.kind == CheckKind.LEGACY]
        may_convert = legacy and permissions.may_edit(request.user, self.article)
        listed = remarks[:MAX_REMARKS_SHOWN]
        advised = [each for each in listed if each.kind not in block]
        groups = [
            (_("Blocks publishing"), "block", [each for each in listed if each.kind in block]),
            (_("What it lacks"), "advise", [each for each in advised if each.kind not in WORDS]),
            (_("Words to look at"), "advise", [each for each in advised if each.kind in WORDS]),
        ]
        return self.render(
            groups=[group for group in groups if group[2]],
            more=len(remarks) - len(listed),
            # By this digest the browser knows a text whose conversion the editor has declined.
            legacy=_digest(legacy) if may_convert else "",
            fields=" ".join(("body", *TEXT_FIELDS)),
        )


def _digest(words: list[str]) -> str:
    return blake2b("\n".join(words).encode(), digest_size=8).hexdigest()


# How many of the latest changes of levels the page lists.
MAX_LOG_ROWS = 10
_OTHERS = {CheckKind.DEAD_LINK, CheckKind.DEAD_EXTERNAL, CheckKind.SAME_TITLE}


class LevelsForm(forms.Form):
    """A field for each kind of check. Only fields that were changed in this form are saved, so that
    it does not undo what somebody else changed meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = levels()
        for kind in CheckKind:
            if kind not in ALWAYS_BLOCKING:
                self.fields[kind.value] = forms.ChoiceField(
                    label=kind.label,
                    choices=Level.choices,
                    widget=forms.RadioSelect,
                    initial=now[kind].value,
                    show_hidden_initial=True,
                )


@dataclass(frozen=True)
class CheckRow:
    kind: CheckKind
    default: Level
    # The kind's field in `LevelsForm`; None for a kind that always blocks.
    field: forms.BoundField | None

    @property
    def opened_with(self) -> str:
        return self.field.as_hidden(only_initial=True)


@admin.register(CheckLevel)
class CheckLevelAdmin(SinglePageAdmin):
    """One page with the levels of all kinds of checks."""

    may_open = staticmethod(permissions.may_set_levels)

    def get_urls(self) -> list[URLPattern]:
        return [
            self.view(self.changelist_view, "changelist", ""),
            self.view(self.table, "change", "all/"),
        ]

    def table(self, request: HttpRequest) -> HttpResponse:
        form = LevelsForm(request.POST if request.method == "POST" else None)
        reopened = REOPEN in request.POST
        if form.is_bound and not reopened and form.is_valid():
            # The fields that this person has changed since the form was opened.
            given = {name: form.cleaned_data[name] for name in form.changed_data}
            self._set(request, {CheckKind(kind): Level(level) for kind, level in given.items()})
            return HttpResponseRedirect(request.path)
        return TemplateResponse(
            request,
            "news/levels.html",
            {
                **self.admin_site.each_context(request),
                "title": gettext("What blocks publishing"),
                "opts": CheckLevel._meta,
                "form": form,
                "levels": list(Level),
                "groups": _groups(form),
                "reopened": reopened,
                "log_entries": self.log_entries(MAX_LOG_ROWS),
            },
        )

    @transaction.atomic
    def _set(self, request: HttpRequest, wanted: dict[CheckKind, Level]) -> None:
        changed = set_levels(wanted)
        LogEntry.objects.bulk_create(
            LogEntry(
                user=request.user,
                content_type=ContentType.objects.get_for_model(CheckLevel),
                object_id=kind.value,
                object_repr=str(kind.label)[:200],
                action_flag=CHANGE,
                change_message=f"{was.label} → {level.label}",
            )
            for kind, (was, level) in changed.items()
        )
        messages.success(
            request,
            gettext("Saved; in force from now on.") if changed else gettext("Nothing was changed."),
        )


def _groups(form: LevelsForm) -> list[tuple[str, list[CheckRow]]]:
    rows = [
        CheckRow(kind, default_level(kind), None if kind in ALWAYS_BLOCKING else form[kind.value])
        for kind in CheckKind
    ]
    return [
        (
            _("Without it nothing is published"),
            [row for row in rows if row.kind in ALWAYS_BLOCKING],
        ),
        (
            _("What it lacks"),
            [row for row in rows if row.kind not in {*ALWAYS_BLOCKING, *_OTHERS, *WORDS}],
        ),
        (_("What stands elsewhere"), [row for row in rows if row.kind in _OTHERS]),
        (_("Words to look at"), [row for row in rows if row.kind in WORDS]),
    ]
