"""The pages beside an article's form, and where each stands.

Each asks by itself whether this person may see it (`access`): the site only asks for staff. One
that `reopens` does nothing where `media.staff.reopened` says so, and shows what was typed.
"""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from . import (
    bulk,
    checking,
    comments,
    comparing,
    converting,
    editions,
    preview,
    receipts,
    redaction,
    reviewing,
    sittings,
    steps,
    word,
)


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(function, name: str, route: str, *, reopens: bool = False) -> URLPattern:
        def bound(request: HttpRequest, **kwargs) -> HttpResponse:
            return function(model_admin, request, **kwargs)

        bound.reopens = reopens  # portal.kept asks it
        page = model_admin.admin_site.admin_view(bound)
        return path(route, page, name=f"news_article_{name}")

    return [
        view(word.take_word, "word", "word/"),
        view(bulk.page, "bulk", "bulk/<slug:act>/", reopens=True),
        view(sittings.keep, "sitting_new", "sitting/"),
        view(sittings.drop, "drop_new", "sitting/drop/"),
        view(sittings.delete, "delete_new", "sitting/delete/"),
        view(sittings.keep, "sitting", "<path:object_id>/sitting/"),
        view(sittings.drop, "drop", "<path:object_id>/sitting/drop/"),
        view(sittings.delete, "delete_sitting", "<path:object_id>/sitting/delete/"),
        view(checking.page, "checks", "<path:object_id>/checks/"),
        view(converting.convert, "convert", "<path:object_id>/convert/"),
        view(preview.page, "preview_new", "preview/"),
        view(preview.page, "preview", "<path:object_id>/preview/"),
        view(preview.print_view, "preview_print", "<path:object_id>/preview/print/"),
        view(reviewing.page, "review", "<path:object_id>/review/", reopens=True),
        view(comments.page, "comments", "<path:object_id>/comments/", reopens=True),
        view(editions.history, "history", "<path:object_id>/history/"),
        view(redaction.page, "redact", "<path:object_id>/redact/", reopens=True),
        view(editions.show, "edition", "<path:object_id>/edition/<int:number>/"),
        view(comparing.compare, "compare", "<path:object_id>/compare/"),
        view(editions.restore, "restore", "<path:object_id>/edition/<int:number>/restore/"),
        view(editions.restore_save, "restore_save", "<path:object_id>/save/<int:act>/restore/"),
        view(receipts.again, "receipt_again", "<path:object_id>/receipt/again/"),
        view(receipts.page, "receipt", "<path:object_id>/receipt/<int:key>/"),
        view(steps.confirm, "step", "<path:object_id>/step/<slug:verb>/", reopens=True),
    ]
