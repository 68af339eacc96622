"""The admin of photos and documents."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from staff.base_admin import StaffForm
from staff.changelist import ChoiceFilter

from . import photo_chooser
from .conf import conf
from .forms import DocumentForm, UploadForm
from .library_admin import LibraryAdmin
from .models import Document, Photo, library
from .pictures import preview, thumbnail
from .renditions import try_again
from .uploads import documents, photos
from .uploads.faults import PHOTO_FAULTS

# Filters photos by the state of their smaller copies.
RenditionStateFilter = ChoiceFilter.of(
    "ban-nho",
    gettext_lazy("smaller copies"),
    lambda: [("loi", _("set aside")), ("cho", _("still being made")), ("xong", _("made"))],
    lambda rows, state, user: {
        "loi": rows.stuck,
        "cho": rows.in_queue,
        "xong": rows.finished,
    }[state](),
)


class PhotoForm(StaffForm):
    class Meta:
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 3}),
        }


@admin.register(Photo)
class PhotoAdmin(photo_chooser.ChooserViewsMixin, LibraryAdmin):
    take_down_title = gettext_lazy("Take the photo down")
    form = PhotoForm
    add_form = UploadForm
    add_template = "media/photo_add.html"
    change_list_template = "media/photo_list.html"
    change_form_template = "media/photo_form.html"
    list_display = ("picture", "words", "credit", "measures", "state", "uploaded_at", "uploaded_by")
    list_display_links = ("picture", "words")
    list_filter = (RenditionStateFilter, *LibraryAdmin.list_filter)
    list_per_page = 36
    actions = ("make_again",)
    readonly_fields = (
        *("large_picture", "publicity", "measures", "state", "used_in"),
        *("uploaded_at", "uploaded_by"),
    )
    fieldsets = (
        (None, {"fields": ("large_picture", "alt", "caption", "credit", "taken_on", "place")}),
        (
            gettext_lazy("The file"),
            {
                "fields": (
                    *("publicity", "used_in", "measures", "state", "uploaded_at", "uploaded_by"),
                )
            },
        ),
    )

    class Media:
        css = {"all": ["staff/media/library.css", "staff/media/chooser.css"]}
        js = ["staff/media/uploads.js"]

    def public_name(self, file: Photo) -> str:
        return photos.photo_file(file.key, f"goc.{file.format}")

    def ingest(self, request: HttpRequest, data: dict[str, Any]) -> tuple[Photo, bool]:
        taken = photos.take_photo(data.pop("file"), by=request.user, **data)
        for note in taken.notes:
            messages.info(request, note)
        return taken.photo, taken.is_duplicate

    def add_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**photo_chooser.upload_context(), "page": True}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"stuck": Photo.objects.stuck().order_by()[:100].count()}
        )

    def response_change(self, request: HttpRequest, obj: Photo) -> HttpResponse:
        if "_make_again" in request.POST:
            self.make_again(request, Photo.objects.filter(pk=obj.pk))
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    @admin.action(
        description=gettext_lazy("Make the smaller copies again"), permissions=["change_any"]
    )
    def make_again(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        count = try_again(queryset)
        if not count:
            messages.info(request, _("The smaller copies of these photos are made already."))
            return
        messages.success(
            request,
            ngettext(
                "%(count)s photo is in the queue again.",
                "%(count)s photos are in the queue again.",
                count,
            )
            % {"count": count},
        )

    @admin.display(description=gettext_lazy("photo"))
    def picture(self, photo: Photo) -> SafeString:
        if photo.takedown:
            return format_html('<span class="taken-down">{}</span>', _("Taken down"))
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="200" height="150" loading="lazy">',
            thumbnail(vars(photo)),
            photo.alt,
        )

    @admin.display(description=gettext_lazy("photo"))
    def large_picture(self, photo: Photo) -> SafeString:
        if photo.takedown:
            return self.picture(photo)
        return format_html(
            '<a href="{}" target="_blank" rel="noopener">'
            '<img class="large-picture" src="{}" alt="{}" width="{}" height="{}"></a>',
            library().url(photos.photo_file(photo.key, f"goc.{photo.format}")),
            preview(vars(photo)),
            photo.alt,
            photo.width,
            photo.height,
        )

    @admin.display(description=gettext_lazy("caption"))
    def words(self, photo: Photo) -> str:
        return str(photo)

    @admin.display(description=gettext_lazy("size"))
    def measures(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    @admin.display(description=gettext_lazy("smaller copies"))
    def state(self, photo: Photo) -> str:
        if photo.takedown:
            return _("deleted")
        if photo.rendered:
            return _("made")
        why = PHOTO_FAULTS.get(photo.fault, photo.fault)
        if photo.attempts >= conf("ATTEMPTS"):
            return format_html('<span class="stuck">{}: {}</span>', _("set aside"), why)
        return format_html("{}: {}", _("tried in vain"), why) if why else _("still being made")


@admin.register(Document)
class DocumentAdmin(LibraryAdmin):
    take_down_title = gettext_lazy("Take the document down")
    add_form = DocumentForm
    add_template = "media/document_add.html"
    list_display = ("title", "kind_shown", "size", "name_shown", "uploaded_at", "uploaded_by")
    readonly_fields = (
        *("link", "publicity", "size", "name_shown", "used_in", "uploaded_at", "uploaded_by"),
    )
    fields = ("title", *readonly_fields)

    class Media:
        css = {"all": ["staff/media/library.css"]}

    def public_name(self, file: Document) -> str:
        return file.file.name

    def ingest(self, request: HttpRequest, data: dict[str, Any]) -> tuple[Document, bool]:
        return documents.take_document(data["file"], title=data["title"], by=request.user)

    def add_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"limit": conf("DOCUMENT_BYTES")}

    @admin.display(description=gettext_lazy("file"))
    def link(self, document: Document) -> SafeString:
        file = document.file
        if document.takedown:
            return format_html('<span class="taken-down">{}</span>', _("Taken down"))
        return format_html('<a href="{}">{}</a>', file.url, file.name.rpartition("/")[2])

    @admin.display(description=gettext_lazy("kind"))
    def kind_shown(self, document: Document) -> str:
        return document.kind.upper()

    @admin.display(description=gettext_lazy("size"))
    def size(self, document: Document) -> str:
        return filesizeformat(document.bytes)

    @admin.display(description=gettext_lazy("name when sent"))
    def name_shown(self, document: Document) -> str:
        return document.name
