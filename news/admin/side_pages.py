"""The pages beside an article's form, and where each stands.

Each declares its right here, and asks by itself whether this person may see the article that it is
about (`access`). One that `reopens` does nothing where `media.staff.reopened` says so, and
shows what was typed.
"""

from functools import wraps

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from media.rights import Right, View, asks

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
from .access import has_a_desk, may_begin, may_redact


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(
        right: Right, function: View, name: str, route: str, *, reopens: bool = False
    ) -> URLPattern:
        @wraps(function)
        def bound(request: HttpRequest, **kwargs) -> HttpResponse:
            return function(model_admin, request, **kwargs)

        bound.reopens = reopens  # portal.kept asks it
        page = model_admin.admin_site.admin_view(asks(right, bound))
        return path(route, page, name=f"news_article_{name}")

    return [
        view(may_begin, word.take_word, "word", "word/"),
        view(has_a_desk, bulk.page, "bulk", "bulk/<slug:act>/", reopens=True),
        view(has_a_desk, sittings.keep, "sitting_new", "sitting/"),
        view(has_a_desk, sittings.drop, "drop_new", "sitting/drop/"),
        view(has_a_desk, sittings.delete, "delete_new", "sitting/delete/"),
        view(has_a_desk, sittings.keep, "sitting", "<path:object_id>/sitting/"),
        view(has_a_desk, sittings.drop, "drop", "<path:object_id>/sitting/drop/"),
        view(has_a_desk, sittings.delete, "delete_sitting", "<path:object_id>/sitting/delete/"),
        view(has_a_desk, checking.page, "checks", "<path:object_id>/checks/"),
        view(has_a_desk, converting.convert, "convert", "<path:object_id>/convert/"),
        view(has_a_desk, preview.page, "preview_new", "preview/"),
        view(has_a_desk, preview.page, "preview", "<path:object_id>/preview/"),
        view(has_a_desk, preview.print_view, "preview_print", "<path:object_id>/preview/print/"),
        view(has_a_desk, reviewing.page, "review", "<path:object_id>/review/", reopens=True),
        view(has_a_desk, comments.page, "comments", "<path:object_id>/comments/", reopens=True),
        view(has_a_desk, editions.history, "history", "<path:object_id>/history/"),
        view(may_redact, redaction.page, "redact", "<path:object_id>/redact/", reopens=True),
        view(has_a_desk, editions.show, "edition", "<path:object_id>/edition/<int:number>/"),
        view(has_a_desk, comparing.compare, "compare", "<path:object_id>/compare/"),
        view(
            has_a_desk,
            editions.restore,
            "restore",
            "<path:object_id>/edition/<int:number>/restore/",
        ),
        view(
            has_a_desk,
            editions.restore_save,
            "restore_save",
            "<path:object_id>/save/<int:act>/restore/",
        ),
        view(has_a_desk, receipts.again, "receipt_again", "<path:object_id>/receipt/again/"),
        view(has_a_desk, receipts.page, "receipt", "<path:object_id>/receipt/<int:key>/"),
        view(has_a_desk, steps.confirm, "step", "<path:object_id>/step/<slug:verb>/", reopens=True),
    ]
