from django.contrib import admin

from . import chooser
from .models import Photo
from .staff import StaffModelAdmin


@admin.register(Photo)
class PhotoAdmin(StaffModelAdmin):
    def get_urls(self):
        return [*chooser.urls(self), *super().get_urls()]
