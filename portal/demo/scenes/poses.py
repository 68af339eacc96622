"""How people stand, walk, sit and work, and what they wear.

Angles are in degrees from straight down, positive towards where the figure faces.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.scenes.kit import Color, Point, rgb

SKIN = (rgb("D9A27A"), rgb("C98F68"), rgb("E3B38D"), rgb("B97F5A"))


HAIR = rgb("1E1A1C")


GREY_HAIR = rgb("B9B6B2")


STRAW = rgb("E6CF98")


@dataclass(frozen=True)
class Pose:
    """Lean of the trunk, then thigh and shin, upper arm and forearm: near side, far side."""

    lean: float
    near_leg: Point
    far_leg: Point
    near_arm: Point
    far_arm: Point


POSES: dict[str, Pose] = {
    "stand": Pose(0, (2, -2), (-4, -4), (6, 12), (-8, 2)),
    "hold": Pose(0, (2, -2), (-5, -4), (18, 82), (24, 88)),
    "talk": Pose(2, (3, -2), (-6, -5), (38, 112), (6, 22)),
    "wave": Pose(-2, (3, -1), (-6, -4), (150, 168), (-6, 6)),
    "walk": Pose(4, (24, 10), (-16, -34), (-24, -6), (22, 40)),
    "stroll": Pose(2, (15, 5), (-12, -24), (-14, 2), (14, 28)),
    "run": Pose(13, (52, -24), (-24, -74), (-48, 34), (40, 118)),
    "dash": Pose(14, (-26, -70), (46, -10), (44, 122), (-46, 30)),
    "carry": Pose(6, (22, 8), (-15, -30), (62, 148), (-14, 4)),
    "sit": Pose(3, (84, 4), (80, -4), (34, 72), (28, 66)),
    "read": Pose(7, (84, 4), (80, -4), (36, 96), (32, 92)),
    "write": Pose(16, (82, 2), (78, -6), (44, 92), (38, 84)),
    "ride": Pose(17, (72, -4), (40, -16), (58, 74), (56, 72)),
    "bend": Pose(62, (12, -4), (-4, -8), (20, 30), (34, 22)),
    "squat": Pose(20, (104, -38), (96, -30), (50, 84), (44, 76)),
    "push": Pose(20, (28, -2), (-24, -36), (62, 84), (56, 80)),
    "point": Pose(1, (4, -2), (-7, -5), (80, 88), (-4, 6)),
    "kneel": Pose(14, (86, -2), (2, -84), (48, 78), (54, 70)),
    "kick": Pose(-8, (62, 44), (-8, -14), (-58, -30), (64, 92)),
    "rake": Pose(24, (26, 2), (-22, -30), (44, 66), (66, 70)),
    "sweep": Pose(14, (12, -2), (-10, -16), (26, 62), (48, 84)),
    "reach": Pose(6, (6, -2), (-10, -10), (112, 128), (96, 112)),
    "haul": Pose(-16, (34, 8), (8, -14), (66, 80), (74, 84)),
    "row": Pose(32, (84, -78), (80, -80), (66, 48), (74, 58)),
    "back": Pose(-14, (84, 4), (80, -4), (-30, -8), (-26, -4)),
    "recline": Pose(-34, (84, 88), (82, 88), (16, 64), (10, 58)),
    "cheer": Pose(-3, (6, -2), (-9, -5), (158, 172), (146, 178)),
}


@dataclass(frozen=True)
class Look:
    """What a person wears."""

    top: Color
    bottom: Color
    skin: Color = SKIN[0]
    hair: Color = HAIR
    hat: str = ""  # "", "cone", "helmet", "cap", "scarf"
    hat_color: Color = STRAW
    cut: str = "short"  # "short", "bun", "long", "tail", "bald"
    skirt: str = ""  # "", "dress", "aodai", "coat", "shorts"
    sleeves: bool = True
