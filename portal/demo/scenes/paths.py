"""Outlines and clothes in a few words, so that a scene reads as a list of what is in it."""

from __future__ import annotations

from functools import lru_cache

from portal.demo.scenes.kit import Point, rgb, smooth
from portal.demo.scenes.poses import GREY_HAIR, HAIR, SKIN, STRAW, Look

HATS = {"cone", "helmet", "cap", "scarf"}
CUTS = {"short", "bun", "long", "tail", "bald"}
SKIRTS = {"dress", "aodai", "coat", "shorts"}


@lru_cache(maxsize=512)
def _pairs(path: str) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in path.split()))


def cut(
    path: str,
    x: float = 0,
    y: float = 0,
    s: float = 1,
    *,
    facing: int = 1,
    tall: float | None = None,
) -> list[Point]:
    """Corners written as in SVG ("-0.5,0 0,-1 …"), moved to (x, y) and made `s` large.

    `tall` is the scale of the height where it differs; `facing` -1 turns the outline about.
    """
    tall = tall or s
    return [(x + facing * dx * s, y + dy * tall) for dx, dy in _pairs(path)]


def curve(
    path: str,
    x: float = 0,
    y: float = 0,
    s: float = 1,
    *,
    facing: int = 1,
    tall: float | None = None,
) -> list[Point]:
    """The same as a soft closed outline."""
    return smooth(cut(path, x, y, s, facing=facing, tall=tall), steps=5)


@lru_cache(maxsize=512)
def wear(words: str) -> Look:
    """Clothes in words: colours of top, bottom and hat, a digit for the skin, hat, cut, skirt.

    `wear("B3392C 2B3442 1 cone tail")`; "grey" hair, "bare" arms.
    """
    colors, kinds = [], {"hat": "", "cut": "short", "skirt": ""}
    skin, hair, sleeves = SKIN[0], HAIR, True
    for word in words.split():
        if word in HATS:
            kinds["hat"] = word
        elif word in CUTS:
            kinds["cut"] = word
        elif word in SKIRTS:
            kinds["skirt"] = word
        elif word == "grey":
            hair = GREY_HAIR
        elif word == "bare":
            sleeves = False
        elif len(word) == 1:
            skin = SKIN[int(word)]
        else:
            colors.append(rgb(word))
    hat_color = colors[2] if len(colors) > 2 else STRAW
    return Look(colors[0], colors[1], skin, hair, hat_color=hat_color, sleeves=sleeves, **kinds)
