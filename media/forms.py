"""The forms of a new photo and of a new document."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from staff.fields import TidyCharField

from .models import Document, Photo
from .uploads.documents import ACCEPTED as DOCUMENTS
from .uploads.photos import ACCEPTED as PICTURES


def _text_field(name: str, model: type[models.Model] = Photo, **options) -> forms.Field:
    """The form field for a text field of the model."""
    return model._meta.get_field(name).formfield(form_class=TidyCharField, **options)


def _file(label: str, accepted: str, missing: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        widget=forms.FileInput(attrs={"accept": accepted}),
        # The check of the content refuses an empty file, with its own message.
        allow_empty_file=True,
        error_messages={"required": missing},
    )


class UploadForm(forms.Form):
    """One picture, its alternative text, and its usual caption and credit."""

    file = _file(_("Picture"), PICTURES, _("Choose a picture."))
    alt = _text_field(
        "alt",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what is seen on the picture.")},
    )
    caption = _text_field("caption", widget=forms.Textarea(attrs={"rows": 2}))
    credit = _text_field("credit")


class DocumentForm(forms.Form):
    """One document, and the title that readers see."""

    file = _file(_("Document"), DOCUMENTS, _("Choose a document."))
    title = _text_field(
        "title",
        Document,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": _("Say what the document is called.")},
    )
