"""Where migrations look for it."""

from database.indexes import FoldedIndex

__all__ = ["FoldedIndex"]
