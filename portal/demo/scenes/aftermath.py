"""The morning after a storm."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage, palm, tree
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb, smooth
from portal.demo.scenes.paths import cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import WIDE, scene
from portal.demo.scenes.roads import wheel
from portal.demo.scenes.town import WALLS, lamp, tube_house

VEST = "E8772A 33475A"


def _fallen(c: Canvas, x: float, y: float, s: float) -> None:
    """A street tree thrown over: the root plate on the right, the crown on the left."""
    bark = rgb("5A4A3E")
    c.soft_poly(
        [
            (x - s * 1.1, y + s * 0.06),
            (x + s * 0.7, y),
            (x + s * 0.7, y + s * 0.06),
            (x - s * 1.0, y + s * 0.16),
        ],
        rgb("1B2228"),
        blur=10,
        alpha=0.5,
    )
    c.limb((x + s * 0.6, y - s * 0.18), (x - s * 0.1, y - s * 0.16), s * 0.07, s * 0.05, bark)
    c.limb(
        (x + s * 0.56, y - s * 0.21),
        (x - s * 0.06, y - s * 0.19),
        s * 0.02,
        s * 0.016,
        light(bark, 0.18),
    )
    for k in range(14):
        a = math.radians(-110 + k * 17)
        start = (x + s * 0.64, y - s * 0.2)
        tip = (
            start[0] + math.cos(a) * s * c.rng.uniform(0.22, 0.38),
            start[1] + math.sin(a) * s * c.rng.uniform(0.24, 0.36),
        )
        c.limb(
            start,
            (min(tip[0], x + s * 0.95), min(tip[1], y + s * 0.06)),
            s * 0.026,
            s * 0.006,
            rgb("6E5240"),
        )
    cx, cy = x + s * 0.64, y - s * 0.22
    rim = []
    for k in range(26):
        a = k / 26 * math.tau
        r = c.rng.uniform(0.82, 1.16)
        rim.append((cx + math.cos(a) * s * 0.15 * r, cy + math.sin(a) * s * 0.31 * r))
    c.poly(smooth(rim, steps=3), Fade(rgb("8A6A4E"), rgb("4A3628")))
    for _ in range(90):
        a, far = c.rng.uniform(0, math.tau), c.rng.random() ** 0.6
        clod = cx + math.cos(a) * far * s * 0.13, cy + math.sin(a) * far * s * 0.28
        tone = c.rng.choice((rgb("6E5240"), rgb("A88662"), rgb("54402F")))
        c.oval(*clod, c.rng.uniform(2, 7), c.rng.uniform(2, 5), tone, 0.7)
    for k in range(9):
        a = math.radians(-100 + k * 25)
        end = cx + math.cos(a) * s * 0.1, cy + math.sin(a) * s * 0.24
        c.limb((cx, cy), end, s * 0.02, s * 0.006, rgb("6E5240"))
    for end, up in ((-0.6, -0.5), (-0.86, -0.16), (-0.5, 0.02), (-0.34, -0.6)):
        c.limb((x - s * 0.08, y - s * 0.16), (x + end * s, y + up * s), s * 0.04, s * 0.014, bark)
    for dx, up, rx, ry in (
        (-0.62, -0.44, 0.3, 0.2),
        (-0.9, -0.18, 0.3, 0.18),
        (-0.4, -0.42, 0.26, 0.22),
        (-0.56, -0.1, 0.34, 0.16),
        (-0.28, -0.12, 0.2, 0.14),
    ):
        foliage(c, x + dx * s, y + up * s, rx * s, ry * s, LEAF, leaves=230, leaf=s * 0.02)


@scene(WIDE)
def after_storm(c: Canvas) -> Image.Image:
    """The morning after: a tree across the street, saws and brooms, light through the clouds."""
    ground = 400
    c.sky(
        [(0, rgb("4A5866")), (0.45, rgb("7F8C94")), (0.8, rgb("D9D2B8")), (1, rgb("F4E6BC"))],
        bottom=ground,
    )
    c.clouds((10, 130), rgb("3F4C5A"), count=12, size=210, alpha=0.7)
    c.clouds((140, 260), rgb("F4E9CC"), count=7, size=150, alpha=0.55)
    c.glow(830, 190, 300, rgb("FFF3CC"), 0.7)
    for a in (700, 800, 900):
        c.soft_poly(
            [
                (a, 150),
                (a + 40, 150),
                (a + 130 - (800 - a) * 0.5, 420),
                (a - 60 - (800 - a) * 0.5, 420),
            ],
            rgb("FFF3CC"),
            blur=16,
            alpha=0.25,
        )
    x = -20.0
    for w, floors, awning in (
        (124, 3, "7E3B37"),
        (108, 3, None),
        (132, 2, "3D6270"),
        (112, 3, None),
        (120, 3, "7E6A37"),
        (106, 2, None),
        (128, 3, "3D6270"),
        (116, 3, None),
        (122, 2, "7E3B37"),
        (118, 3, None),
        (120, 3, None),
    ):
        tube_house(
            c,
            x,
            ground,
            w,
            floors,
            mix(c.rng.choice(WALLS), rgb("9AA3A0"), 0.32),
            floor=84,
            shut=rgb("46605C"),
            awning=rgb(awning) if awning else None,
        )
        x += w
    c.rect(0, ground - 2, 1200, 32, Fade(rgb("A8A49A"), rgb("8A8780")))
    c.rect(0, ground + 26, 1200, 6, rgb("C2BDB0"))
    c.rect(0, ground + 30, 1200, 250, Fade(rgb("6E7274"), rgb("4A4F54")))
    for px, py, rx in (
        (260, 470, 150),
        (860, 560, 230),
        (480, 640, 190),
        (1080, 480, 110),
        (70, 590, 120),
    ):
        c.oval(px, py, rx, rx * 0.1, rgb("C9CFC6"), 0.55)
        c.oval(px + rx * 0.1, py + 2, rx * 0.8, rx * 0.06, rgb("EDEAD2"), 0.55)
    for x0 in range(20, 1200, 150):
        c.poly([(x0, 540), (x0 + 70, 540), (x0 + 66, 546), (x0 - 6, 546)], rgb("D9D4C4"), 0.6)
    c.limb((1105, 430), (1086, 280), 5, 4, rgb("3A4248"))
    c.line([(1086, 280), (1040, 250), (990, 262)], 6, rgb("3A4248"))
    c.box(966, 256, 30, 12, 3, rgb("3A4248"))
    lamp(c, 60, 430, 300, rgb("3A4248"))
    c.line(bezier((1080, 282), (980, 350), (900, 420), (820, 440), 14), 2, rgb("22282C"))
    _truck(c, 1010, 476)
    for _ in range(420):
        t = c.rng.random()
        px, py = c.rng.uniform(0, 1200), 436 + t * 236
        c.oval(
            px, py, 3 + 5 * t, 1.2 + 2 * t, c.rng.choice((*LEAF, rgb("8A7A3A"), rgb("A88A4A"))), 0.9
        )
    for px, py, long in (
        (90, 520, 60),
        (880, 640, 90),
        (1120, 610, 70),
        (300, 640, 70),
        (760, 500, 50),
    ):
        c.limb((px, py), (px + long, py - 10), 3.4, 1.6, rgb("5A4A3E"))
        foliage(c, px + long, py - 14, long * 0.34, long * 0.2, LEAF, leaves=34, leaf=5)
    for px, py, h, words, pose, f in (
        (700, 446, 112, "F4EFE6 33384A bun", "sweep", -1),
        (190, 446, 116, "5F7F8C 33384A", "carry", 1),
        (890, 452, 118, "8E5A6B 33384A tail", "bend", -1),
    ):
        c.shadow(px, py + 1, h * 0.3, 5, 0.35)
        spots = person(c, px, py, h, wear(words), pose, facing=f)
        if pose == "sweep":
            _broom(c, spots["near_hand"], (px - 44, py - 2), 0.6)
        if pose == "carry":
            foliage(c, px + 14, py - h * 0.86, 34, 13, LEAF, leaves=40, leaf=5)
    _fallen(c, 560, 560, 330)
    _sawyer(c, 622, 588, 196)
    for px, py, h, words, pose, f in (
        (372, 626, 188, f"{VEST} 1 E8B93B helmet", "haul", 1),
        (1010, 622, 200, "B3392C 28313D cone bun", "sweep", -1),
        (150, 640, 206, "3F7A66 33384A 1", "push", -1),
    ):
        c.shadow(px, py + 2, h * 0.3, 8, 0.45)
        spots = person(c, px, py, h, wear(words), pose, facing=f, rim=rgb("FFF3CC"))
        hx, hy = spots["near_hand"]
        if pose == "sweep":
            _broom(c, (hx, hy), (px - 86, py - 2), 1.1)
        elif pose == "haul":
            c.limb((hx, hy), (hx + 66, hy - 16), 4, 3, rgb("5A4A3E"))
            foliage(c, hx + 86, hy - 14, 36, 24, LEAF, leaves=60, leaf=7)
        else:
            _barrow(c, px - 66, py)
    tree(c, 1180, 440, 210, leaves=130, spread=0.3)
    palm(c, 20, 436, 220, rgb("4F6A52"), lean=0.2)
    return c.finish(shade=rgb("161E24"), glare=rgb("FFF6DC"), grade=0.08, vignette=0.3)


def _broom(c: Canvas, hand: tuple[float, float], foot: tuple[float, float], s: float) -> None:
    butt = (hand[0] - (foot[0] - hand[0]) * 0.5, hand[1] - (foot[1] - hand[1]) * 0.5)
    c.limb(butt, (foot[0] + 8 * s, foot[1] - 26 * s), 2.2 * s, 2.2 * s, rgb("B98B52"))
    for k in range(13):
        c.line(
            [(foot[0] + 9 * s, foot[1] - 28 * s), (foot[0] - 18 * s + k * 3 * s, foot[1] + 3)],
            1.6 * s,
            rgb("C9A25A"),
        )


def _sawyer(c: Canvas, x: float, y: float, h: float) -> None:
    """Someone with a chain saw at the trunk, chips flying."""
    c.shadow(x + 40, y + 2, h * 0.3, 8, 0.45)
    spots = person(
        c, x + 62, y, h, wear(f"{VEST} 2 F1EADB helmet"), "rake", facing=-1, rim=rgb("FFF3CC")
    )
    hx, hy = spots["near_hand"]
    c.box(hx - 26, hy - 6, 38, 22, 5, rgb("E0632A"))
    c.box(hx - 84, hy + 4, 62, 9, 4, rgb("9AA4AA"))
    for _ in range(40):
        t = c.rng.random()
        c.oval(hx - 40 + t * 70, hy + 10 + t * t * 60 + c.rng.gauss(0, 7), 2.2, 1.5, rgb("E9CFA0"))


def _barrow(c: Canvas, x: float, y: float) -> None:
    """A barrow heaped with branches."""
    c.poly(
        cut("-0.8,-0.5 0.7,-0.5 0.45,-0.16 -0.45,-0.16", x, y, 74),
        Fade(rgb("3F7A8C"), rgb("2A5566")),
    )
    c.line([(x + 40, y - 34), (x + 84, y - 62)], 4, rgb("2A2F35"))
    c.limb((x + 24, y - 14), (x + 30, y), 3, 3, rgb("2A2F35"))
    wheel(c, x - 40, y, 15)
    foliage(c, x, y - 52, 62, 26, LEAF, leaves=110, leaf=8)


def _truck(c: Canvas, x: float, y: float) -> None:
    """An open lorry half full of branches."""
    tone: Color = rgb("3F7A8C")
    c.shadow(x + 60, y, 150, 8, 0.45)
    foliage(c, x + 20, y - 76, 80, 34, LEAF, leaves=140, leaf=8)
    c.rect(x - 66, y - 74, 170, 52, Fade(light(tone, 0.1), dark(tone, 0.2)))
    for k in range(6):
        c.rect(x - 60 + k * 28, y - 72, 3, 48, dark(tone, 0.3))
    c.box(x + 108, y - 84, 62, 66, 6, Fade(rgb("F1EADB"), rgb("C9C2B4")))
    c.box(x + 130, y - 78, 36, 26, 4, rgb("4A6472"))
    c.rect(x - 66, y - 24, 236, 8, rgb("2A2F35"))
    for dx in (-30, 20, 134):
        wheel(c, x + dx, y, 17)
