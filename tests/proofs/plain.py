"""The portal's URLs, and an admin site with the photos in Django's plain `ModelAdmin`."""

from django.contrib import admin
from django.urls import path

from media.models import Photo
from news.models import Article
from portal.urls import handler400, handler404, handler500, urlpatterns as of_the_portal

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

site = admin.AdminSite(name="plain")


@admin.register(Photo, site=site)
class PlainPhotoAdmin(admin.ModelAdmin):
    list_display = ["alt", "credit", "width", "height", "rendered", "uploaded_at", "uploaded_by"]
    list_filter = ["rendered"]
    date_hierarchy = "uploaded_at"
    search_fields = ["alt", "caption", "credit", "place"]


@admin.register(Article, site=site)
class PlainArticleAdmin(admin.ModelAdmin):
    autocomplete_fields = ["lead_photo"]


# Below /admin/, because only there requests have a session and a user.
urlpatterns = [path("admin/plain/", site.urls), *of_the_portal]
