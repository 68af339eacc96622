"""Heads: face, hair and hat from the side, and whoever sits in front of us, from behind."""

from __future__ import annotations

import math

from portal.demo.scenes.kit import Canvas, Color, Point, dark, light, smooth
from portal.demo.scenes.poses import Look


def draw_head(
    c: Canvas,
    neck: Point,
    h: float,
    look: Look,
    lean: float,
    facing: int,
    child: bool,
    rim: Color | None,
) -> Point:
    size = h * (0.066 if not child else 0.083)
    tilt = math.radians(lean * 0.55)
    fx, fy = facing * math.cos(tilt), math.sin(tilt)  # forwards, along the face
    ux, uy = facing * math.sin(tilt), -math.cos(tilt)  # upwards
    mx, my = (
        neck[0] + ux * size * 1.28 + fx * size * 0.12,
        neck[1] + uy * size * 1.28 + fy * size * 0.12,
    )

    def at(f: float, u: float) -> Point:
        return mx + (fx * f + ux * u) * size, my + (fy * f + uy * u) * size

    c.limb(
        at(-0.12, -0.5),
        (neck[0], neck[1] + size * 0.2),
        size * 0.4,
        size * 0.46,
        dark(look.skin, 0.14),
    )
    if look.cut == "long":
        c.poly(
            smooth(
                [
                    at(-0.2, 1),
                    at(-1.0, 0.5),
                    at(-1.0, -1.0),
                    at(-0.75, -2.3),
                    at(-0.1, -2.0),
                    at(0.0, 0),
                ],
                steps=5,
            ),
            look.hair,
        )
    elif look.cut == "bun":
        c.oval(*at(-1.05, 0.15), size * 0.42, size * 0.42, look.hair)
    elif look.cut == "tail":
        c.poly(
            smooth(
                [at(-0.7, 0.7), at(-1.25, 0.3), at(-1.35, -0.8), at(-1.0, -1.7), at(-0.85, -0.4)],
                steps=5,
            ),
            look.hair,
        )
    face = [
        at(0.1, 1.02),
        at(0.7, 0.75),
        at(0.86, 0.15),
        at(0.98, -0.12),
        at(0.82, -0.3),
        at(0.74, -0.78),
        at(0.4, -1.02),
        at(-0.1, -0.8),
        at(-0.62, -0.3),
        at(-0.8, 0.4),
        at(-0.5, 0.9),
    ]
    c.poly(smooth(face, steps=5), look.skin)
    if rim:
        c.line(
            smooth([at(0.66, 0.75), at(0.82, 0.15), at(0.78, -0.3), at(0.66, -0.8)], closed=False),
            size * 0.14,
            rim,
            0.7,
        )
    if look.cut != "bald":
        cap = [
            at(0.78, 0.62),
            at(0.5, 1.06),
            at(-0.1, 1.2),
            at(-0.75, 0.9),
            at(-1.0, 0.2),
            at(-0.82, -0.55),
            at(-0.5, -0.62),
            at(-0.42, -0.05),
            at(-0.12, 0.1),
            at(0.05, 0.5),
            at(0.45, 0.6),
        ]
        c.poly(smooth(cap, steps=5), look.hair)
        c.oval(*at(-0.2, -0.08), size * 0.13, size * 0.2, dark(look.skin, 0.06))
    _hat(c, look, at, size)
    return mx, my


def _hat(c: Canvas, look: Look, at, size: float) -> None:
    if look.hat == "cone":
        c.poly(
            [at(-1.95, 0.05), at(-0.06, 1.72), at(1.9, 0.3), at(1.0, 0.12), at(-0.9, -0.02)],
            look.hat_color,
        )
        c.poly(
            [at(-1.95, 0.05), at(-0.06, 1.72), at(-0.35, 0.06), at(-0.9, -0.02)],
            dark(look.hat_color, 0.2),
        )
    elif look.hat == "helmet":
        dome = [
            at(-1.12, 0.3),
            at(-1.0, 0.95),
            at(-0.4, 1.42),
            at(0.35, 1.36),
            at(0.85, 0.85),
            at(0.92, 0.45),
        ]
        c.poly([*smooth(dome, closed=False), at(1.3, 0.36), at(1.28, 0.26)], look.hat_color)
        c.line([at(-1.05, 0.34), at(1.25, 0.32)], size * 0.12, dark(look.hat_color, 0.3))
    elif look.hat == "cap":
        dome = [at(-0.98, 0.42), at(-0.8, 1.0), at(-0.1, 1.3), at(0.6, 1.05), at(0.82, 0.6)]
        c.poly([*smooth(dome, closed=False), at(1.5, 0.48), at(1.45, 0.36)], look.hat_color)
    elif look.hat == "scarf":
        wrap = [
            at(0.7, 0.7),
            at(0.2, 1.2),
            at(-0.7, 1.05),
            at(-1.05, 0.2),
            at(-0.7, -0.8),
            at(0.1, -1.2),
            at(0.05, -0.6),
            at(0.1, 0.3),
        ]
        c.poly(smooth(wrap, steps=5), look.hat_color)


def back_of_head(
    c: Canvas, x: float, y: float, size: float, look: Look, *, shoulders: float = 2.5
) -> None:
    """Someone sitting in front of us, seen from behind: head, neck, shoulders."""
    s = size
    trunk = [
        (x - s * shoulders * 0.52, y + s * 4.2),
        (x - s * shoulders * 0.56, y + s * 2.5),
        (x - s * shoulders * 0.4, y + s * 1.75),
        (x - s * 0.5, y + s * 1.45),
        (x + s * 0.5, y + s * 1.45),
        (x + s * shoulders * 0.4, y + s * 1.75),
        (x + s * shoulders * 0.56, y + s * 2.5),
        (x + s * shoulders * 0.52, y + s * 4.2),
    ]
    c.rect(x - s * 0.42, y + s * 0.6, s * 0.84, s * 1.1, dark(look.skin, 0.15))
    c.poly(smooth(trunk, steps=5), look.top)
    c.oval(x - s * 0.95, y + s * 0.15, s * 0.16, s * 0.3, look.skin)
    c.oval(x + s * 0.95, y + s * 0.15, s * 0.16, s * 0.3, look.skin)
    c.oval(x, y, s * 0.92, s * 1.12, look.hair)
    if look.cut == "long":
        c.poly(
            smooth(
                [
                    (x - s * 0.9, y),
                    (x - s * 1.0, y + s * 1.5),
                    (x - s * 0.5, y + s * 2.2),
                    (x + s * 0.5, y + s * 2.2),
                    (x + s * 1.0, y + s * 1.5),
                    (x + s * 0.9, y),
                ],
                steps=5,
            ),
            look.hair,
        )
    elif look.cut == "bun":
        c.oval(x, y - s * 0.75, s * 0.5, s * 0.45, light(look.hair, 0.08))
    elif look.cut == "tail":
        c.poly(
            smooth(
                [
                    (x - s * 0.25, y + s * 0.2),
                    (x - s * 0.35, y + s * 1.4),
                    (x, y + s * 2.0),
                    (x + s * 0.35, y + s * 1.4),
                    (x + s * 0.25, y + s * 0.2),
                ],
                steps=5,
            ),
            light(look.hair, 0.1),
        )
    else:
        c.rect(x - s * 0.6, y + s * 0.75, s * 1.2, s * 0.4, dark(look.skin, 0.1))
        c.oval(x, y + s * 0.2, s * 0.86, s * 0.8, look.hair)
