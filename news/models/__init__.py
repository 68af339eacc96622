from .article import Article, Attachment, Byline, PhotoUse, RelatedArticle
from .edition import Edition, Listing
from .log import Act
from .naming import Author, Source, Tag, Topic

__all__ = [
    "Act",
    "Article",
    "Attachment",
    "Author",
    "Byline",
    "Edition",
    "Listing",
    "PhotoUse",
    "RelatedArticle",
    "Source",
    "Tag",
    "Topic",
]
