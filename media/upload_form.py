"""What comes along with a new photo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Photo
from .staff import TidyCharField


def _words(name: str, **options) -> forms.Field:
    """The form field of one of a photo's texts, as the model describes it."""
    return Photo._meta.get_field(name).formfield(form_class=TidyCharField, **options)


class UploadForm(forms.Form):
    """One picture, what is seen on it, and the words that usually stand under it."""

    file = forms.FileField(
        label=_("Picture"),
        # An empty file is judged with the others, by its content.
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choose a picture.")},
    )
    alt = _words("alt", error_messages={"required": _("Say what is seen on the picture.")})
    caption = _words("caption", widget=forms.Textarea(attrs={"rows": 2}))
    credit = _words("credit")
