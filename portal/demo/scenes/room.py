"""What rooms are furnished with, and people sitting behind a table."""

from __future__ import annotations

from portal.demo.scenes.green import LEAF
from portal.demo.scenes.kit import Canvas, Color, Fade, dark, light, rgb, smooth
from portal.demo.scenes.people import Look

CLAY = rgb("B0603F")


def plant(c: Canvas, x: float, y: float, h: float, pot: Color = CLAY) -> None:
    """A potted plant."""
    c.poly(
        [
            (x - h * 0.16, y - h * 0.26),
            (x + h * 0.16, y - h * 0.26),
            (x + h * 0.11, y),
            (x - h * 0.11, y),
        ],
        Fade(light(pot, 0.1), dark(pot, 0.3)),
    )
    for i in range(13):
        lean = -0.5 + i / 12
        tip = (x + lean * h * 0.75, y - h * (1.0 - abs(lean) * 0.55) * c.rng.uniform(0.85, 1))
        mid = (x + lean * h * 0.3, y - h * 0.62)
        tone = LEAF[1 + i % 3]
        c.poly(
            [
                (x - 2, y - h * 0.24),
                (mid[0] - h * 0.05, mid[1]),
                tip,
                (mid[0] + h * 0.05, mid[1] + h * 0.03),
                (x + 2, y - h * 0.24),
            ],
            tone,
        )


def window(
    c: Canvas, x: float, y: float, w: float, h: float, outside: Fade, frame: Color, *, bars: int = 2
) -> None:
    c.rect(x - 8, y - 8, w + 16, h + 16, frame)
    c.rect(x, y, w, h, outside)
    for i in range(1, bars):
        c.rect(x + w * i / bars - 3, y, 6, h, frame)
    c.rect(x, y + h * 0.42, w, 5, frame)
    c.rect(x - 14, y + h + 6, w + 28, 9, light(frame, 0.2))


def monitor(c: Canvas, x: float, y: float, w: float, *, back: bool = True) -> None:
    """A desk screen standing on y."""
    c.rect(x - w * 0.05, y - w * 0.2, w * 0.1, w * 0.2, rgb("4A545C"))
    c.box(x - w * 0.18, y - 5, w * 0.36, 5, 2, rgb("4A545C"))
    c.box(x - w / 2, y - w * 0.78, w, w * 0.6, 4, rgb("2A323A") if back else rgb("1E262D"))
    if not back:
        c.rect(x - w * 0.46, y - w * 0.74, w * 0.92, w * 0.52, Fade(rgb("DCE8EA"), rgb("A9C2CB")))


def seated(c: Canvas, x: float, y: float, s: float, look: Look) -> None:
    """Someone behind a table, facing us, from the chest up."""
    c.poly(
        [
            (x - s * 1.9, y),
            (x - s * 1.75, y - s * 1.5),
            (x - s * 0.6, y - s * 2.1),
            (x + s * 0.6, y - s * 2.1),
            (x + s * 1.75, y - s * 1.5),
            (x + s * 1.9, y),
        ],
        look.top,
    )
    c.poly(
        [(x - s * 0.5, y - s * 2.1), (x, y - s * 0.9), (x + s * 0.5, y - s * 2.1)], rgb("F4F1E8")
    )
    if look.cut == "long":
        for side in (-1, 1):
            lock = [(0.3, 4.1), (0.95, 3.6), (1.05, 2.6), (0.9, 1.7), (0.55, 1.9), (0.5, 3.0)]
            c.poly(smooth([(x + side * s * dx, y - s * up) for dx, up in lock], steps=5), look.hair)
    elif look.cut == "bun":
        c.oval(x, y - s * 4.45, s * 0.42, s * 0.36, look.hair)
    c.rect(x - s * 0.32, y - s * 2.6, s * 0.64, s * 0.7, dark(look.skin, 0.15))
    for side in (-1, 1):
        c.oval(x + side * s * 0.78, y - s * 3.1, s * 0.13, s * 0.22, look.skin)
    c.oval(x, y - s * 3.1, s * 0.78, s * 0.98, look.skin)
    part = 0.35 if look.cut == "long" else -0.3
    hair = [(-0.84, 3.0), (-0.86, 3.7), (-0.5, 4.22), (0, 4.36), (0.5, 4.22), (0.86, 3.7)]
    hair += [(0.84, 3.0), (0.68, 3.5), (part, 3.85), (-0.66, 3.45)]
    c.poly(smooth([(x + s * dx, y - s * up) for dx, up in hair], steps=5), look.hair)
