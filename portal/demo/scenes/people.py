"""People as simple, well-proportioned figures: a skeleton of angles dressed in a few tones.

A figure is about seven and a half heads tall (children fewer), drawn from its feet, far limbs
first.
"""

from __future__ import annotations

import math

from portal.demo.scenes.kit import Canvas, Color, Point, dark, light, mix, rgb, smooth
from portal.demo.scenes.poses import GREY_HAIR, HAIR, POSES, SKIN, STRAW, Look, Pose

__all__ = [
    "GREY_HAIR",
    "HAIR",
    "SKIN",
    "STRAW",
    "Look",
    "back_of_head",
    "person",
    "someone",
]


def _joint(start: Point, angle: float, length: float, facing: int) -> Point:
    a = math.radians(angle)
    return start[0] + facing * math.sin(a) * length, start[1] + math.cos(a) * length


def person(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    look: Look,
    pose: str = "stand",
    *,
    facing: int = 1,
    child: bool = False,
    rim: Color | None = None,
    seat: float | None = None,
) -> dict[str, Point]:
    """Draw one person standing with the feet at (x, y); answers with the hands, head and hip.

    A sitting figure is placed by `seat`, the height of its hips. `rim` lights its front edge.
    """
    p = POSES[pose]
    thigh, shin = 0.245 * h, 0.24 * h
    if child:
        thigh, shin = 0.22 * h, 0.215 * h
    drop = max(
        _joint(_joint((0, 0), leg[0], thigh, 1), leg[1], shin, 1)[1]
        for leg in (p.near_leg, p.far_leg)
    )
    hip = (x, (y - drop - 0.035 * h) if seat is None else seat)
    trunk = (0.30 if not child else 0.28) * h
    lean = math.radians(p.lean)
    neck = hip[0] + facing * math.sin(lean) * trunk, hip[1] - math.cos(lean) * trunk
    spots = {"hip": hip, "neck": neck}

    far_top, far_bottom = dark(look.top, 0.28), dark(look.bottom, 0.28)
    far_shoulder = neck[0] + facing * 0.02 * h, neck[1] + 0.045 * h
    near_shoulder = neck[0] - facing * 0.012 * h, neck[1] + 0.05 * h
    bare = look.skirt == "shorts"
    spots["far_hand"] = _arm(c, far_shoulder, p.far_arm, h, far_top, look, facing, far=True)
    far_hip = hip[0] + facing * 0.012 * h, hip[1]
    near_hip = hip[0] - facing * 0.008 * h, hip[1]
    _leg(c, far_hip, p.far_leg, (thigh, shin), h, far_bottom, look, facing, bare, True)
    _leg(c, near_hip, p.near_leg, (thigh, shin), h, look.bottom, look, facing, bare, False)
    _trunk(c, hip, neck, h, look, facing, rim)
    if look.skirt in ("dress", "aodai", "coat"):
        _skirt(c, hip, h, look, p, facing)
    spots["head"] = _head(c, neck, h, look, p.lean, facing, child, rim)
    spots["near_hand"] = _arm(c, near_shoulder, p.near_arm, h, look.top, look, facing, far=False)
    return spots


