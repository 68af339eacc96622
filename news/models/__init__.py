from .article import Article, Attachment, Byline, PhotoUse, RelatedArticle
from .beat import Beat
from .counting import MostRead, ReadDay, ReadMark, ReadSecret, ReadTotal
from .edition import Edition, Listing
from .front import Front, Placement
from .indexing import SearchIndex
from .log import Act
from .naming import Author, OldSlug, Source, Tag, Topic, named
from .receipt import Receipt
from .sitting import Sitting

__all__ = [
    "Act",
    "Article",
    "Attachment",
    "Author",
    "Beat",
    "Byline",
    "Edition",
    "Front",
    "Listing",
    "MostRead",
    "OldSlug",
    "PhotoUse",
    "Placement",
    "ReadDay",
    "ReadMark",
    "ReadSecret",
    "ReadTotal",
    "Receipt",
    "RelatedArticle",
    "SearchIndex",
    "Sitting",
    "Source",
    "Tag",
    "Topic",
    "named",
]
