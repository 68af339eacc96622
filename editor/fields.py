"""The rich-text editor of bodies: a form field that gives canonical mark-up, and its widget.

Nothing that CKEditor sends is trusted. `text.body.clean` makes a canonical body of any text, before
the form shows it and when it is saved. CKEditor only shows a form of the canonical body.
"""

from collections.abc import Iterable
from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from media.models import PUBLIC_URL_PREFIX, STAFF_URL_PREFIX, Photo
from media.photo_chooser import ScriptedWidget
from media.pictures import preview
from staff.fields import refuse_losses
from text.body.blocks import Figure, figure_html
from text.body.clean import clean_body
from text.body.read import figures, paragraphs, split_at_figures, to_editor
from text.body.removals import Removal, RemovalKind
from text.unicode import FORBIDDEN, REPLACEMENT, unix_newlines

from . import config
from .cleaning_messages import character_names, cleaning_messages

__all__ = ["BodyEditor", "BodyField", "EditorPageMixin", "cleaning_messages"]

# A hostile body may name more photos than one SQL statement can hold.
MAX_PHOTOS_PER_QUERY = 500


class BodyEditor(ScriptedWidget, CKEditorWidget):
    """CKEditor, configured for bodies; without script, a text area with the mark-up."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(template_name="media/body_editor.html", attrs=attrs)

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"all": ["staff/media/chooser.css", "staff/media/editor.css"]},
            js=["staff/media/uploads.js", "staff/media/chooser.js", "staff/media/alt.js"],
        )

    def _set_config(self) -> None:
        # This is not done when the widget is made: language and addresses depend on the request.
        self.config = config.config()
        self.external_plugin_resources = [
            [name, static(f"staff/ckeditor/{name}/plugin.js"), ""] for name in config.PLUGINS
        ]


class BodyField(forms.CharField):
    """A field for a body: `BodyField(max_length=1_000_000, required=False)`.

    `max_length` is in characters of the mark-up as it was sent. After `clean()`, `notes` says what
    cleaning removed; `cleaning_messages(field.notes)` are the sentences for the editor.
    """

    widget = BodyEditor

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        # CharField does not get `max_length`: `clean` checks it with its own message, and the text
        # area must not have a `maxlength`.
        super().__init__(strip=False, **kwargs)
        self.length = max_length
        self.validators = []
        self.notes: tuple[Removal, ...] = ()

    def prepare_value(self, value: Any) -> Any:
        """The value in the editor's form. It is cleaned first: it may be a text that was sent and
        refused."""
        if not isinstance(value, str) or not value:
            return value
        canonical = clean_body(unix_newlines(value)).html
        return to_editor(canonical, _shown(figure.photo for figure in figures(canonical)).get)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the canonical forms differ. CKEditor always sends other mark-up than stored."""
        before, after = (clean_body(unix_newlines(text or "")).html for text in (initial, data))
        return not self.disabled and before != after

    def as_read(self, value: str) -> list[str]:
        """The text of a body, paragraph by paragraph."""
        return paragraphs(value)

    def clean(self, value: Any) -> str:
        """The canonical body. Raises ValidationError for a text that is too long, holds forbidden
        characters or lost letters, or is empty though required."""
        self.notes = ()
        sent = unix_newlines(value) if isinstance(value, str) else ""
        if self.length is not None and len(sent) > self.length:
            raise ValidationError(
                _(
                    "The text is too long: %(length)s characters with its mark-up, at most "
                    "%(limit)s can be kept. Part it in two, or take out tables pasted from "
                    "elsewhere. Nothing was lost: it is still here."
                ),
                code="max_length",
                params={
                    "length": number_format(len(sent), force_grouping=True),
                    "limit": number_format(self.length, force_grouping=True),
                },
            )
        cleaned = clean_body(sent)
        # Forbidden characters stand in the text, or are written as references (`&#8238;`), which
        # only cleaning finds.
        names = character_names(FORBIDDEN.findall(sent)) or ", ".join(
            note.sample for note in cleaned.notes if note.kind is RemovalKind.FORBIDDEN
        )
        if names:
            raise ValidationError(
                _(
                    "The text held characters that no page can show: %(names)s. They have been "
                    "taken out here; read the place again, then save."
                ),
                code="forbidden",
                params={"names": names},
            )
        if REPLACEMENT in cleaned.html:
            words = "\n".join(paragraphs(cleaned.html))
            # An alternative text is not in `words`.
            refuse_losses(words if REPLACEMENT in words else cleaned.html)
        html, missing = _without_missing(_with_public_addresses(cleaned.html))
        self.notes = (*cleaned.notes, *missing)
        if self.required and not html:
            raise ValidationError(self.error_messages["required"], code="required")
        return html


class EditorPageMixin(admin.ModelAdmin):
    """For a ModelAdmin whose form has a `BodyField`: its page gets the Content-Security-Policy that
    CKEditor needs."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().changeform_view(request, *args, **kwargs)
        response.wants_editor = True
        return response


def _with_public_addresses(html: str) -> str:
    """The body with the addresses at which readers see files, without a host, in place of those of
    staff and of full ones, which somebody copied from the library or from a page."""
    for host in {"", settings.PUBLIC_URL, settings.ADMIN_URL}:
        for prefix in (STAFF_URL_PREFIX, PUBLIC_URL_PREFIX):
            html = html.replace(f'href="{host}{prefix}', f'href="{PUBLIC_URL_PREFIX}')
    return html


def _shown(photos: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The address and alternative text of these photos by id, as far as the library has them."""
    wanted = list(dict.fromkeys(photos))
    starts = range(0, len(wanted), MAX_PHOTOS_PER_QUERY)
    return {
        row["pk"]: (preview(row), row["alt"])
        for batch in (wanted[start : start + MAX_PHOTOS_PER_QUERY] for start in starts)
        for row in Photo.objects.filter(pk__in=batch).for_chooser()
    }


def _without_missing(html: str) -> tuple[str, list[Removal]]:
    """The body without figures of photos that the library does not have, and a note of them."""
    parts = split_at_figures(html)
    there = _shown(part.photo for part in parts if isinstance(part, Figure))
    gone = [part for part in parts if isinstance(part, Figure) and part.photo not in there]
    if not gone:
        return html, []
    kept = [
        figure_html(part) if isinstance(part, Figure) else part.html
        for part in parts
        if part not in gone
    ]
    first = " ".join(gone[0].caption.split()) or str(gone[0].photo)
    return "".join(kept), [Removal(RemovalKind.FIGURE, len(gone), first[:120])]
