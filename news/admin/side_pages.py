"""The pages beside an article's form, and where each stands.

Each declares its right here, and asks by itself whether this person may see the article that it is
about (`access`). One of `REOPENS` does nothing where `staff.base_admin.reopened` says so, and
shows what was typed.
"""

from functools import wraps

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from staff.rights import Right, View, asks

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

# By its name each one's route, the right that it wants, and what answers.
PAGES = {
    "word": ("word/", may_begin, word.take_word),
    "bulk": ("bulk/<slug:act>/", has_a_desk, bulk.page),
    "sitting_new": ("sitting/", has_a_desk, sittings.keep),
    "drop_new": ("sitting/drop/", has_a_desk, sittings.drop),
    "delete_new": ("sitting/delete/", has_a_desk, sittings.delete),
    "preview_new": ("preview/", has_a_desk, preview.page),
}
# Likewise, behind an article's key.
PAGES_OF_ONE = {
    "sitting": ("sitting/", has_a_desk, sittings.keep),
    "drop": ("sitting/drop/", has_a_desk, sittings.drop),
    "delete_sitting": ("sitting/delete/", has_a_desk, sittings.delete),
    "checks": ("checks/", has_a_desk, checking.page),
    "convert": ("convert/", has_a_desk, converting.convert),
    "preview": ("preview/", has_a_desk, preview.page),
    "preview_print": ("preview/print/", has_a_desk, preview.print_view),
    "review": ("review/", has_a_desk, reviewing.page),
    "comments": ("comments/", has_a_desk, comments.page),
    "history": ("history/", has_a_desk, editions.history),
    "redact": ("redact/", may_redact, redaction.page),
    "edition": ("edition/<int:number>/", has_a_desk, editions.show),
    "compare": ("compare/", has_a_desk, comparing.compare),
    "restore": ("edition/<int:number>/restore/", has_a_desk, editions.restore),
    "restore_save": ("save/<int:act>/restore/", has_a_desk, editions.restore_save),
    "receipt_again": ("receipt/again/", has_a_desk, receipts.again),
    "receipt": ("receipt/<int:key>/", has_a_desk, receipts.page),
    "step": ("step/<slug:verb>/", has_a_desk, steps.confirm),
}
REOPENS = {"bulk", "review", "comments", "redact", "step"}


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def pattern(name: str, route: str, right: Right, view: View) -> URLPattern:
        @wraps(view)
        def bound(request: HttpRequest, **kwargs) -> HttpResponse:
            return view(model_admin, request, **kwargs)

        bound.reopens = name in REOPENS  # portal.kept asks it
        page = model_admin.admin_site.admin_view(asks(right, bound))
        return path(route, page, name=f"news_article_{name}")

    return [
        *(pattern(name, *page) for name, page in PAGES.items()),
        *(
            pattern(name, f"<path:object_id>/{route}", right, view)
            for name, (route, right, view) in PAGES_OF_ONE.items()
        ),
    ]
