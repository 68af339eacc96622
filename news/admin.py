"""Imports the admin of each package, which registers it with Django, and lists the side pages of
the article admin."""

from .checks import admin as checks_admin, convert_encoding
from .desk import bulk, history
from .desk.admin import ArticleAdmin
from .desk.form import preview
from .desk.steps import pages as steps_pages
from .fronts import admin as fronts_admin  # noqa: F401
from .receipts import admin as receipts_admin
from .redaction import admin as redaction_admin
from .review_links import admin as review_links_admin, comments
from .sittings import admin as sittings_admin
from .taxonomy import admin as taxonomy_admin  # noqa: F401
from .word import admin as word_admin

# Route, view, and the URL name without its prefix `news_article_`.
ArticleAdmin.side_pages = [
    ("word/", word_admin.WordPage, "word"),
    ("bulk/<slug:act>/", bulk.BulkPage, "bulk"),
    # For a new article, which is not stored yet.
    ("sitting/", sittings_admin.HeartbeatView, "sitting_new"),
    ("sitting/drop/", sittings_admin.PutAsideView, "drop_new"),
    ("sitting/delete/", sittings_admin.DeletePutAsidePage, "delete_new"),
    ("preview/", preview.PreviewPage, "preview_new"),
    # About a photo or document.
    ("taken-down/<int:key>/", receipts_admin.FileReceiptPage, "file_receipt"),
    # For a stored article.
    ("<path:object_id>/sitting/", sittings_admin.HeartbeatView, "sitting"),
    ("<path:object_id>/sitting/drop/", sittings_admin.PutAsideView, "drop"),
    ("<path:object_id>/sitting/delete/", sittings_admin.DeletePutAsidePage, "delete_sitting"),
    ("<path:object_id>/preview/", preview.PreviewPage, "preview"),
    ("<path:object_id>/preview/print/", preview.PrintPreviewPage, "preview_print"),
    ("<path:object_id>/checks/", checks_admin.ChecksPage, "checks"),
    ("<path:object_id>/convert/", convert_encoding.ConvertPage, "convert"),
    ("<path:object_id>/review/", review_links_admin.ReviewLinksPage, "review"),
    ("<path:object_id>/comments/", comments.CommentsPage, "comments"),
    ("<path:object_id>/history/", history.HistoryPage, "history"),
    ("<path:object_id>/redact/", redaction_admin.RedactionPage, "redact"),
    ("<path:object_id>/edition/<int:number>/", history.EditionPage, "edition"),
    ("<path:object_id>/compare/", history.ComparePage, "compare"),
    ("<path:object_id>/edition/<int:number>/restore/", history.RestorePage, "restore"),
    ("<path:object_id>/save/<int:act>/restore/", history.RestorePage, "restore_save"),
    ("<path:object_id>/receipt/again/", receipts_admin.RecheckPage, "receipt_again"),
    ("<path:object_id>/receipt/<int:key>/", receipts_admin.ReceiptPage, "receipt"),
    ("<path:object_id>/step/<slug:verb>/", steps_pages.StepPage, "step"),
]
