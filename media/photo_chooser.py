"""The chooser: the photo library in a dialog, for photo fields and for the editor of bodies.

It has one fragment of HTML (the dialog) and three addresses that answer in JSON. The upload needs
the right to add photos, the others need the right to see them.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staff.base_admin import UnlinkedFieldsMixin
from staff.fields import is_key
from staff.rights import requires_right

from .conf import conf
from .forms import UploadForm
from .models import Photo
from .pictures import preview, thumbnail
from .uploads.photos import ACCEPTED, take_photo

PHOTOS_PER_PAGE = 48


class ChooserViewsMixin:
    """The views of the chooser, for the ModelAdmin of photos."""

    def get_urls(self) -> list[URLPattern]:
        may_see, may_add = self.has_view_or_change_permission, self.has_add_permission
        shown = {
            "chooser/": (self.chooser_dialog, "media_photo_chooser"),
            "chooser/list/": (self.chooser_list, "media_photo_chooser_list"),
            "chooser/<int:pk>/": (self.chooser_photo, "media_photo_chooser_detail"),
        }
        views = [
            (route, require_safe(requires_right(may_see, view)), name)
            for route, (view, name) in shown.items()
        ]
        upload = require_POST(requires_right(may_add, self.chooser_upload))
        views.append(("chooser/upload/", upload, "media_photo_chooser_upload"))
        wrap = self.admin_site.admin_view
        return [
            *(path(route, wrap(view), name=name) for route, view, name in views),
            *super().get_urls(),
        ]

    def chooser_dialog(self, request: HttpRequest) -> HttpResponse:
        """The `<dialog>` without photos, which the script requests."""
        context = {"may_add": self.has_add_permission(request), "form": UploadForm()}
        return render(request, "media/chooser.html", {**context, **upload_context()}, using="staff")

    def chooser_list(self, request: HttpRequest) -> JsonResponse:
        """A page of photos, newest first. `q` searches; `older_than` is the `older` of the page
        before."""
        before = request.GET.get("older_than", "")
        cursor = photo_id(before)
        if before and cursor is None:
            return JsonResponse({"error": _("There is no such page of photos.")}, status=400)
        found = Photo.objects.filter(takedown="").holding(request.GET.get("q", ""))
        found = found.older_than(cursor)
        rows = [*found.for_chooser()[: PHOTOS_PER_PAGE + 1]]
        older = rows[PHOTOS_PER_PAGE - 1]["pk"] if len(rows) > PHOTOS_PER_PAGE else None
        return JsonResponse(
            {"photos": [photo_json(row) for row in rows[:PHOTOS_PER_PAGE]], "older": older}
        )

    def chooser_photo(self, request: HttpRequest, pk: int) -> JsonResponse:
        """One photo."""
        photo = photo_json(get_object_or_404(Photo.objects.for_chooser(), pk=photo_id(pk)))
        return JsonResponse({"photo": photo})

    def chooser_upload(self, request: HttpRequest) -> JsonResponse:
        """Add one photo from a file and its texts; 400 with `errors` by field if it is refused.

        `known` says that the library already had the file; then `photo` is the one that it has.
        """
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _refused(form.errors)
        data = dict(form.cleaned_data)
        try:
            taken = take_photo(data.pop("file"), by=request.user, **data)
        except ValidationError as error:
            return _refused(error.message_dict)
        if not taken.is_duplicate:
            self.log_addition(request, taken.photo, [{"added": {}}])
        row = Photo.objects.for_chooser().get(pk=taken.photo.pk)
        return JsonResponse(
            {"photo": photo_json(row), "known": taken.is_duplicate, "notes": taken.notes}
        )


def upload_context() -> dict[str, Any]:
    """The context of the upload panel's template, except its `form`."""
    return {"accepted": ACCEPTED, "limit": conf("PHOTO_BYTES")}


def photo_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A photo as the script of the chooser reads it; `row` is from `for_chooser`."""
    return {
        "id": row["pk"],
        "thumbnail": thumbnail(row),
        "preview": preview(row),
        **{name: row[name] for name in ("width", "height", "alt", "caption", "credit")},
    }


def _refused(errors: Mapping[str, Any]) -> JsonResponse:
    return JsonResponse(
        {"errors": {name: list(map(str, each)) for name, each in errors.items()}}, status=400
    )


MAX_PHOTOS_OFFERED = 40


class ScriptedWidget(forms.Widget):
    """A widget whose own control is hidden by script. Its template is one of the staff engine."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: a browser cannot show its message beside a hidden control."""
        return False

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any) -> SafeString:
        # Django's form renderer does not find the templates of the project. `mark_safe` gets the
        # output of a template, which escapes its values.
        return mark_safe(render_to_string(template_name, context, using="staff"))


class PhotoChooser(ScriptedWidget, forms.Select):
    """For a `ModelChoiceField` of photos: `PhotoChooser(fills={"caption": "lead_caption"})`.

    With script, it shows a preview, a button that opens the library in a dialog, and a button that
    removes the photo. Without script, it is a list of the newest photos and a link to the library.
    In both cases the `<select>` has the value.

    `fills` names the fields beside it that get the `alt`, `caption` or `credit` of a photo when
    one is chosen with script. What a person typed there is never replaced.
    """

    template_name = "media/photo_chooser.html"

    class Media:
        css = {"all": ["staff/media/chooser.css"]}
        js = ["staff/media/uploads.js", "staff/media/chooser.js"]

    def __init__(self, *args: Any, fills: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fills = fills or {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = photo_id(value)
        rows = list(self._rows().filter(takedown="").order_by("-pk")[:MAX_PHOTOS_OFFERED])
        current = next((row for row in rows if row["pk"] == chosen), None)
        if chosen and current is None:
            current = self._rows().filter(pk=chosen).first()
            rows = [current, *rows] if current else rows
        if current:
            current |= {"thumbnail": thumbnail(current), "words": _words(current)}
        return context | {
            "fills": [
                {"word": word, "field": field, "brought": current[word] if current else ""}
                for word, field in self.fills.items()
            ],
            "current": current,
            "options": [{"pk": row["pk"], "words": _words(row)} for row in rows],
            "dialog": reverse("admin:media_photo_chooser"),
            "library": reverse("admin:media_photo_changelist"),
        }

    def _rows(self) -> models.QuerySet:
        return getattr(self.choices, "queryset", Photo.objects).all().for_chooser()


class PhotoFieldsMixin(UnlinkedFieldsMixin, BaseModelAdmin):
    """For ModelAdmins and inlines with photo fields: each is a `PhotoChooser` without the “+”.

    `photo_words` has the `fills` of photo fields: `{"lead_photo": {"caption": "lead_caption"}}`.
    """

    photo_words: Mapping[str, Mapping[str, str]] = {}
    unlinked = PhotoChooser

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.ForeignKey) and db_field.related_model is Photo:
            kwargs["widget"] = PhotoChooser(fills=self.photo_words.get(db_field.name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def photo_id(value: Any) -> int | None:
    """The id of a photo from the value of a form, which may be hostile; None if it names none."""
    key = getattr(value, "pk", value)
    return int(key) or None if is_key(key) else None


def _words(row: dict[str, Any]) -> str:
    return " ".join((row["caption"] or row["alt"]).split())
