from .article import Article, Attachment, Byline, PhotoUse, RelatedArticle
from .beat import Beat
from .checking import CheckLevel, OutsideLink
from .counting import MostRead, ReadDay, ReadMark, ReadSecret, ReadTotal
from .edition import Edition, Listing
from .front import Front, Placement
from .indexing import SearchIndex
from .log import Act
from .naming import Author, OldSlug, Source, Tag, Topic, named
from .notification import BadAddress, Notification, NotificationChoice
from .receipt import Receipt
from .review import Comment, ReviewLink
from .sitting import Sitting

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
    "Front",
    "Listing",
    "MostRead",
    "Notification",
    "NotificationChoice",
    "OldSlug",
    "OutsideLink",
    "PhotoUse",
    "Placement",
    "ReadDay",
    "ReadMark",
    "ReadSecret",
    "ReadTotal",
    "Receipt",
    "RelatedArticle",
    "ReviewLink",
    "SearchIndex",
    "Sitting",
    "Source",
    "Tag",
    "Topic",
    "named",
]
