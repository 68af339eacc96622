"""In an account's form: which sections a person looks after, and as what."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sections.choices import NodeChoiceField

from ..models import Beat


class BeatInline(admin.TabularInline):
    model = Beat
    extra = 1
    max_num = 200
    classes = ["rows"]
    verbose_name = _("section looked after")
    verbose_name_plural = _("sections looked after, with all below them")

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "section":
            return NodeChoiceField(articles_only=True, label=capfirst(db_field.verbose_name))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        """Groups and sections are made elsewhere."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field
