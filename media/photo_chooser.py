"""The chooser: the photo library in a dialog, for photo fields and for the editor of bodies.

One fragment of HTML (the dialog) and three addresses that answer in JSON. Every one asks for the
right to see photos, the upload for the right to add them.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staff.rights import requires_right

from .conf import conf
from .forms import UploadForm
from .models import Photo
from .photo_widget import photo_id
from .pictures import preview, thumbnail
from .uploads.photos import ACCEPTED, take_photo

PHOTOS_PER_PAGE = 48


def urls(admin: ModelAdmin) -> list[URLPattern]:
    """The chooser's addresses, under those of the photo admin."""
    views = Chooser(admin)
    wrap = admin.admin_site.admin_view
    may_see, may_add = admin.has_view_or_change_permission, admin.has_add_permission
    dialog, rows, photo = (
        require_safe(requires_right(may_see, view))
        for view in (views.dialog, views.list, views.detail)
    )
    upload = require_POST(requires_right(may_add, views.upload))
    name = "media_photo_chooser"
    return [
        path("chooser/", wrap(dialog), name=name),
        path("chooser/list/", wrap(rows), name=f"{name}_list"),
        path("chooser/upload/", wrap(upload), name=f"{name}_upload"),
        path("chooser/<int:pk>/", wrap(photo), name=f"{name}_detail"),
    ]


class Chooser:
    """The chooser's views."""

    def __init__(self, admin: ModelAdmin) -> None:
        self.admin = admin

    def dialog(self, request: HttpRequest) -> HttpResponse:
        """The `<dialog>`, without photos: the script asks for those."""
        context = {"may_add": self.admin.has_add_permission(request), "form": UploadForm()}
        context |= upload_context()
        return HttpResponse(render_to_string("media/chooser.html", context, request, using="staff"))

    def list(self, request: HttpRequest) -> JsonResponse:
        """A page of photos, newest first: `q` searches, `older_than` is the last page's `older`."""
        before = request.GET.get("older_than", "")
        cursor = photo_id(before)
        if before and cursor is None:
            return JsonResponse({"error": _("There is no such page of photos.")}, status=400)
        found = Photo.objects.holding(request.GET.get("q", "")).older_than(cursor)
        rows = [*found.for_chooser()[: PHOTOS_PER_PAGE + 1]]
        older = rows[PHOTOS_PER_PAGE - 1]["pk"] if len(rows) > PHOTOS_PER_PAGE else None
        return JsonResponse(
            {"photos": [photo_json(row) for row in rows[:PHOTOS_PER_PAGE]], "older": older}
        )

    def detail(self, request: HttpRequest, pk: int) -> JsonResponse:
        """One photo."""
        row = Photo.objects.filter(pk=photo_id(pk)).for_chooser().first()
        if row is None:
            raise Http404
        return JsonResponse({"photo": photo_json(row)})

    def upload(self, request: HttpRequest) -> JsonResponse:
        """One file with its words. 400 with `errors` by field when it cannot be taken.

        `known` says that the library held the file already: `photo` is the one it holds.
        """
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _refused(form.errors)
        words = dict(form.cleaned_data)
        try:
            taken = take_photo(words.pop("file"), by=request.user, **words)
        except ValidationError as error:
            return _refused(error.message_dict)
        if not taken.known:
            self.admin.log_addition(request, taken.photo, [{"added": {}}])
        row = Photo.objects.filter(pk=taken.photo.pk).for_chooser().get()
        return JsonResponse({"photo": photo_json(row), "known": taken.known, "notes": taken.notes})


def upload_context() -> dict[str, Any]:
    """What the template of the upload panel wants, besides an empty `form`."""
    return {
        "accepted": ACCEPTED,
        "limit": conf("PHOTO_BYTES"),
    }


def photo_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A photo as the script knows it."""
    return {
        "id": row["pk"],
        "thumbnail": thumbnail(row),
        "preview": preview(row),
        "width": row["width"],
        "height": row["height"],
        "alt": row["alt"],
        "caption": row["caption"],
        "credit": row["credit"],
    }


def _refused(errors: Mapping[str, Any]) -> JsonResponse:
    told = {name: [str(error) for error in each] for name, each in errors.items()}
    return JsonResponse({"errors": told}, status=400)
