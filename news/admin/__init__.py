"""The newsroom in the admin."""

from . import article, front, naming

__all__ = ["article", "front", "naming"]
