"""Standing people seen from the front or from behind, for crowds, queues and those who look on."""

from __future__ import annotations

import math

from portal.demo.scenes.kit import Canvas, Color, Point, dark, light, mix, rgb, smooth
from portal.demo.scenes.poses import Look

ARMS: dict[str, tuple[Point, Point]] = {
    "down": ((9, 3), (9, 3)),
    "up": ((150, 172), (146, 176)),
    "wave": ((9, 3), (140, 176)),
    "hips": ((34, -38), (34, -38)),
    "front": ((12, -34), (12, -34)),
    "hold": ((14, -52), (8, 2)),
    "point": ((8, 2), (74, 80)),
}


def upright(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    look: Look,
    arms: str = "down",
    *,
    back: bool = True,
    step: float = 0,
    child: bool = False,
    rim: Color | None = None,
) -> dict[str, Point]:
    """Someone standing at (x, y), turned away from us (or towards us); answers with the hands.

    `step` bends one leg as in walking, -1 … 1. `rim` lights the left edge of head and shoulders.
    """
    hip_y, neck_y = y - h * (0.5 if not child else 0.46), y - h * (0.815 if not child else 0.765)
    for side in (-1, 1):
        _leg(c, x, y, h, hip_y, side, max(0.0, step * side), look)
    hands = {}
    for name, side, (upper, lower) in zip(("left", "right"), (-1, 1), ARMS[arms], strict=True):
        if not (back and lower < -20):  # hands folded in front hide behind the trunk
            continue
        hands[name] = _arm(c, x, neck_y, h, side, upper, lower, look)
    trunk = [
        (-0.03, neck_y - h * 0.005),
        (0.03, neck_y - h * 0.005),
        (0.1, neck_y + h * 0.03),
        (0.122, neck_y + h * 0.075),
        (0.094, neck_y + h * 0.19),
        (0.09, hip_y - h * 0.01),
        (0.094, hip_y + h * 0.045),
        (-0.094, hip_y + h * 0.045),
        (-0.09, hip_y - h * 0.01),
        (-0.094, neck_y + h * 0.19),
        (-0.122, neck_y + h * 0.075),
        (-0.1, neck_y + h * 0.03),
    ]
    outline = [(x + dx * h, py) for dx, py in trunk]
    c.poly(smooth(outline, steps=4), look.top)
    c.poly(
        smooth([*outline[2:7], (x + h * 0.045, hip_y), (x + h * 0.06, neck_y + h * 0.1)], steps=4),
        dark(look.top, 0.14),
    )
    if look.skirt in ("dress", "aodai", "coat"):
        low = hip_y + h * {"dress": 0.24, "aodai": 0.38, "coat": 0.16}[look.skirt]
        wide = 0.125 if look.skirt == "dress" else 0.1
        hem = [(x + dx * h, py) for dx, py in ((0.09, hip_y), (wide, low), (-wide, low))]
        c.poly([*hem, (x - 0.09 * h, hip_y)], look.top)
        c.poly(
            [hem[0], hem[1], (x + h * wide * 0.45, low), (x + h * 0.05, hip_y)],
            dark(look.top, 0.14),
        )
    if rim:
        edge = [outline[i] for i in (11, 10, 9)]
        c.line(smooth(edge, closed=False, steps=4), h * 0.01, rim, 0.5)
    for name, side, (upper, lower) in zip(("left", "right"), (-1, 1), ARMS[arms], strict=True):
        if name not in hands:
            hands[name] = _arm(c, x, neck_y, h, side, upper, lower, look)
    _head(c, x, neck_y, h * (0.066 if not child else 0.084), look, back, rim)
    hands["head"] = x, neck_y - h * 0.085
    return hands


def _leg(
    c: Canvas, x: float, y: float, h: float, hip_y: float, side: int, lift: float, look: Look
) -> None:
    foot = y - h * (0.012 + 0.045 * lift)
    knee_y = hip_y + (y - hip_y) * 0.52
    hip, knee = (x + side * h * 0.044, hip_y), (x + side * h * 0.046, knee_y)
    ankle = (x + side * h * 0.045, foot - h * 0.015)
    bare = look.skirt in ("shorts", "dress")
    cloth = dark(look.bottom, 0.12 if side > 0 else 0)
    skin = dark(look.skin, 0.12 if side > 0 else 0)
    shoe = mix(rgb("2A2626"), look.bottom, 0.25)
    c.oval(ankle[0] + side * h * 0.006, foot - h * 0.002, h * 0.028, h * 0.016, shoe)
    c.limb(knee, ankle, h * 0.036, h * 0.024, skin if bare else cloth)
    c.limb(hip, knee, h * 0.05, h * 0.036, skin if bare else cloth)
    if look.skirt == "shorts":
        c.limb(hip, (knee[0], hip_y + (knee_y - hip_y) * 0.75), h * 0.052, h * 0.05, cloth)


