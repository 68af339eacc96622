"""Gathers the admins of the packages, which register with Django when they are imported."""

from .checks import levels_admin  # noqa: F401
from .desk import admin  # noqa: F401
from .fronts import admin as fronts_admin  # noqa: F401
from .taxonomy import admin as taxonomy_admin  # noqa: F401
