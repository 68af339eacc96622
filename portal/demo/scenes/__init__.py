"""The demo's pictures, composed by code: `SCENES` names them, `render` writes one as a JPEG."""

from __future__ import annotations

from pathlib import Path

from portal.demo.scenes import (
    aftermath,
    bay,
    beach,
    control,
    crafts,
    evenings,
    exhibits,
    ferry,
    flowers,
    harbour,
    homes,
    indoors,
    land,
    lanterns,
    learning,
    mangroves,
    market,
    meetings,
    pagoda,
    ponds,
    recycling,
    regatta,
    rescue,
    roads,
    school,
    seafood,
    shipyard,
    stations,
    streets,
    transit,
    wards,
    waterside,
    waterworks,
    works,
)
from portal.demo.scenes.registry import SCENES

__all__ = ["SCENES", "render"]

# Importing a module registers its scenes.
_MODULES = (
    aftermath,
    bay,
    beach,
    control,
    crafts,
    evenings,
    exhibits,
    ferry,
    flowers,
    harbour,
    homes,
    indoors,
    land,
    lanterns,
    learning,
    mangroves,
    market,
    meetings,
    pagoda,
    ponds,
    recycling,
    regatta,
    rescue,
    roads,
    school,
    seafood,
    shipyard,
    stations,
    streets,
    transit,
    wards,
    waterside,
    waterworks,
    works,
)


def render(key: str, path: Path | str, scale: float = 1.0) -> None:
    """Draw a scene into a JPEG file; `scale` below 1 gives a smaller picture, faster."""
    if key not in SCENES:
        raise KeyError(f"no scene is called {key}; there are {', '.join(sorted(SCENES))}")
    SCENES[key](scale).save(path, "JPEG", quality=88, optimize=True, progressive=True)
