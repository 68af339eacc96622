"""People as simple, well-proportioned figures: a skeleton of angles dressed in a few tones.

A figure is about seven and a half heads tall (children fewer), drawn from its feet, far limbs
first.
"""

from __future__ import annotations

import math

from portal.demo.scenes.heads import back_of_head, draw_head
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
    spots["head"] = draw_head(c, neck, h, look, p.lean, facing, child, rim)
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