def _arm(
    c: Canvas,
    shoulder: Point,
    angles: Point,
    h: float,
    top: Color,
    look: Look,
    facing: int,
    far: bool,
) -> Point:
    elbow = _joint(shoulder, angles[0], 0.155 * h, facing)
    wrist = _joint(elbow, angles[1], 0.135 * h, facing)
    hand = _joint(wrist, angles[1], 0.022 * h, facing)
    skin = dark(look.skin, 0.2) if far else look.skin
    tone = top if far else light(top, 0.05)
    c.limb(wrist, hand, 0.017 * h, 0.018 * h, skin)
    if look.sleeves:
        c.limb(elbow, wrist, 0.027 * h, 0.02 * h, tone)
        c.limb(shoulder, elbow, 0.036 * h, 0.028 * h, tone)
    else:
        c.limb(elbow, wrist, 0.023 * h, 0.017 * h, skin)
        c.limb(shoulder, elbow, 0.028 * h, 0.023 * h, skin)
        half = (shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2
        c.limb(shoulder, half, 0.036 * h, 0.034 * h, tone)
    return hand


def _leg(
    c: Canvas,
    hip: Point,
    angles: Point,
    lengths: Point,
    h: float,
    cloth: Color,
    look: Look,
    facing: int,
    bare: bool,
    far: bool,
) -> None:
    knee = _joint(hip, angles[0], lengths[0], facing)
    ankle = _joint(knee, angles[1], lengths[1], facing)
    skin = dark(look.skin, 0.22) if far else look.skin
    shoe = mix(rgb("2A2626"), look.bottom, 0.25)
    tilt = math.radians(max(-50.0, min(20.0, angles[1])) * 0.7)
    toe = (
        ankle[0] + facing * 0.058 * h * math.cos(tilt),
        ankle[1] + 0.022 * h - 0.058 * h * math.sin(tilt),
    )
    c.limb((ankle[0], ankle[1] + 0.014 * h), toe, 0.022 * h, 0.013 * h, shoe)
    c.limb(knee, ankle, 0.037 * h if not bare else 0.032 * h, 0.022 * h, skin if bare else cloth)
    if bare:
        c.limb(hip, knee, 0.047 * h, 0.034 * h, skin)
        mid = hip[0] + (knee[0] - hip[0]) * 0.75, hip[1] + (knee[1] - hip[1]) * 0.75
        c.limb(hip, mid, 0.054 * h, 0.05 * h, cloth)
    else:
        c.limb(hip, knee, 0.053 * h, 0.038 * h, cloth)


def _trunk(
    c: Canvas, hip: Point, neck: Point, h: float, look: Look, facing: int, rim: Color | None
) -> None:
    ux, uy = neck[0] - hip[0], neck[1] - hip[1]
    length = math.hypot(ux, uy) or 1.0
    ux, uy = ux / length, uy / length
    nx, ny = -uy * facing, ux * facing  # towards the front

    def at(up: float, out: float) -> Point:
        return (
            hip[0] + ux * up * length + nx * out * h,
            hip[1] + uy * up * length + ny * out * h,
        )

    front = [(-0.08, 0.052), (0.2, 0.058), (0.55, 0.062), (0.8, 0.07), (0.95, 0.052), (1.02, 0.02)]
    back = [
        (1.02, -0.028),
        (0.95, -0.066),
        (0.75, -0.074),
        (0.45, -0.058),
        (0.15, -0.062),
        (-0.08, -0.056),
    ]
    outline = smooth([at(*q) for q in (*front, *back)], steps=5)
    c.poly(outline, look.top)
    shade = [
        (0.98, -0.03),
        (0.95, -0.066),
        (0.75, -0.074),
        (0.45, -0.058),
        (0.1, -0.06),
        (0.1, -0.03),
        (0.6, -0.03),
    ]
    c.poly(smooth([at(*q) for q in shade], steps=4), dark(look.top, 0.18))
    if rim:
        edge = smooth([at(u, o + 0.001) for u, o in front[1:5]], closed=False, steps=4)
        c.line(edge, 0.009 * h, rim, 0.4)


def _skirt(c: Canvas, hip: Point, h: float, look: Look, p: Pose, facing: int) -> None:
    depth = {"dress": 0.26, "aodai": 0.40, "coat": 0.16}[look.skirt]
    swing = math.sin(math.radians(p.near_leg[0])) * 0.1
    back = math.sin(math.radians(p.far_leg[0])) * 0.1
    spread = 0.075 if look.skirt != "dress" else 0.1
    bottom = hip[1] + depth * h
    points = [
        (hip[0] + facing * 0.056 * h, hip[1] - 0.06 * h),
        (hip[0] + facing * (spread + max(0, swing)) * h, bottom),
        (hip[0] + facing * (swing + back) * 0.5 * h, bottom + 0.012 * h),
        (hip[0] - facing * (spread - min(0, back)) * h, bottom - 0.01 * h),
        (hip[0] - facing * 0.06 * h, hip[1] - 0.06 * h),
    ]
    c.poly(points, look.top)
    fold = [
        points[4],
        points[3],
        (points[3][0] + facing * 0.05 * h, bottom),
        (hip[0] - facing * 0.02 * h, hip[1]),
    ]
    c.poly(fold, dark(look.top, 0.16))


def _head(
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


def someone(
    c: Canvas,
    palette: tuple[Color, ...],
    *,
    bottoms: tuple[Color, ...] = (rgb("2B3442"), rgb("3C4A57"), rgb("57493F")),
) -> Look:
    """A passer-by, dressed by chance from a palette."""
    r = c.rng
    woman = r.random() < 0.5
    return Look(
        top=r.choice(palette),
        bottom=r.choice(bottoms),
        skin=r.choice(SKIN),
        cut=r.choice(("bun", "long", "tail")) if woman else "short",
        sleeves=r.random() < 0.5,
    )


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