def _arm(
    c: Canvas,
    x: float,
    neck_y: float,
    h: float,
    side: int,
    upper: float,
    lower: float,
    look: Look,
) -> Point:
    def joint(start: Point, angle: float, length: float) -> Point:
        a = math.radians(angle)
        return start[0] + side * math.sin(a) * length, start[1] + math.cos(a) * length

    shoulder = (x + side * h * 0.102, neck_y + h * 0.052)
    elbow = joint(shoulder, upper, h * 0.155)
    wrist = joint(elbow, lower, h * 0.135)
    hand = joint(wrist, lower, h * 0.02)
    tone = dark(look.top, 0.12) if side > 0 else light(look.top, 0.05)
    c.limb(wrist, hand, h * 0.017, h * 0.018, look.skin)
    c.limb(elbow, wrist, h * 0.026, h * 0.019, tone if look.sleeves else look.skin)
    if look.sleeves:
        c.limb(shoulder, elbow, h * 0.034, h * 0.027, tone)
    else:
        c.limb(shoulder, elbow, h * 0.028, h * 0.024, look.skin)
        half = (shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2
        c.limb(shoulder, half, h * 0.036, h * 0.034, tone)
    return hand


def _head(
    c: Canvas, x: float, neck_y: float, s: float, look: Look, back: bool, rim: Color | None
) -> None:
    y = neck_y - s * 1.25
    c.limb((x, y + s * 0.5), (x, neck_y + s * 0.25), s * 0.38, s * 0.44, dark(look.skin, 0.15))
    if look.cut == "long" and not back:
        for side in (-1, 1):
            lock = (x + side * s * 0.72, y - s * 0.3), (x + side * s * 0.78, y + s * 1.6)
            c.limb(*lock, s * 0.3, s * 0.22, look.hair)
    for side in (-1, 1):
        c.oval(x + side * s * 0.86, y + s * 0.12, s * 0.14, s * 0.25, look.skin)
    if back:
        c.oval(x, y, s * 0.88, s * 1.08, look.hair)
        if look.cut == "long":
            lock = [
                (-0.88, 0),
                (-0.9, 1.2),
                (-0.6, 2.3),
                (0, 2.5),
                (0.6, 2.3),
                (0.9, 1.2),
                (0.88, 0),
            ]
            c.poly(smooth([(x + dx * s, y + dy * s) for dx, dy in lock], steps=4), look.hair)
        elif look.cut == "tail":
            c.limb((x, y), (x, y + s * 2.0), s * 0.34, s * 0.2, light(look.hair, 0.08))
        elif look.cut == "bun":
            c.oval(x, y - s * 0.2, s * 0.46, s * 0.42, light(look.hair, 0.1))
        else:
            c.box(x - s * 0.6, y + s * 0.55, s * 1.2, s * 0.55, s * 0.3, dark(look.skin, 0.08))
            c.oval(x, y - s * 0.1, s * 0.88, s * 0.92, look.hair)
    else:
        c.oval(x, y, s * 0.8, s * 1.04, look.skin)
        cap = [(-0.86, 0.1), (-0.9, -0.5), (-0.55, -1.08), (0, -1.2), (0.55, -1.08), (0.9, -0.5)]
        cap += [(0.86, 0.1), (0.68, -0.4), (0.3, -0.66), (-0.4, -0.6), (-0.7, -0.35)]
        c.poly(smooth([(x + dx * s, y + dy * s) for dx, dy in cap], steps=4), look.hair)
    if rim:
        c.line(
            [(x - s * 0.84, y + s * 0.35), (x - s * 0.86, y - s * 0.3), (x - s * 0.5, y - s * 0.9)],
            s * 0.15,
            rim,
            0.6,
        )
    _hat(c, x, y, s, look)


def _hat(c: Canvas, x: float, y: float, s: float, look: Look) -> None:
    tone = look.hat_color
    if look.hat == "cone":
        c.poly([(x - s * 1.95, y - s * 0.1), (x, y - s * 1.75), (x + s * 1.95, y - s * 0.1)], tone)
        c.oval(x, y - s * 0.1, s * 1.95, s * 0.26, tone)
        c.poly([(x, y - s * 1.75), (x + s * 1.95, y - s * 0.1), (x + s * 0.3, y)], dark(tone, 0.16))
    elif look.hat == "helmet":
        dome = [(-1.08, -0.2), (-0.95, -0.95), (-0.4, -1.4), (0.4, -1.4), (0.95, -0.95)]
        dome += [(1.08, -0.2)]
        points = smooth([(x + dx * s, y + dy * s) for dx, dy in dome], closed=False, steps=4)
        c.poly(points, tone)
        c.line([(x - s * 1.15, y - s * 0.2), (x + s * 1.15, y - s * 0.2)], s * 0.2, dark(tone, 0.2))
    elif look.hat == "cap":
        dome = [(-0.92, -0.25), (-0.8, -0.95), (0, -1.32), (0.8, -0.95), (0.92, -0.25)]
        points = smooth([(x + dx * s, y + dy * s) for dx, dy in dome], closed=False, steps=4)
        c.poly(points, tone)
    elif look.hat == "scarf":
        c.oval(x, y - s * 0.1, s * 0.98, s * 1.14, tone)
        c.box(x - s * 0.8, y + s * 0.1, s * 1.6, s * 1.15, s * 0.5, dark(tone, 0.08))
