"""The procession of lanterns at mid-autumn."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.air import bulbs, moon, stars
from portal.demo.scenes.figures import upright
from portal.demo.scenes.kit import Canvas, Color, Fade, Point, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import WALLS, tube_house

GLIMMER = rgb("FFD58F")
GOLD = rgb("F2C879")
STONE = rgb("D9A962")
NIGHT_LEAF = (rgb("14262C"), rgb("1E3A38"), rgb("33584A"), rgb("6E8A58"))


def _star(c: Canvas, hand: Point, s: float, tone: Color, f: int) -> None:
    """A five-pointed paper lantern in a ring, on a stick."""
    x, y = hand[0] + f * s * 0.55, hand[1] - s * 1.35
    c.line([(hand[0] - f * s * 0.12, hand[1] + s * 0.3), (x, y)], s * 0.05, rgb("B98B52"))
    c.glow(x, y, s * 2.2, mix(tone, rgb("FFD98A"), 0.55), 0.65)
    ring = [
        (x + math.cos(a / 24 * math.tau) * s * 0.62, y + math.sin(a / 24 * math.tau) * s * 0.62)
        for a in range(25)
    ]
    c.line(ring, s * 0.06, rgb("F0C057"))
    tips = []
    for i in range(10):
        a, r = math.radians(-90 + 36 * i), s * (0.6 if i % 2 == 0 else 0.25)
        tips.append((x + math.cos(a) * r, y + math.sin(a) * r))
    c.poly(tips, light(tone, 0.12))
    for i in range(0, 10, 2):
        c.poly([(x, y), tips[i], tips[(i + 1) % 10]], light(tone, 0.34, to=rgb("FFE9A8")))
    c.oval(x, y, s * 0.14, s * 0.14, rgb("FFF3C8"))


def _carp(c: Canvas, hand: Point, s: float, tone: Color, f: int) -> None:
    """A carp lantern hanging from a stick."""
    top = (hand[0] + f * s * 0.75, hand[1] - s * 1.1)
    c.line([(hand[0] - f * s * 0.1, hand[1] + s * 0.2), top], s * 0.05, rgb("B98B52"))
    x, y = top[0], top[1] + s * 0.55
    c.line([top, (x, y - s * 0.2)], s * 0.025, rgb("E9D8B0"))
    c.glow(x, y, s * 1.8, mix(tone, rgb("FFD98A"), 0.5), 0.6)
    body = "-0.7,0.05 -0.3,-0.3 0.25,-0.3 0.6,-0.05 0.66,0.06 0.3,0.26 -0.3,0.26"
    c.poly(cut("-0.55,0 -1.1,-0.36 -0.98,0.02 -1.1,0.4", x, y, s, facing=f), light(tone, 0.2))
    c.poly(curve(body, x, y, s, facing=f), Fade(light(tone, 0.45, to=rgb("FFE9A8")), tone))
    for k in range(4):
        c.line(
            bezier(
                (x + f * s * (0.2 - k * 0.2), y - s * 0.24),
                (x + f * s * (0.08 - k * 0.2), y - s * 0.08),
                (x + f * s * (0.08 - k * 0.2), y + s * 0.1),
                (x + f * s * (0.2 - k * 0.2), y + s * 0.22),
                8,
            ),
            s * 0.03,
            dark(tone, 0.1),
        )
    c.oval(x + f * s * 0.42, y - s * 0.06, s * 0.08, s * 0.08, rgb("FFF6DC"))
    c.oval(x + f * s * 0.44, y - s * 0.06, s * 0.04, s * 0.04, rgb("14202B"))


def _globe(c: Canvas, x: float, y: float, r: float, tone: Color) -> None:
    """A round paper lantern hung overhead."""
    c.glow(x, y, r * 3, mix(tone, rgb("FFC978"), 0.5), 0.5)
    c.oval(x, y, r, r * 0.86, Fade(light(tone, 0.35, to=rgb("FFE2A0")), tone))
    for k in (-0.55, 0, 0.55):
        c.line(
            bezier(
                (x, y - r * 0.84),
                (x + k * r * 1.5, y - r * 0.5),
                (x + k * r * 1.5, y + r * 0.5),
                (x, y + r * 0.84),
                10,
            ),
            1,
            dark(tone, 0.2),
            0.6,
        )
    c.rect(x - r * 0.3, y - r * 0.95, r * 0.6, r * 0.16, rgb("F0C057"))
    c.rect(x - r * 0.3, y + r * 0.8, r * 0.6, r * 0.16, rgb("F0C057"))
    c.line([(x, y + r * 0.95), (x, y + r * 1.6)], 2, rgb("F0C057"))


def _lion(c: Canvas, x: float, y: float, s: float) -> None:
    """A lion dancer, two people under one cloth, heading right."""
    for dx, lift in ((-0.86, 0), (-0.6, 0.06), (0.2, 0.05), (0.5, 0)):
        c.limb(
            (x + dx * s, y - s * 0.5),
            (x + (dx + 0.03) * s, y - s * (0.2 + lift)),
            s * 0.08,
            s * 0.065,
            rgb("F0C057"),
        )
        c.limb(
            (x + (dx + 0.03) * s, y - s * (0.2 + lift)),
            (x + (dx - 0.03) * s, y - s * (0.03 + lift)),
            s * 0.06,
            s * 0.045,
            rgb("C9372B"),
        )
        c.limb(
            (x + (dx - 0.03) * s, y - s * (0.015 + lift)),
            (x + (dx + 0.06) * s, y - s * (0.012 + lift)),
            s * 0.03,
            s * 0.02,
            rgb("20262C"),
        )
    cloth = "-1.05,-.55 -.95,-.86 -.5,-.98 0,-.86 .3,-.98 .62,-.8 .6,-.4 .2,-.44 -.3,-.4 -.9,-.36"
    c.poly(curve(cloth, x, y, s), Fade(rgb("D9432F"), rgb("8E1F1B")))
    for k in range(6):
        px = x + s * (-0.86 + k * 0.24)
        c.line(
            bezier(
                (px, y - s * 0.9),
                (px - s * 0.06, y - s * 0.7),
                (px + s * 0.04, y - s * 0.6),
                (px - s * 0.02, y - s * 0.42),
                8,
            ),
            s * 0.04,
            rgb("F0C057"),
        )
    for k in range(16):
        c.oval(x + s * (-0.92 + k * 0.1), y - s * 0.385, s * 0.06, s * 0.045, rgb("F7F1E0"))
    c.poly(curve("-1.0,-0.7 -1.3,-0.9 -1.42,-1.14 -1.22,-1.02 -1.05,-0.86", x, y, s), rgb("F7F1E0"))
    hx, hy = x + s * 0.72, y - s * 0.98
    c.poly(
        curve("-0.42,0.3 -0.46,-0.2 -0.1,-0.5 0.32,-0.36 0.5,0 0.42,0.36 0,0.44", hx, hy, s),
        Fade(rgb("E8593A"), rgb("B3261E")),
    )
    for k in range(9):
        a = math.radians(100 + k * 22)
        c.oval(
            hx + math.cos(a) * s * 0.42 - s * 0.02,
            hy - math.sin(a) * s * 0.42,
            s * 0.08,
            s * 0.08,
            rgb("F7F1E0"),
        )
    c.poly(curve("0.02,0.1 0.5,0.02 0.56,0.12 0.2,0.22", hx, hy, s), rgb("4A1014"))
    c.poly(curve("0.04,0.22 0.5,0.16 0.46,0.36 0.1,0.4", hx, hy, s), rgb("F0C057"))
    c.line([(hx + s * 0.06, hy + s * 0.1), (hx + s * 0.54, hy + s * 0.04)], s * 0.04, rgb("F7F1E0"))
    c.oval(hx + s * 0.22, hy - s * 0.16, s * 0.13, s * 0.12, rgb("F7F1E0"))
    c.oval(hx + s * 0.26, hy - s * 0.15, s * 0.06, s * 0.06, rgb("14202B"))
    c.poly(curve("-0.02,-0.34 0.12,-0.62 0.22,-0.38", hx, hy, s), rgb("3F7A66"))
    c.line(
        bezier(
            (hx + s * 0.06, hy - s * 0.24),
            (hx + s * 0.18, hy - s * 0.36),
            (hx + s * 0.34, hy - s * 0.3),
            (hx + s * 0.4, hy - s * 0.18),
            8,
        ),
        s * 0.05,
        rgb("F7F1E0"),
    )


def _drummer(c: Canvas, x: float, y: float, h: float) -> None:
    """A boy beating the big drum for the lion."""
    c.shadow(x - h * 0.3, y, h * 0.5, h * 0.05, 0.5)
    spots = person(c, x, y, h, wear("2F6F8F F4EFE6 1"), "reach", facing=-1, rim=GLIMMER)
    wide, top = h * 0.24, y - h * 0.5
    cx = x - h * 0.42
    for dx in (-0.8, 0.8):
        c.limb((cx + dx * wide * 0.4, top + h * 0.2), (cx + dx * wide, y), 2.6, 2.6, rgb("8A5A2E"))
    drum = "-0.86,0 -1.06,0.5 -0.86,1 0.86,1 1.06,0.5 0.86,0"
    c.poly(cut(drum, cx, top, wide, tall=h * 0.34), Fade(rgb("D9432F"), rgb("7E1D1F")))
    c.oval(cx, top, wide * 0.88, h * 0.05, rgb("F4E3B4"))
    for k in range(7):
        c.oval(cx + wide * (-0.78 + k * 0.26), top + h * 0.055, 1.6, 1.6, rgb("F0C057"))
    for name, dx in (("near_hand", -18), ("far_hand", -2)):
        hx, hy = spots[name]
        c.line([(hx, hy), (hx + dx, hy + 26)], 3.4, rgb("E6CF98"))


@scene()
def lantern_night(c: Canvas) -> Image.Image:
    """Mid-autumn: children with star and carp lanterns, a lion, the moon over the street."""
    ground = 520
    c.sky([(0, rgb("0D1830")), (0.6, rgb("22365C")), (1, rgb("5A5476"))], bottom=ground)
    stars(c, 260, count=80)
    c.clouds((150, 260), rgb("3E4A74"), count=6, size=150, alpha=0.5)
    moon(c, 820, 132, 62)
    x = -10.0
    for w, floors in (
        (118, 3),
        (104, 2),
        (126, 3),
        (110, 2),
        (98, 3),
        (124, 2),
        (112, 2),
        (120, 3),
        (106, 2),
        (122, 3),
        (110, 3),
    ):
        tube_house(
            c,
            x,
            ground,
            w,
            floors,
            mix(c.rng.choice(WALLS), rgb("2C3658"), 0.62),
            floor=92,
            lit=0.75,
            shut=rgb("2A4650"),
            sign=False,
        )
        x += w
    c.rect(0, ground - 4, 1200, 290, Fade(rgb("4A4258"), rgb("26253A")))
    c.rect(0, ground + 18, 1200, 7, rgb("6E647A"))
    c.glow(600, 640, 620, rgb("F2A95C"), 0.4, ry=150)
    for (x0, y0), (x1, y1), sag in (
        ((-20, 250), (430, 230), 46),
        ((430, 230), (840, 250), 50),
        ((840, 250), (1220, 220), 44),
    ):
        points = [
            (x0 + (x1 - x0) * t / 6, y0 + (y1 - y0) * t / 6 + sag * 4 * t / 6 * (1 - t / 6))
            for t in range(7)
        ]
        c.line(points, 1.4, rgb("0D1524"))
        for i, (px, py) in enumerate(points[1:-1]):
            tone = rgb(("D9432F", "E0A93B", "C9372B", "E07B2A", "3F8F7A")[i])
            _globe(c, px, py + 24, 21, tone)
    onlookers = (
        "B98F8A 33384A bun",
        "5F7F8C 33384A",
        "8E5A6B 33384A long dress",
        "6E8A74 33384A grey",
        "A6763F 33384A tail",
        "4F6670 33384A",
        "8A5A4A 33384A bun aodai",
        "5B6A8A 33384A",
    )
    for i, px in enumerate((30, 84, 250, 300, 640, 900, 960, 1150)):
        upright(
            c, px, 556, 124, wear(onlookers[i]), ("down", "hold", "wave", "hips")[i % 4], back=False
        )
        if i in (1, 3, 6):
            upright(
                c, px + 36, 560, 80, wear("E0A93B 2B4A66 shorts bare"), "up", back=False, child=True
            )
    _lion(c, 850, 728, 128)
    _drummer(c, 1090, 738, 158)
    line = (
        (90, 690, 128, "F4EFE6 2B4A7A tail dress bare", "star", "E0432F", 1),
        (196, 704, 120, "E0A93B 2B4A7A shorts bare 1", "carp", "E07B2A", 0),
        (306, 692, 132, "B3392C 2B3442 bun dress bare", "star", "E0A93B", 1),
        (420, 706, 116, "2F6F8F 2B3442 shorts bare 2", "star", "D9432F", 0),
        (524, 692, 134, "F4EFE6 B3392C long dress bare", "carp", "D9432F", 1),
        (630, 704, 124, "3F7A66 33384A shorts bare 1", "star", "3F9F8A", 0),
    )
    for px, y, h, words, kind, tone, step in line:
        y, h = y + 34, h * 1.18
        c.shadow(px, y + 1, h * 0.3, 6, 0.45)
        spots = person(
            c,
            px,
            y,
            h,
            wear(words),
            "carry" if step else "hold",
            facing=1,
            child=True,
            rim=rgb("FFD58F"),
        )
        hand = spots["near_hand"]
        (_star if kind == "star" else _carp)(c, hand, h * 0.42, rgb(tone), 1)
        c.glow(px + 30, y + 4, h * 0.9, rgb("FFC978"), 0.28, ry=h * 0.14)
    bulbs(c, (-10, 330), (360, 318), sag=18, count=9, size=3)
    bulbs(c, (360, 318), (760, 330), sag=18, count=9, size=3)
    bulbs(c, (760, 330), (1210, 316), sag=18, count=10, size=3)
    return c.finish(glare=rgb("FFE2B0"), grade=0.09, vignette=0.4)
