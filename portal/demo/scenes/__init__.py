"""The demo's pictures, composed by code: `SCENES` names them, `render` writes one as a JPEG."""

from __future__ import annotations

from pathlib import Path

from portal.demo.scenes import (
    bay,
    harbour,
    indoors,
    land,
    learning,
    market,
    school,
    streets,
    transit,
    waterside,
    works,
)
from portal.demo.scenes.registry import SCENES

__all__ = ["SCENES", "render"]

# Importing a module registers its scenes.
_MODULES = (
    bay,
    harbour,
    indoors,
    land,
    learning,
    market,
    school,
    streets,
    transit,
    waterside,
    works,
)


def render(key: str, path: Path | str, scale: float = 1.0) -> None:
    """Draw a scene into a JPEG file; `scale` below 1 gives a smaller picture, faster."""
    if key not in SCENES:
        raise KeyError(f"no scene is called {key}; there are {', '.join(sorted(SCENES))}")
    SCENES[key](scale).save(path, "JPEG", quality=88, optimize=True, progressive=True)
