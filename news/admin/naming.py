"""Authors, sources, topics and tags."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from media.staff import StaffForm, StaffModelAdmin
from media.widgets import PhotoFieldsMixin
from sections.slugs import SlugField
from text.fold import fold

from ..models import Author, Source, Tag, Topic


class NamedForm(StaffForm):
    class Meta:
        field_classes = {"slug": SlugField}


class NamedAdmin(StaffModelAdmin):
    """Finds names without their accents: `nguyen hai` finds Nguyễn Hải."""

    form = NamedForm

    search_fields = ["folded"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        for word in fold(search_term).split()[:8]:
            queryset = queryset.filter(folded__contains=word)
        return queryset, False


@admin.register(Author)
class AuthorAdmin(PhotoFieldsMixin, NamedAdmin):
    list_display = ["name", "slug"]
    fields = ["name", "portrait", "about", "slug"]


@admin.register(Source)
class SourceAdmin(PhotoFieldsMixin, NamedAdmin):
    list_display = ["name", "url"]
    fields = ["name", "url", "logo", "slug"]


@admin.register(Topic)
class TopicAdmin(NamedAdmin):
    list_display = ["name", "slug"]
    fields = ["name", "description", "slug"]


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    list_display = ["name", "slug"]
    fields = ["name", "slug"]
