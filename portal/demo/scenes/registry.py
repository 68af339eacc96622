"""The list of scenes: a module announces its scenes by the decorator."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from portal.demo.scenes.kit import Canvas

Scene = Callable[..., Image.Image]
SCENES: dict[str, Scene] = {}

NORMAL = (1200, 800)
WIDE = (1200, 675)
TALL = (800, 1200)


def scene(size: tuple[int, int] = NORMAL) -> Callable[[Callable[[Canvas], Image.Image]], Scene]:
    """Register a function that draws on a fresh canvas and answers with the finished picture."""

    def register(paint: Callable[[Canvas], Image.Image]) -> Scene:
        name = paint.__name__

        def picture(scale: float = 1.0) -> Image.Image:
            return paint(Canvas(*size, scale=scale, seed=name))

        picture.__name__ = name
        picture.__doc__ = paint.__doc__
        SCENES[name] = picture
        return picture

    return register
