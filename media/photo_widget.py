"""A photo of the library as a form field: its picture, “choose”, “take away”, never a number."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from .models import Photo
from .pictures import thumbnail

MAX_PHOTOS_OFFERED = 40
MAX_ID = 2**63 - 1


class PhotoChooser(forms.Select):
    """For a `ModelChoiceField` of photos: `PhotoChooser(fills={"caption": "lead_caption"})`.

    With script a preview and two buttons that open the library in a dialog; without it a list of
    the newest photos and a link to the library. The value lives in the list either way.

    `fills` names the fields beside it that start with the photo's `alt`, `caption` or `credit`
    when one is chosen by script. What a person typed there is never replaced.
    """

    template_name = "media/photo_chooser.html"

    class Media:
        css = {"all": ["staff/media/chooser.css"]}
        js = ["staff/media/uploads.js", "staff/media/chooser.js"]

    def __init__(self, *args: Any, fills: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fills = fills or {}

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: a browser cannot point at the list while script hides it."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = photo_id(value)
        rows = list(self._rows().order_by("-pk")[:MAX_PHOTOS_OFFERED])
        current = next((row for row in rows if row["pk"] == chosen), None)
        if chosen and current is None:
            current = self._rows().filter(pk=chosen).first()
            rows = [current, *rows] if current else rows
        context.update(
            fills=[
                {"word": word, "field": field, "brought": current[word] if current else ""}
                for word, field in self.fills.items()
            ],
            current=_shown(current) if current else None,
            options=[{"pk": row["pk"], "words": _words(row)} for row in rows],
            dialog=reverse("admin:media_photo_chooser"),
            library=reverse("admin:media_photo_changelist"),
        )
        return context

    def _rows(self) -> models.QuerySet:
        queryset = getattr(self.choices, "queryset", None)
        found = Photo.objects.all() if queryset is None else queryset.all()
        return found.for_chooser()

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any) -> SafeString:
        # Django's form renderer does not look into the templates of the project.
        # Safe: a template has escaped it.
        return mark_safe(render_to_string(template_name, context, using="staff"))


class PhotoFieldsMixin(admin.options.BaseModelAdmin):
    """For admins (and inlines) with photo fields: each is a `PhotoChooser`, without the “+”.

    `photo_words` says for a photo field what its `PhotoChooser` fills:
    `{"lead_photo": {"caption": "lead_caption"}}`.
    """

    photo_words: Mapping[str, Mapping[str, str]] = {}

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.ForeignKey) and db_field.related_model is Photo:
            kwargs["widget"] = PhotoChooser(fills=self.photo_words.get(db_field.name))
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapped = field.widget.widget
            if isinstance(wrapped, PhotoChooser):
                field.widget = wrapped
        return field


def photo_id(value: Any) -> int | None:
    """The photo that a form's value means, however hostile; None for none."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return None
    text = str(getattr(value, "pk", value) or "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return number if 0 < number <= MAX_ID else None


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shown = {"pk": row["pk"], "thumbnail": thumbnail(row), "alt": row["alt"]}
    return {**shown, "words": _words(row)}


def _words(row: dict[str, Any]) -> str:
    return " ".join((row["caption"] or row["alt"]).split())
