"""Authors, sources, topics and tags in the admin."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from media.photo_chooser import PhotoFieldsMixin
from media.usage import MAX_PLACES_SHOWN
from sections.slugs import SlugField
from staff.base_admin import StaffModelAdmin

from .. import media_usage
from ..models import Article, Author, Listing, Source, Tag, Topic


class NamedAdmin(StaffModelAdmin):
    """Finds names without their accents: `nguyen hai` finds Nguyễn Hải."""

    # The lookup from an article to these rows. A row that an article names cannot be deleted.
    kept_by: str

    formfield_overrides = {
        **StaffModelAdmin.formfield_overrides,
        models.SlugField: {"form_class": SlugField},
    }
    list_display = ["name", "slug"]
    search_fields = ["folded"]

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str):
        return queryset.holding(search_term), False

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Names the articles that keep these rows from being deleted, not the rows that join
        them."""
        names = [str(each) for each in objs]
        if articles := self._articles(objs):
            return names, {}, set(), articles
        _found, _counts, needed, protected = super().get_deleted_objects(objs, request)
        return names, {}, needed, protected

    def _articles(self, objs) -> list[SafeString]:
        """Links to the articles that name these rows, in the desk copy or in an edition that has
        not ended."""
        limit = MAX_PLACES_SHOWN * len(objs)
        desk = Article.objects.filter(**{f"{self.kept_by}__in": objs})
        published = Listing.objects.unended().filter(
            kind=self.opts.model_name, target__in=[each.pk for each in objs]
        )
        found = media_usage.articles(
            {
                *desk.values_list(self.kept_by, "pk").distinct()[:limit],
                *published.values_list("target", "article").distinct()[:limit],
            }
        )
        return [
            format_html('{}: <a href="{}">{}</a>', each, url, label)
            for each in objs
            for label, url in found[each.pk]
        ]


@admin.register(Author)
class AuthorAdmin(PhotoFieldsMixin, NamedAdmin):
    kept_by = "bylines__author"
    fields = ["name", "portrait", "about", "slug"]


@admin.register(Source)
class SourceAdmin(PhotoFieldsMixin, NamedAdmin):
    kept_by = "source"
    list_display = ["name", "url"]
    fields = ["name", "url", "logo", "slug"]


@admin.register(Topic)
class TopicAdmin(NamedAdmin):
    kept_by = "topics"
    fields = ["name", "description", "slug"]


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    kept_by = "tags"
    fields = ["name", "slug"]
