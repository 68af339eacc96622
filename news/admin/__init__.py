"""The newsroom in the admin."""

from . import article, front, levels, naming

__all__ = ["article", "front", "levels", "naming"]
