"""A form for tests with a body field and a photo field, and nothing of the article's form.

This module also is the URL configuration: the admin with this form, and the portal's public pages.
The model is the outbox, because it has a text and nothing reads it here.
"""

from django import forms
from django.contrib import admin
from django.urls import path

from delivery.models import Purge
from editor.fields import BodyField, EditorPageMixin, cleaning_messages
from media.models import Photo
from media.photo_chooser import PhotoChooser
from portal.urls import handler400, handler404, handler500, urlpatterns as portal_urls


class SampleForm(forms.ModelForm):
    lead_photo = forms.ModelChoiceField(
        Photo.objects.all(),
        required=False,
        widget=PhotoChooser(fills={"caption": "lead_caption", "credit": "lead_credit"}),
        label="Ảnh chính",
    )
    lead_caption = forms.CharField(widget=forms.Textarea, required=False, label="Chú thích")
    lead_credit = forms.CharField(max_length=200, required=False, label="Tác giả ảnh")
    tags = BodyField(max_length=1_000_000, required=False, label="Nội dung")

    class Meta:
        model = Purge
        fields = ["lead_photo", "tags"]


class SampleAdmin(EditorPageMixin, admin.ModelAdmin):
    form = SampleForm
    chosen: list = []

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        SampleAdmin.chosen.append(form.cleaned_data["lead_photo"])
        for sentence in cleaning_messages(form.fields["tags"].notes):
            self.message_user(request, sentence)


site = admin.site
urlpatterns = []


def register() -> None:
    """Register the form and build the URL configuration again."""
    if not site.is_registered(Purge):
        site.register(Purge, SampleAdmin)
    SampleAdmin.chosen.clear()
    urlpatterns[:] = [path("admin/", site.urls), *portal_urls[2:]]


def unregister() -> None:
    if site.is_registered(Purge):
        site.unregister(Purge)


__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
