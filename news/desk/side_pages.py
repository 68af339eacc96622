"""The pages beside an article's form, and where each stands.

Each declares its right here, and asks by itself whether this person may see the article that it is
about (`access`). One of `REOPENS` does nothing where `staff.base_admin.reopened` says so, and
shows what was typed.
"""

from functools import wraps

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from staff.rights import Right, View, requires_right

from ..checks import admin as checks_admin
from ..checks import convert_encoding
from ..receipts import admin as receipts_admin
from ..redaction import admin as redaction_admin
from ..review_links import admin as review_links_admin
from ..review_links import comments
from ..rights.article_access import has_a_desk, may_begin, may_redact
from ..sittings import admin as sittings_admin
from ..word import admin as word_admin
from . import bulk_admin, compare, history
from .form import preview
from .steps import pages

# By its name each one's route, the right that it wants, and what answers.
PAGES = {
    "word": ("word/", may_begin, word_admin.take_word),
    "bulk": ("bulk/<slug:act>/", has_a_desk, bulk_admin.page),
    "sitting_new": ("sitting/", has_a_desk, sittings_admin.keep),
    "drop_new": ("sitting/drop/", has_a_desk, sittings_admin.drop),
    "delete_new": ("sitting/delete/", has_a_desk, sittings_admin.delete),
    "preview_new": ("preview/", has_a_desk, preview.page),
}
# Likewise, behind an article's key.
PAGES_OF_ONE = {
    "sitting": ("sitting/", has_a_desk, sittings_admin.keep),
    "drop": ("sitting/drop/", has_a_desk, sittings_admin.drop),
    "delete_sitting": ("sitting/delete/", has_a_desk, sittings_admin.delete),
    "checks": ("checks/", has_a_desk, checks_admin.page),
    "convert": ("convert/", has_a_desk, convert_encoding.convert),
    "preview": ("preview/", has_a_desk, preview.page),
    "preview_print": ("preview/print/", has_a_desk, preview.print_view),
    "review": ("review/", has_a_desk, review_links_admin.page),
    "comments": ("comments/", has_a_desk, comments.page),
    "history": ("history/", has_a_desk, history.history),
    "redact": ("redact/", may_redact, redaction_admin.page),
    "edition": ("edition/<int:number>/", has_a_desk, history.show),
    "compare": ("compare/", has_a_desk, compare.compare),
    "restore": ("edition/<int:number>/restore/", has_a_desk, history.restore),
    "restore_save": ("save/<int:act>/restore/", has_a_desk, history.restore_save),
    "receipt_again": ("receipt/again/", has_a_desk, receipts_admin.again),
    "receipt": ("receipt/<int:key>/", has_a_desk, receipts_admin.page),
    "step": ("step/<slug:verb>/", has_a_desk, pages.confirm),
}
REOPENS = {"bulk", "review", "comments", "redact", "step"}


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def pattern(name: str, route: str, right: Right, view: View) -> URLPattern:
        @wraps(view)
        def bound(request: HttpRequest, **kwargs) -> HttpResponse:
            return view(model_admin, request, **kwargs)

        bound.reopens = name in REOPENS  # portal.kept asks it
        page = model_admin.admin_site.admin_view(requires_right(right, bound))
        return path(route, page, name=f"news_article_{name}")

    return [
        *(pattern(name, *page) for name, page in PAGES.items()),
        *(
            pattern(name, f"<path:object_id>/{route}", right, view)
            for name, (route, right, view) in PAGES_OF_ONE.items()
        ),
    ]
