"""The newsroom in the admin."""

from . import article, naming

__all__ = ["article", "naming"]
