"""Where migrations look for it."""

from database.folded_search import FoldedIndex

__all__ = ["FoldedIndex"]
