"""Gathers the models of all packages of `news`; Django finds them here."""

from .checks.models import CheckLevel, ExternalLink
from .counting.models import MostRead, ReadDay, ReaderHash, ReadSecret, ReadTotal
from .desk.log import Act
from .desk.models import Article, Attachment, Byline, PhotoUse, RelatedArticle
from .editions.models import Edition, Listing
from .fronts.models import Front, Placement
from .notifications.models import BadAddress, Notification, NotificationChoice
from .receipts.models import FileReceipt, Receipt
from .review_links.models import Comment, ReviewLink
from .rights.models import Beat
from .search.models import SearchIndex
from .sittings.models import Sitting
from .taxonomy.models import Author, OldSlug, Source, Tag, Topic, find_by_slug

__all__ = [
    "Act",
    "Article",
    "Attachment",
    "Author",
    "BadAddress",
    "Beat",
    "Byline",
    "CheckLevel",
    "Comment",
    "Edition",
    "ExternalLink",
    "FileReceipt",
    "Front",
    "Listing",
    "MostRead",
    "Notification",
    "NotificationChoice",
    "OldSlug",
    "PhotoUse",
    "Placement",
    "ReadDay",
    "ReadSecret",
    "ReadTotal",
    "ReaderHash",
    "Receipt",
    "RelatedArticle",
    "ReviewLink",
    "SearchIndex",
    "Sitting",
    "Source",
    "Tag",
    "Topic",
    "find_by_slug",
]
