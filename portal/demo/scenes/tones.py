"""Colours, fades and curves: what a shape is made of before it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Color = tuple[int, int, int]


Point = tuple[float, float]


def rgb(code: str) -> Color:
    """A colour from its usual six digits, with or without the sharp."""
    code = code.lstrip("#")
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:6], 16)


INK = rgb("14202B")


PAPER = rgb("F7F4EC")


RED = rgb("B3261E")


FLAME = rgb("D9432F")


def mix(a: Color, b: Color, t: float) -> Color:
    """The colour at `t` (0 … 1) of the way from `a` to `b`."""
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def dark(color: Color, t: float = 0.25) -> Color:
    """The same colour in shade: towards the harbour's blue-black, not towards grey."""
    return mix(color, INK, t)


def light(color: Color, t: float = 0.25, to: Color = PAPER) -> Color:
    return mix(color, to, t)


@dataclass(frozen=True)
class Fade:
    """A fill that runs from one colour to another, downwards or from left to right."""

    start: Color
    end: Color
    across: bool = False


Fill = Color | Fade


def bezier(p0: Point, p1: Point, p2: Point, p3: Point, steps: int = 24) -> list[Point]:
    points = []
    for i in range(steps + 1):
        t = i / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append(
            (
                a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
            )
        )
    return points


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 8) -> list[Point]:
    """A soft curve through all the points (Catmull–Rom)."""
    n = len(points)
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = (
            points[k % n] if closed else points[min(max(k, 0), n - 1)]
            for k in (i - 1, i, i + 1, i + 2)
        )
        for s in range(steps):
            t = s / steps
            out.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t * t
                        + (3 * b - a - 3 * c + d) * t**3
                    )
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    if not closed:
        out.append(points[-1])
    return out
