"""The rows of an account's form that give its beats: a section, and the group it belongs to
there."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sections.fields import NodeChoiceField
from staff.base_admin import UnlinkedFieldsMixin

from ..desk.form.rows import RowFormSet
from ..models import Beat


class BeatForm(forms.ModelForm):
    """A stored row offers only its own section, because all sections in every row made the form of
    somebody with many beats slow. Another section takes a new row."""

    groups: list[tuple[int, str]]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["section"].limit_to({self.instance.section_id})
        self.fields["group"].choices = [("", "---------"), *self.groups]


class BeatFormSet(RowFormSet):
    identity = ("section",)

    def _is_of_older_save(self) -> bool:
        return self.instance.of_older_save


class BeatInline(UnlinkedFieldsMixin, admin.TabularInline):
    """The beats of an account. It has no links to add groups or sections: these have pages of their
    own."""

    model = Beat
    form = BeatForm
    formset = BeatFormSet
    extra = 1
    max_num = 200
    classes = ["rows"]
    verbose_name = _("section looked after")
    verbose_name_plural = _("sections looked after, with all below them")

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.groups = list(Group.objects.order_by("name").values_list("pk", "name"))
        return formset

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("section", "group")

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "section":
            return NodeChoiceField(articles_only=True, label=capfirst(db_field.verbose_name))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
