"""Gathers the admins of the packages, which register with Django when they are imported, and the
pages beside an article's form."""

from .checks import admin as checks_admin
from .checks import convert_encoding, levels_admin  # noqa: F401
from .desk import bulk_admin, compare, history
from .desk.admin import ArticleAdmin
from .desk.form import preview
from .desk.steps import pages as steps_pages
from .fronts import admin as fronts_admin  # noqa: F401
from .receipts import admin as receipts_admin
from .redaction import admin as redaction_admin
from .review_links import admin as review_links_admin
from .review_links import comments
from .sittings import admin as sittings_admin
from .taxonomy import admin as taxonomy_admin  # noqa: F401
from .word import admin as word_admin

ArticleAdmin.side_pages = [
    word_admin.WordPage,
    bulk_admin.BulkPage,
    sittings_admin.HeartbeatView,
    sittings_admin.PutAsideView,
    sittings_admin.DeletePutAsidePage,
    checks_admin.ChecksPage,
    convert_encoding.ConvertPage,
    preview.PreviewPage,
    preview.PrintPreviewPage,
    review_links_admin.ReviewLinksPage,
    comments.CommentsPage,
    history.HistoryPage,
    redaction_admin.RedactionPage,
    history.EditionPage,
    compare.ComparePage,
    history.RestorePage,
    history.RestoreSavePage,
    receipts_admin.RecheckPage,
    receipts_admin.ReceiptPage,
    steps_pages.StepPage,
]
